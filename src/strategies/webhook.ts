// Gives and takes access at any service of the user's own: a signed POST for grant and revoke and, where `readUrl` is set, a
// signed GET that reads it back. Never puts anything that people chose into a path, and never follows a redirect.
import * as z from "zod";
import { canonicalJson } from "../domain/canonical.ts";
import { type Inspection, PermanentError, type Strategy, type StrategyCall, type StrategyContext } from "../ports.ts";
import { send } from "./outbound.ts";
import { jsonOr } from "./outbound-json.ts";
import { refusalOfUrl } from "./outbound-url.ts";
import { checked, dataInSlot, inspectionOf, LEVEL, orderOf, ownData, readBack } from "./own-access.ts";
import { limits, publishedLimits, secretName, settingsOf } from "./settings.ts";
import { signatureOf } from "./webhook-signature.ts";

const settings = z
  .strictObject({
    /** Receives the POST. */
    url: z.string(),
    /** Answers the GET with `{"level": "access" | null, "inherited"?: string | null}`. Without it nothing can be verified. */
    readUrl: z.string().optional(),
    /** Name of the Worker secret that both sides sign with. */
    secret: secretName,
    /** Sent along as it is, and part of what tells one access from another: for example `{ "team": "billing" }`. */
    data: ownData,
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

export const webhook: Strategy = {
  type: "webhook",
  levels: [LEVEL],
  settings,
  outlives: () => null,
  realm: (given) => `webhook ${new URL(settingsOf(settings, given).url).href}`,
  slot: (given, account) => {
    const { url, data } = settingsOf(settings, given);
    return [new URL(url).href, ...dataInSlot(data), account.id];
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
  const body = orderOf(action, checked(call), given.data);
  const signed = await signedHeaders(given, body, context);
  const headers = { ...signed, "content-type": "application/json", "idempotency-key": call.idempotencyKey };
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
  return inspectionOf(answer.data);
}

async function signedHeaders(given: Settings, text: string, context: StrategyContext): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(context.now() / 1_000));
  const signature = await signatureOf(context.secret(given.secret), timestamp, text);
  return { "x-sym-timestamp": timestamp, "x-sym-signature": signature };
}
