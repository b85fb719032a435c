// Gives and takes access by a function of the user's own at AWS Lambda, which is called and waited for. Believes only what the
// function itself says: one that failed may have done what it was asked.
import * as z from "zod";
import {
  type Inspection,
  PermanentError,
  type Strategy,
  type StrategyCall,
  type StrategyContext,
  TransientError,
} from "../../ports.ts";
import { AwsCaller } from "../aws/caller.ts";
import { jsonOr } from "../outbound-json.ts";
import { waitOf } from "../outbound-status.ts";
import { checked, dataInSlot, inspectionOf, LEVEL, orderOf, readBack } from "../own-access.ts";
import { publishedLimits, settingsOf } from "../settings.ts";
import { connectionOf, type Settings, settings } from "./settings.ts";

const NO_FUNCTION = ["ResourceNotFoundException"] as const;

/** What the function says to a grant and to a revoke. */
const done = z.object({
  /** False: certainly not done. */
  ok: z.boolean(),
  /** With `ok: false`: worth another try, in so many seconds at the earliest. */
  retry_after: z.number().min(0).max(86_400).nullish(),
});

export const awsLambda: Strategy = {
  type: "aws_lambda",
  levels: [LEVEL],
  settings,
  outlives: () => null,
  slot: (given, account) => {
    const { function: arn, qualifier, data } = settingsOf(settings, given);
    return [arn, ...(qualifier === undefined ? [] : [qualifier]), ...dataInSlot(data), account.id];
  },
  secrets: (given) => [settingsOf(settings, given).credentials],
  realm: (given) => `aws lambda ${settingsOf(settings, given).function}`,
  limits: (given) => {
    const { function: arn, limits } = settingsOf(settings, given);
    return publishedLimits(arn, limits);
  },
  readable: (given) => settingsOf(settings, given).readBack,
  grant: (call, context) => change("grant", call, context),
  revoke: (call, context) => change("revoke", call, context),

  async inspect(call, context): Promise<Inspection> {
    const given = settingsOf(settings, call.settings);
    if (!given.readBack) throw new PermanentError("this target says no readBack, so nothing can be read back");
    const said = await invoked(given, orderOf("inspect", checked(call), given.data), true, context);
    const read = readBack.safeParse(said);
    if (read.success) return inspectionOf(read.data);
    throw new PermanentError("the function's read-back is not of the agreed form", { class: "bug" });
  },

  /** AWS tells whether the function is there and may be called, without calling it. */
  async check(given, context) {
    const of = settingsOf(settings, given);
    const post = postOf(of, "DryRun", "", true);
    if ((await new AwsCaller(connectionOf(of), context).plain(post, NO_FUNCTION)).error !== null) throw noFunction();
  },
};

async function change(action: "grant" | "revoke", call: StrategyCall, context: StrategyContext): Promise<void> {
  const given = settingsOf(settings, call.settings);
  const said = done.safeParse(await invoked(given, orderOf(action, checked(call), given.data), false, context));
  if (!said.success)
    throw new TransientError("the function's answer is not of the agreed form", { effect: "unknown", class: "bug" });
  const { ok, retry_after: seconds } = said.data;
  if (ok) return;
  if (typeof seconds !== "number")
    throw new PermanentError("the function says that it cannot do this", { class: "impossible" });
  const retryAfterMs = waitOf(String(Math.ceil(seconds)), context.now());
  throw new TransientError("the function asks us to try again", { effect: "no", retryAfterMs });
}

/** What the function said, as JSON; null where it is none. */
async function invoked(given: Settings, body: string, onlyReads: boolean, context: StrategyContext): Promise<unknown> {
  const post = postOf(given, "RequestResponse", body, onlyReads);
  const told = await new AwsCaller(connectionOf(given), context).plain(post, NO_FUNCTION);
  if (told.error !== null) throw noFunction();
  const { status, headers, text } = told.value;
  // AWS answers 200 also for a function that threw or ran out of time.
  if (headers.get("x-amz-function-error") !== null)
    throw new TransientError("the function failed, or ran out of time", { effect: onlyReads ? "no" : "unknown" });
  return status === 200 ? jsonOr(null, text) : null;
}

const postOf = (given: Settings, type: "RequestResponse" | "DryRun", body: string, onlyReads: boolean) =>
  ({
    to: "lambda",
    path: `2015-03-31/functions/${encodeURIComponent(given.function)}/invocations${
      given.qualifier === undefined ? "" : `?Qualifier=${given.qualifier}`
    }`,
    headers: { "content-type": "application/octet-stream", "x-amz-invocation-type": type },
    body,
    onlyReads,
  }) as const;

const noFunction = (): PermanentError => new PermanentError("AWS has no such function, or no such alias or version");
