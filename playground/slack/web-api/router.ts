// The front of the Web API: finds the method, asks for token, scope and arguments in Slack's order, then lets it answer.
// Never answers anything but HTTP 200, save 429 for too many calls and what a fault asks for.
import { findDirect } from "../conversations.ts";
import type { FaultBook } from "../faults.ts";
import { type JsonObject, stringAt } from "../json.ts";
import type { RateLimits } from "../rate-limits.ts";
import { isResponseUrl, RESPONSE_URL_METHOD, readResponsePost, takeResponsePost } from "../response-urls.ts";
import type { Workspace } from "../workspace.ts";
import { type Caller, callerOf } from "./caller.ts";
import { checkArguments, readable } from "./check-arguments.ts";
import { type Answer, type Method, missingScope, refuse, refuseArguments } from "./method.ts";
import { METHODS } from "./methods.ts";
import { type ReadRequest, readApiRequest } from "./read-request.ts";
import { channelOf } from "./target-channel.ts";
import { underFaults } from "./under-faults.ts";

export type Surroundings = { workspace: Workspace; faults: FaultBook; limits: RateLimits };

const tooMany = (seconds: number): Response =>
  Response.json({ ok: false, error: "ratelimited" }, { status: 429, headers: { "retry-after": String(seconds) } });

const authenticated = (
  { workspace }: Surroundings,
  name: string,
  { token, tokenInQuery }: ReadRequest,
): Answer | Caller => {
  if (token === null) {
    workspace.blame("bad_token", name, tokenInQuery ? "token in the query string" : "no token");
    return refuse("not_authed");
  }
  const caller = callerOf(workspace.world, token);
  if (caller !== null) return caller;
  workspace.blame("bad_token", name, "not the app's token");
  return refuse("invalid_auth");
};

const scopeRefusal = ({ scopes: provided }: Caller, method: Method): Answer | null => {
  if (method.scopes.length === 0 || method.scopes.some((scope) => provided.includes(scope))) return null;
  return missingScope(method.scopes, provided);
};

/** Runs the method on its arguments, and writes down what was wrong with them. */
const answerTo = (
  { workspace }: Surroundings,
  name: string,
  method: Method,
  read: ReadRequest,
  caller: Caller,
): Answer => {
  const blame: Workspace["blame"] = workspace.blame;
  const ignored = method.formOnly && read.isJson;
  if (ignored) blame("json_on_form_only_method", name, "Slack does not read a JSON body here");
  const given = ignored ? {} : read.args;
  const { args, unknown, missing, wrong } = checkArguments(method, given);
  for (const argument of unknown) blame("unknown_argument", name, argument);
  if (missing.length > 0 || wrong.length > 0) {
    if (!ignored) for (const argument of missing) blame("missing_argument", name, argument);
    for (const words of wrong) blame("invalid_argument", name, words);
    return refuseArguments([...missing.map((argument) => `[ERROR] missing required field: ${argument}`), ...wrong]);
  }
  return method.handle({
    workspace,
    args,
    scopes: caller.scopes,
    caller,
    blame: (kind, detail) => blame(kind, name, detail),
  });
};

const withWarnings = (answer: Answer, warnings: string[]): JsonObject => {
  if (warnings.length === 0) return answer;
  const metadata = answer["response_metadata"];
  const before = typeof metadata === "object" && metadata !== null && !Array.isArray(metadata) ? metadata : {};
  return { ...answer, warning: warnings.join(","), response_metadata: { ...before, warnings } };
};

/** The conversation in which a message would appear, however the bot names it. */
const placeOfPost = (workspace: Workspace, target: string): string => {
  const direct = findDirect(workspace.world, [workspace.world.app.botUserId, target]);
  return direct?.id ?? channelOf(workspace, target)?.id ?? target;
};

const secondsToWait = (
  { workspace, limits }: Surroundings,
  name: string,
  method: Method,
  read: ReadRequest,
): number => {
  if (!workspace.rateLimits) return 0;
  const now = workspace.now();
  if (name !== "chat.postMessage") return limits.take(name, method.tier, now);
  return limits.takePost(placeOfPost(workspace, stringAt(read.args, "channel") ?? ""), now);
};

/** Everything between the wire and the method. */
const respond = (around: Surroundings, name: string, read: ReadRequest): Response => {
  const { workspace } = around;
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (method === undefined) {
    workspace.blame("unknown_method", name, "no such method");
    return Response.json({ ok: false, error: "unknown_method", req_method: name });
  }
  if (read.problem !== null) {
    workspace.blame("bad_request", name, read.problem);
    return Response.json({ ok: false, error: read.problem });
  }
  const caller = authenticated(around, name, read);
  const refusal = "ok" in caller ? caller : scopeRefusal(caller, method);
  const wait = refusal === null ? secondsToWait(around, name, method, read) : 0;
  if (wait > 0) return tooMany(wait);
  const answer = refusal ?? answerTo(around, name, method, read, caller as Caller);
  if (answer["error"] === "missing_scope") workspace.blame("missing_scope", name, `needs ${String(answer["needed"])}`);
  return Response.json(withWarnings(answer, read.warnings), {
    headers: {
      "x-oauth-scopes": ("ok" in caller ? workspace.world.app : caller).scopes.join(","),
      "x-accepted-oauth-scopes": method.scopes.join(","),
    },
  });
};

const bare = (url: string): string => url.split(/[?#]/)[0] ?? url;

/** The bot's outbound half of Slack: API calls and posts to response_urls; everything else is not found. */
export const route = async (around: Surroundings, request: Request): Promise<Response> => {
  const { workspace } = around;
  const url = bare(request.url);
  if (isResponseUrl(workspace, url)) {
    const body = request.method === "POST" ? await readResponsePost(request) : null;
    return underFaults(around, RESPONSE_URL_METHOD, body ?? {}, () => takeResponsePost(workspace, url, body));
  }
  if (!url.startsWith(workspace.apiBase)) {
    workspace.blame("bad_request", url, "neither the API nor a response_url");
    return new Response("not found", { status: 404 });
  }
  const name = url.slice(workspace.apiBase.length);
  const read = await readApiRequest(request);
  return underFaults(around, name, readable(read.args), () => respond(around, name, read));
};
