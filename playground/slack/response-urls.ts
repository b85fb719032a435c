// response_urls: five posts within thirty minutes, without a token, into the place of one interaction.
// Never writes anywhere else, and answers `ok` as bare text, as Slack does.
import { RESPONSE_URL_LIFE_MS, RESPONSE_URL_USES } from "./block-limits.ts";
import { isObject, type JsonObject, parseJson, stringAt, trueAt } from "./json.ts";
import { contentOf, isBlank, judgeContent, wholeContent } from "./message-content.ts";
import { change, findMessage, post, remove } from "./messages.ts";
import type { Workspace } from "./workspace.ts";
import type { ResponseUrl } from "./world.ts";

/** As it appears among the recorded calls, and as faults name it. */
export const RESPONSE_URL_METHOD = "response_url";

type Family = "commands" | "actions" | "app";

/** The front of every response_url: beside the API, on the same host. */
const prefixOf = ({ apiBase, world }: Workspace, family: Family): string =>
  new URL(`../${family}/${world.team.id}/`, apiBase).href;

const FAMILIES: Family[] = ["commands", "actions", "app"];

/** Old ones are kept a while, to be told apart from invented ones. */
const REMEMBERED_MS = 2 * RESPONSE_URL_LIFE_MS;

const forget = ({ world, now }: Workspace): void => {
  for (const [url, { issuedAt }] of Object.entries(world.responseUrls)) {
    if (now() - issuedAt > REMEMBERED_MS) delete world.responseUrls[url];
  }
};

export const issueResponseUrl = (
  workspace: Workspace,
  family: Family,
  from: Pick<ResponseUrl, "userId" | "channel" | "sourceTs">,
): string => {
  const { world, mint, now } = workspace;
  forget(workspace);
  const url = `${prefixOf(workspace, family)}${Math.floor(now())}/${mint.secret()}`;
  world.responseUrls[url] = { ...from, issuedAt: now(), uses: 0 };
  return url;
};

export const isResponseUrl = (workspace: Workspace, url: string): boolean =>
  FAMILIES.some((family) => url.startsWith(prefixOf(workspace, family)));

const answer = (status: number, error: string): Response => Response.json({ ok: false, error }, { status });

/** The message in the request: JSON, or a form with one field `payload`. */
export const readResponsePost = async (request: Request): Promise<JsonObject | null> => {
  const text = await request.text();
  const type = request.headers.get("content-type") ?? "";
  const json = type.startsWith("application/json") ? text : new URLSearchParams(text).get("payload");
  const body = json === null ? undefined : parseJson(json);
  return isObject(body) ? body : null;
};

const KNOWN = new Set([
  "text",
  "blocks",
  "attachments",
  "response_type",
  "replace_original",
  "delete_original",
  "thread_ts",
  "mrkdwn",
  "unfurl_links",
  "unfurl_media",
  "metadata",
]);

const write = (workspace: Workspace, { userId, channel, sourceTs }: ResponseUrl, body: JsonObject): Response => {
  const { world } = workspace;
  const source = sourceTs === null ? undefined : findMessage(world, channel, sourceTs);
  if (trueAt(body, "delete_original")) {
    if (source !== undefined) remove(workspace, source);
    return new Response("ok");
  }
  const problem = judgeContent(body);
  if (problem !== null) {
    workspace.blame("bad_blocks", RESPONSE_URL_METHOD, [problem.error, ...problem.messages].join(" "));
    return answer(400, problem.error);
  }
  if (trueAt(body, "replace_original") && source !== undefined) {
    const whole = wholeContent(body);
    change(workspace, source, { ...contentOf(body), blocks: whole.blocks, attachments: whole.attachments });
    return new Response("ok");
  }
  const content = wholeContent(body);
  if (isBlank(content)) {
    workspace.blame("bad_message", RESPONSE_URL_METHOD, "no_text");
    return answer(400, "no_text");
  }
  const toEverybody = stringAt(body, "response_type") === "in_channel";
  post(workspace, {
    channel,
    user: world.app.botUserId,
    fromApp: true,
    content,
    visibleTo: toEverybody ? null : userId,
    threadTs: stringAt(body, "thread_ts") ?? null,
  });
  return new Response("ok");
};

/** What Slack answers to a post to a response_url. */
export const takeResponsePost = (workspace: Workspace, url: string, body: JsonObject | null): Response => {
  const { world, now } = workspace;
  const known = Object.hasOwn(world.responseUrls, url) ? world.responseUrls[url] : undefined;
  if (known === undefined) return answer(404, "invalid_url");
  if (body === null) {
    workspace.blame("bad_request", RESPONSE_URL_METHOD, "neither JSON nor a form with a payload");
    return answer(400, "invalid_payload");
  }
  if (now() - known.issuedAt > RESPONSE_URL_LIFE_MS) return answer(404, "expired_url");
  if (known.uses >= RESPONSE_URL_USES) {
    workspace.blame("response_url_overused", RESPONSE_URL_METHOD, `more than ${RESPONSE_URL_USES} uses`);
    return answer(404, "used_url");
  }
  for (const name of Object.keys(body)) {
    if (!KNOWN.has(name)) workspace.blame("unknown_argument", RESPONSE_URL_METHOD, name);
  }
  known.uses += 1;
  return write(workspace, known, body);
};
