// What a target's JSON says, checked. An answer of another form comes from something that stands in between as easily as from
// the target, so it is trouble that may pass, and never absence. Never lets a word of the answer into an error.
import type * as z from "zod";
import { TransientError } from "../ports.ts";

/** `effect`: what the call may have done, for the error. Throws `TransientError`. */
export function readJson<S extends z.ZodType>(schema: S, text: string, effect: "no" | "unknown"): z.output<S> {
  const read = schema.safeParse(jsonOr(null, text));
  if (read.success) return read.data;
  throw notOfTheForm(effect);
}

export const notOfTheForm = (effect: "no" | "unknown"): TransientError =>
  new TransientError("the target's answer is not of the form that it documents", { effect });

export function jsonOr(otherwise: unknown, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return otherwise;
  }
}
