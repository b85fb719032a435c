// Gives and takes access at any service of the user's own: a signed POST for grant and revoke and, where `readUrl` is set, a
// signed GET that reads it back. Never puts anything that people chose into a path, and never follows a redirect.
import * as z from "zod";
import { canonicalJson } from "../domain/canonical.ts";
import { type Inspection, PermanentError, type Strategy, type StrategyCall, type StrategyContext } from "../ports.ts";
import { send } from "./outbound.ts";
import { jsonOr } from "./outbound-json.ts";
import { refusalOfUrl } from "./outbound-url.ts";
import { limits, publishedLimits, secretName, settingsOf } from "./settings.ts";
import { signatureOf } from "./webhook-signature.ts";

const LEVEL = "access";
const MAX_DATA_LENGTH = 2_000;
const MAX_ACCOUNT_LENGTH = 512;

const settings = z
  .strictObject({
    /** Receives the POST. */
    url: z.string(),
    /** Answers the GET with `{"level": "access" | null, "inherited"?: string | null}`. Without it nothing can be verified. */
    readUrl: z.string().optional(),
    /** Name of the Worker secret that both sides sign with. */
    secret: secretName,
    /** Sent along as it is, and part of what tells one access from another: for example `{ "team": "billing" }`. */
    data: z
      .record(z.string(), z.json())
      .refine(
        (data) => canonicalJson(data).length <= MAX_DATA_LENGTH,
        `is longer than ${MAX_DATA_LENGTH} characters as JSON`,
      )
      .optional(),
    /** What the service allows, shared by all Targets of its host. */
    limits,
    /** Lets both URLs be `http://` on this machine. For tests and the playground. */
    allowLoopback: z.boolean().default(false),
  })
  .superRefine((given, check) => {
    for (const name of ["url", "readUrl"] as const) {
      const refusal = given[name] === undefined ? null : refusalOfUrl(given[name], given.allowLoopback);
      if (refusal !== null) check.addIssue({ code: "custom", path: [name], message: refusal });
    }
  });

/** What a Flow says of a Target of this type. */
export type WebhookSettings = z.input<typeof settings>;
type Settings = z.output<typeof settings>;

const readBack = z.object({ level: z.literal(LEVEL).nullable(), inherited: z.string().max(100).nullish() });

export const webhook: Strategy = {
  type: "webhook",
  levels: [LEVEL],
  settings,
  outlives: () => null,
  realm: (given) => `webhook ${new URL(settingsOf(settings, given).url).href}`,
  slot: (given, account) => {
    const { url, data } = settingsOf(settings, given);
    return [new URL(url).href, ...(data === undefined ? [] : [canonicalJson(data)]), account.id];
  },
  secrets: (given) => [settingsOf(settings, given).secret],
  limits: (given) => {
    const { url, limits } = settingsOf(settings, given);
    return publishedLimits(new URL(url).host, limits);
  },
  readable: (given) => settingsOf(settings, given).readUrl !== undefined,
  grant: (call, context) => post("grant", call, context),
  revoke: (call, context) => post("revoke", call, context),
  inspect,
};

async function post(action: "grant" | "revoke", call: StrategyCall, context: StrategyContext): Promise<void> {
  const given = settingsOf(settings, call.settings);
  const { account, level, idempotencyKey } = checked(call);
  const body = JSON.stringify({ action, account, level, data: given.data ?? {}, idempotency_key: idempotencyKey });
  const signed = await signedHeaders(given, body, context);
  const headers = { ...signed, "content-type": "application/json", "idempotency-key": idempotencyKey };
  await send({ method: "POST", url: given.url, headers, body, allowLoopback: given.allowLoopback }, context);
}

async function inspect(call: StrategyCall, context: StrategyContext): Promise<Inspection> {
  const given = settingsOf(settings, call.settings);
  if (given.readUrl === undefined) throw new PermanentError("this target has no readUrl, so nothing can be read back");
  const url = new URL(given.readUrl);
  url.searchParams.append("account", checked(call).account.id);
  if (given.data !== undefined) url.searchParams.append("data", canonicalJson(given.data));
  const headers = await signedHeaders(given, url.search.slice(1), context);
  const text = await send({ method: "GET", url: url.href, headers, allowLoopback: given.allowLoopback }, context);
  const answer = readBack.safeParse(jsonOr(null, text));
  if (!answer.success) throw new PermanentError("the target's read-back is not of the agreed form", { class: "bug" });
  return { level: answer.data.level, inherited: answer.data.inherited ?? null, ids: {} };
}

async function signedHeaders(given: Settings, text: string, context: StrategyContext): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(context.now() / 1_000));
  const signature = await signatureOf(context.secret(given.secret), timestamp, text);
  return { "x-sym-timestamp": timestamp, "x-sym-signature": signature };
}

/** Half a surrogate pair would be one account in JSON and another in a query. */
function checked(call: StrategyCall): StrategyCall {
  const { id } = call.account;
  if (id !== "" && id.length <= MAX_ACCOUNT_LENGTH && id.isWellFormed()) return call;
  throw new PermanentError("this account cannot be spelt for the target", { class: "impossible" });
}
