// The single values that occur in many places of a configuration: texts with Slack's limits, names, Slack ids, lengths of
// time. Each with the words for a wrong one; none knows where it stands.
import * as z from "zod";
import { parseDuration, sayDuration } from "./duration.ts";
import { quoted } from "./flow-check-parts.ts";

/** Slack's limits, where what implementers write is shown in a place that has one. Characters. */
export const LIMITS = {
  title: 24,
  optionText: 75,
  fieldLabel: 150,
  hint: 300,
  description: 300,
  howToUse: 2_000,
  header: 2_500,
  answer: 3_000,
} as const;
export const MOST = {
  fields: 20,
  options: 500,
  targets: 1_000,
  durations: 25,
  chosen: 50,
  fetched: 10,
  people: 20,
} as const;

/** `must be …`, or that it is missing. */
export const must = (what: string) => ({
  error: (issue: { readonly input?: unknown }) =>
    issue.input === undefined ? `is missing; it must be ${what}` : `must be ${what}`,
});

export const words = (most: number) =>
  z
    .string(must("text"))
    .refine((text) => text.trim() !== "", { error: "must not be empty" })
    .refine((text) => text.length <= most, {
      error: (issue) => `has ${String(issue.input).length} characters; Slack leaves room for ${most}`,
    });
export const yesOrNo = z.boolean(must("true or false"));
export const wholeNumber = (min: number, max: number) =>
  z
    .number(must("a whole number"))
    .refine(Number.isSafeInteger, { error: "must be a whole number", abort: true })
    .min(min, { error: `must be at least ${min}` })
    .max(max, { error: `must be at most ${max}` });
export const matching = (pattern: RegExp, what: string) => {
  const error = (issue: { readonly input?: unknown }) =>
    issue.input === undefined ? `is missing; it must be ${what}` : `must be ${what}, not ${quoted(issue.input)}`;
  return z.string({ error }).regex(pattern, { error });
};

/** Its source takes part in the version, so it has to have one. */
export const aFunctionOfTheFlow = (unlessWritten: string) =>
  z
    .custom<(...given: never[]) => unknown>((value) => typeof value === "function", { error: "must be a function" })
    .refine((written) => !String(written).includes("[native code]"), { error: unlessWritten });

export const secretName = z
  .string(must("the name of a Worker secret"))
  .regex(/^[A-Z][A-Z0-9_]{0,63}$/, "must be the name of a Worker secret: capitals, digits and _");

/** Names of Flows, Environments and Targets: what people type after `/sym`. */
export const slug = matching(
  /^[a-z][a-z0-9-]{0,39}$/,
  "a name of lower-case letters, digits and dashes that starts with a letter (at most 40)",
);
export const fieldName = matching(
  /^[a-zA-Z][a-zA-Z0-9_]{0,39}$/,
  "a name of letters, digits and _ that starts with a letter (at most 40)",
);

export const personId = matching(/^[UW][A-Z0-9]{2,20}$/, "a Slack user id (U… or W…)");
export const usergroupId = matching(/^S[A-Z0-9]{2,20}$/, "a Slack user group id (S…)");
export const channelId = matching(/^[CG][A-Z0-9]{2,20}$/, "a Slack channel id (C… or G…)");

export const duration = (min: number, max: number) =>
  z.string(must('a length of time such as "15m"')).transform((text, context) => {
    const durationMs = parseDuration(text);
    const error =
      durationMs === null
        ? `must be a length of time such as 30s, 15m, 4h or 1d, not ${quoted(text)}`
        : durationMs < min || durationMs > max
          ? `must be between ${sayDuration(min)} and ${sayDuration(max)}, not ${quoted(text)}`
          : null;
    if (error !== null) context.addIssue({ code: "custom", message: error });
    return durationMs ?? 0;
  });

/** Texts that occur more than once, in any case. */
export function twice(texts: readonly string[]): string[] {
  const lower = texts.map((text) => text.toLowerCase());
  return [...new Set(texts.filter((_, at) => lower.indexOf(lower[at] ?? "") < at))];
}
