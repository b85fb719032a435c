// What AWS's answers mean that are no success: by the error's code, which is the same word in XML and JSON, and where there is
// none that is known by the status. Never repeats a word of AWS's.
import * as z from "zod";
import { PermanentError, TransientError } from "../../ports.ts";
import type { Answer } from "../outbound.ts";
import { jsonOr, notOfTheForm } from "../outbound-json.ts";
import { troubleOfStatus, waitOf } from "../outbound-status.ts";
import { find, readXml, textAt } from "./xml.ts";

/** Statuses with an error's code in what follows. All others mean what they mean everywhere. */
export const CODED_STATUSES = [400, 401, 403, 404, 409, 410, 413, 429, 500, 503] as const;

export interface AwsError {
  readonly code: string;
  /** What kind of thing it is that is not there, where the error says so. */
  readonly of: string;
  readonly status: number;
}

const body = z.looseObject({ __type: z.string().max(300).optional(), ResourceType: z.string().max(100).nullish() });

/** Null where it is no error of AWS's own. */
export function errorIn({ status, headers, text }: Answer): AwsError | null {
  const xml = text.trimStart().startsWith("<") ? readXml(text) : null;
  const element = xml === null ? null : (find(xml, "Error") ?? find(xml, "Errors", "Error"));
  if (element !== null) return named(textAt(element, "Code"), null, status);
  const json = body.safeParse(jsonOr(null, text));
  if (!json.success) return null;
  return named(json.data.__type ?? headers.get("x-amzn-errortype"), json.data.ResourceType ?? null, status);
}

/** The code may come behind a name space and in front of an address. */
function named(told: string | null | undefined, of: string | null, status: number): AwsError | null {
  const code = /^(?:.*#)?([A-Za-z][A-Za-z.]{2,80})(?::.*)?$/.exec(told ?? "")?.[1];
  return code === undefined ? null : { code, of: of ?? "", status };
}

const SLOW_DOWN = new Set([
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestThrottled",
  "RequestThrottledException",
  "RequestLimitExceeded",
  "TooManyRequestsException",
  "SlowDown",
]);
/** Refused because something else is under way: nothing has happened, and it will pass. */
const BUSY = new Set([
  "ConflictException",
  "ConcurrentModification",
  "ConcurrentModificationException",
  "EntityTemporarilyUnmodifiable",
  "PriorRequestNotComplete",
]);
const IN_TROUBLE = new Set([
  "InternalFailure",
  "InternalError",
  "InternalServerException",
  "InternalServerError",
  "ServiceException",
  "ServiceFailure",
  "ServiceUnavailable",
  "ServiceUnavailableException",
  // Of a function that runs, by status 410.
  "EFSIOException",
]);
const NOT_ACCEPTED = new Set([
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
  "IncompleteSignature",
  "IncompleteSignatureException",
  "MissingAuthenticationToken",
  "MissingAuthenticationTokenException",
  "AuthFailure",
  "RequestExpired",
]);
const EXPIRED = new Set(["ExpiredToken", "ExpiredTokenException"]);
const NOT_ALLOWED = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "NotAuthorized"]);
const FULL = new Set(["LimitExceeded", "LimitExceededException", "ServiceQuotaExceededException"]);
const NOT_TAKEN = new Set(["ValidationError", "ValidationException", "InvalidInput", "InvalidParameterValue"]);
/** It does not understand us. */
const NOT_UNDERSTOOD = new Set([
  "InvalidAction",
  "MalformedQueryString",
  "SerializationException",
  "UnknownOperationException",
]);

/** For these a session that was kept may be to blame: another one is worth a try. */
export const maybeTheSession = ({ code }: AwsError): boolean => EXPIRED.has(code) || NOT_ACCEPTED.has(code);

/** `effect`: what a failure that says nothing about it leaves open. */
export function troubleOf(answer: Answer, now: number, effect: "no" | "unknown"): Error {
  const error = errorIn(answer);
  const retryAfter = answer.headers.get("retry-after");
  return (
    (error === null ? null : troubleOfCode(error, effect, waitOf(retryAfter, now))) ??
    troubleOfStatus(answer.status, retryAfter, now, effect) ??
    notOfTheForm(effect)
  );
}

function troubleOfCode(
  { code, status }: AwsError,
  effect: "no" | "unknown",
  retryAfterMs: number | null,
): Error | null {
  const told = `(HTTP ${status})`;
  if (SLOW_DOWN.has(code))
    return new TransientError(`AWS asks us to slow down ${told}`, { effect: "no", retryAfterMs, class: "slow_down" });
  if (BUSY.has(code))
    return new TransientError(`AWS is busy with another change of the same ${told}`, { effect: "no", retryAfterMs });
  if (IN_TROUBLE.has(code)) return new TransientError(`AWS is in trouble ${told}`, { effect, retryAfterMs });
  if (EXPIRED.has(code))
    return new PermanentError(`AWS says that our credentials have expired ${told}`, { class: "auth" });
  if (NOT_ACCEPTED.has(code))
    return new PermanentError(`AWS does not accept our access key or signature ${told}`, { class: "auth" });
  if (NOT_ALLOWED.has(code)) return new PermanentError(`AWS does not allow us to do this ${told}`, { class: "auth" });
  if (FULL.has(code)) return new PermanentError(`AWS allows no more of these: a quota is used up ${told}`);
  if (NOT_TAKEN.has(code))
    return new PermanentError(`AWS does not take what was asked of it ${told}`, { class: "impossible" });
  if (NOT_UNDERSTOOD.has(code))
    return new PermanentError(`AWS does not understand what was asked of it ${told}`, { class: "bug" });
  return null;
}
