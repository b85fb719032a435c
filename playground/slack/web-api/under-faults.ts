// One call of the bot on its way to Slack and back, recorded, under whatever is broken at the moment.
// Never knows what the call is about.
import type { FaultBook, Trouble } from "../faults.ts";
import { isObject, type JsonObject, parseJson, stringAt } from "../json.ts";
import type { RecordedCall } from "../types.ts";
import type { Workspace } from "../workspace.ts";

/** What `fetch` throws when nothing, or no answer, gets through. */
const networkError = (why: string): TypeError => new TypeError(`fetch failed: ${why}`);

const injected = ({ status, retryAfter, error }: NonNullable<Trouble["refusal"]>): Response =>
  Response.json(
    { ok: false, error: error ?? (status === 429 ? "ratelimited" : "internal_error") },
    { status, headers: retryAfter === undefined ? {} : { "retry-after": String(retryAfter) } },
  );

const finish = async (call: RecordedCall, response: Response): Promise<Response> => {
  const json = parseJson(await response.clone().text());
  const body = isObject(json) ? json : undefined;
  const error = stringAt(body, "error");
  call.status = response.status;
  call.ok = response.ok && body?.["ok"] !== false;
  if (!call.ok && error !== undefined) call.error = error;
  return response;
};

/** One call under the faults of the moment: it may not arrive, be late, be refused, or lose its answer. */
export const underFaults = async (
  { workspace, faults }: { workspace: Workspace; faults: FaultBook },
  name: string,
  args: JsonObject,
  work: () => Response,
): Promise<Response> => {
  const trouble = faults.take(name);
  const call: RecordedCall = { method: name, arguments: args, at: workspace.now(), status: 0, ok: false };
  workspace.calls.push(call);
  if (trouble.unreachable) {
    call.error = "unreachable";
    throw networkError("Slack cannot be reached");
  }
  if (trouble.delayMs > 0) await workspace.sleep(trouble.delayMs);
  const response = trouble.refusal === null ? work() : injected(trouble.refusal);
  if (!trouble.loseAnswer) return finish(call, response);
  call.error = "answer_lost";
  throw networkError("the answer was lost");
};
