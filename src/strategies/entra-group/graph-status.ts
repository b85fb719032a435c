// What Microsoft Graph's answers mean that are no success: by the code that they name, and where that says nothing by the status.
// Never repeats a word of Microsoft's.
import * as z from "zod";
import { PermanentError, TransientError } from "../../ports.ts";
import type { Answer } from "../outbound.ts";
import { jsonOr, notOfTheForm } from "../outbound-json.ts";
import { troubleOfStatus, waitOf } from "../outbound-status.ts";

/** Statuses that come with a code. All others mean what they mean everywhere. */
export const CODED_STATUSES = [400, 401, 403, 404, 409, 429] as const;

const body = z.looseObject({ error: z.looseObject({ code: z.string(), message: z.string().optional() }) });

/** Microsoft's own code; empty where the answer is not of its form. */
export const codeIn = ({ text }: Answer): string => errorIn(text).code;

const errorIn = (text: string): { readonly code: string; readonly message: string } => {
  const read = body.safeParse(jsonOr(null, text));
  return read.success
    ? { code: read.data.error.code, message: read.data.error.message ?? "" }
    : { code: "", message: "" };
};

export const saysNotFound = (answer: Answer): boolean =>
  answer.status === 404 && codeIn(answer) === "Request_ResourceNotFound";

/** For this there is no code but the one of every bad request: only the words tell it from others. */
export function saysAlready({ status, text }: Answer): boolean {
  const { code, message } = errorIn(text);
  return status === 400 && code === "Request_BadRequest" && /\breferences already exist\b/i.test(message);
}

/** `effect`: what a failure that says nothing about it leaves open. */
export function troubleOf(answer: Answer, now: number, effect: "no" | "unknown"): Error {
  const { status, headers, text } = answer;
  const { code, message } = errorIn(text);
  const retryAfter = headers.get("retry-after");
  const told = `(HTTP ${status})`;
  // What was made a moment ago is not yet everywhere.
  if (status === 400 && code === "Request_BadRequest" && /\bdo(?:es)? not exist\b/i.test(message))
    return new TransientError(`Entra does not find the group or the person at the moment ${told}`, { effect: "no" });
  if (status === 409 && code === "Directory_ConcurrencyViolation")
    return new TransientError(`Entra is busy with another change of the same ${told}`, {
      effect: "no",
      retryAfterMs: waitOf(retryAfter, now),
    });
  if (status === 404 && code !== "Request_ResourceNotFound")
    return new PermanentError(`the target's address answers, but not as Microsoft Graph does ${told}`);
  return troubleOfStatus(status, retryAfter, now, effect) ?? notOfTheForm(effect);
}
