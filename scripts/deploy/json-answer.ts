// What wrangler prints as JSON, read with a schema. Never takes half an answer for a whole one.
import { stripVTControlCharacters } from "node:util";
import type * as z from "zod";
import type { Outcome } from "./project.ts";
import { Refused } from "./refused.ts";

/** Undefined where there is none. A notice may stand before the answer, which begins a line. */
export function jsonIn({ stdout }: Pick<Outcome, "stdout">): unknown {
  const text = stripVTControlCharacters(stdout);
  try {
    return JSON.parse(text.slice(Math.max(0, text.search(/^[[{]/m))));
  } catch {
    return undefined;
  }
}

/** `command`: what was asked, for the sentence where the answer is of another shape. */
export function readJson<T>(outcome: Pick<Outcome, "stdout">, schema: z.ZodType<T>, command: string): T {
  const read = schema.safeParse(jsonIn(outcome));
  if (read.success) return read.data;
  throw new Refused(
    `wrangler ${command} answered in a form that is not known here.`,
    "Use the version of wrangler that package-lock.json names: npm ci",
  );
}
