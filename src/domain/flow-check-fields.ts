// A question of a Flow's own form, as implementers write it, and the `Field` that becomes of it but for its name. Refuses
// a pattern that some answer could keep busy.
import * as z from "zod";
import { unsafePattern } from "./flow-check-pattern.ts";
import { LIMITS, MOST, must, twice, wholeNumber, words, yesOrNo } from "./flow-check-values.ts";

const fieldBase = {
  label: words(LIMITS.fieldLabel),
  hint: words(LIMITS.hint).nullable().default(null),
  required: yesOrNo.default(true),
};

const textField = z
  .strictObject({
    type: z.literal("text"),
    ...fieldBase,
    multiline: yesOrNo.default(false),
    max: wholeNumber(1, LIMITS.answer).optional(),
    pattern: z
      .strictObject({
        regex: z.instanceof(RegExp, must("a regular expression such as /[A-Z]+-\\d+/")),
        message: words(LIMITS.fieldLabel),
      })
      .optional(),
  })
  .transform(({ max, pattern, ...field }, context) => {
    const maxLength = max ?? (field.multiline ? LIMITS.answer : 200);
    const unsafe = pattern ? unsafePattern(pattern.regex, maxLength) : null;
    if (unsafe !== null) context.addIssue({ code: "custom", path: ["pattern", "regex"], message: unsafe });
    return {
      ...field,
      maxLength,
      pattern: pattern ? { source: pattern.regex.source, message: pattern.message } : null,
    };
  });

const anyInteger = wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const intField = z
  .strictObject({
    type: z.literal("int"),
    ...fieldBase,
    min: anyInteger.nullable().default(null),
    max: anyInteger.nullable().default(null),
  })
  .refine(({ min, max }) => min === null || max === null || min <= max, {
    path: ["min"],
    error: "must not be above max",
  });

const boolField = z.strictObject({ type: z.literal("bool"), ...fieldBase });

const choiceField = z
  .strictObject({
    type: z.literal("choice"),
    ...fieldBase,
    options: z.record(
      z
        .string()
        .min(1, { error: "an option needs a value" })
        .max(LIMITS.optionText, { error: `the value of an option has at most ${LIMITS.optionText} characters` }),
      words(LIMITS.optionText),
      must('options such as { small: "Small", large: "Large" }'),
    ),
  })
  .transform(({ options, ...field }, context) => {
    const list = Object.entries(options).map(([value, label]) => ({ value, label }));
    const say = (message: string) => context.addIssue({ code: "custom", path: ["options"], message });
    if (list.length === 0) say("must offer at least one option");
    if (list.length > MOST.options) say(`offers ${list.length} options; ${MOST.options} are the most`);
    for (const label of twice(list.map((option) => option.label)))
      say(`offers two options labelled ${JSON.stringify(label)}`);
    return { ...field, options: list };
  });

export const field = z.discriminatedUnion(
  "type",
  [textField, intField, boolField, choiceField],
  must("a field: text(…), int(…), bool(…) or choice(…)"),
);
