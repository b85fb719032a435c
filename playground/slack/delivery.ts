// One signed request from Slack to the bot, with Slack's patience: three seconds, answer body included.
// Never repeats anything: interactions are sent once; events.ts has the retries of the Events API.
import { type Json, type JsonObject, parseJson } from "./json.ts";
import { signedRequest } from "./signing.ts";
import { ACK_LIMIT_MS, type Outcome, type OutcomeError, type SignedRequestOptions } from "./types.ts";
import type { Workspace } from "./workspace.ts";

export type Delivered = {
  /** 0 when there was no answer in time. */
  status: number;
  error: OutcomeError | null;
  body: string;
  contentType: string;
  headers: Headers;
};

const nothing = (error: OutcomeError): Delivered => ({
  status: 0,
  error,
  body: "",
  contentType: "",
  headers: new Headers(),
});

const errorOfStatus = (status: number): OutcomeError | null => {
  if (status >= 500) return "http_service_error";
  if (status >= 400) return "http_client_error";
  if (status >= 300) return "http_unknown_redirect";
  return null;
};

const read = async (response: Response): Promise<Delivered> => ({
  status: response.status,
  error: errorOfStatus(response.status),
  body: await response.text(),
  contentType: response.headers.get("content-type") ?? "",
  headers: response.headers,
});

/** Sends it and waits for the answer, three seconds at most by the simulator's clock. */
export const deliverRequest = async (workspace: Workspace, request: Request): Promise<Delivered> => {
  const startedAt = workspace.now();
  const patience = new AbortController();
  const ask = async () => read(await workspace.deliver(request));
  const answer = ask().catch(() => nothing("dispatch_failed"));
  const giveUp = workspace.sleep(ACK_LIMIT_MS, patience.signal).then(() => nothing("operation_timeout"));
  const delivered = await Promise.race([answer, giveUp]);
  patience.abort();
  return workspace.now() - startedAt > ACK_LIMIT_MS ? nothing("operation_timeout") : delivered;
};

/** Commands travel as a form. */
export const deliverForm = async (workspace: Workspace, form: Record<string, string>): Promise<Delivered> =>
  deliverRequest(workspace, await signedRequest(workspace, new URLSearchParams(form)));

/** Interactions travel as a form with one field, `payload`. */
export const deliverInteraction = (workspace: Workspace, payload: JsonObject): Promise<Delivered> =>
  deliverForm(workspace, { payload: JSON.stringify(payload) });

/** Events travel as JSON. */
export const deliverEvent = async (
  workspace: Workspace,
  body: JsonObject,
  options: SignedRequestOptions = {},
): Promise<Delivered> => deliverRequest(workspace, await signedRequest(workspace, body, options));

const NOTICES: Partial<Record<OutcomeError, string>> = {
  operation_timeout: "Operation timed out. Apps need to respond within 3 seconds.",
  invalid_response: "We had some trouble connecting. Try again?",
};

/** How Slack's client shows that it went wrong. */
export const failure = (error: OutcomeError, status = 0): Outcome => ({
  ok: false,
  status,
  error,
  notice: NOTICES[error] ?? `That did not work (${error}).`,
});

export const outcomeOf = ({ status, error }: Delivered): Outcome =>
  error === null ? { ok: true, status } : failure(error, status);

/** The JSON of an answer; undefined when there is none or it is not JSON. */
export const jsonOf = ({ body }: Delivered): Json | undefined => (body.trim() === "" ? undefined : parseJson(body));

export const saysJson = ({ contentType }: Delivered): boolean => /^application\/json\b/i.test(contentType.trim());
