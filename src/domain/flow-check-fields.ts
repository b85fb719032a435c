// A question of a Flow's own form, as implementers write it, and the `Field` that becomes of it but for its name. Refuses
// a pattern that some answer could keep busy, and a default that could not be answered.
import * as z from "zod";
import { checkAnswer } from "./answer.ts";
import type { Condition, Field } from "./field.ts";
import { sayIssues } from "./flow-check-parts.ts";
import { unsafePattern } from "./flow-check-pattern.ts";
import {
  aFunctionOfTheFlow,
  duration,
  LIMITS,
  MOST,
  must,
  secretName,
  twice,
  wholeNumber,
  words,
  yesOrNo,
} from "./flow-check-values.ts";

/** Milliseconds: what `duration(…)` takes where nothing is said. */
const LENGTH = { min: 1_000, max: 366 * 86_400_000 } as const;

const condition = z
  .strictObject(
    {
      field: z.string(must('the name of a field, or "target"')),
      is: z.union(
        [z.string(), z.boolean(), z.array(z.union([z.string(), z.boolean()])).min(1)],
        must("an answer, or a list of answers"),
      ),
    },
    must('a condition such as { field: "urgency", is: "high" }'),
  )
  .transform(({ field: of, is }): Condition => ({ field: of, is: [is].flat().map(String) }));

const fieldBase = {
  label: words(LIMITS.fieldLabel),
  hint: words(LIMITS.hint).nullable().default(null),
  required: yesOrNo.default(true),
  shownWhen: condition.optional(),
};

/** What is left out is no member: a Flow that does not use it keeps its version. */
type Kept<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};
const kept = <T extends object>(members: T): Kept<T> =>
  Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined)) as Kept<T>;

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
    default: z.string(must("text")).optional(),
  })
  .transform(({ max, pattern, ...field }, context) => {
    const maxLength = max ?? (field.multiline ? LIMITS.answer : 200);
    const unsafe = pattern ? unsafePattern(pattern.regex, maxLength) : null;
    if (unsafe !== null) context.addIssue({ code: "custom", path: ["pattern", "regex"], message: unsafe });
    return kept({
      ...field,
      maxLength,
      // One that is refused is never run, not on a default either.
      pattern: pattern && unsafe === null ? { source: pattern.regex.source, message: pattern.message } : null,
    });
  });

const anyInteger = wholeNumber(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
const intField = z
  .strictObject({
    type: z.literal("int"),
    ...fieldBase,
    min: anyInteger.nullable().default(null),
    max: anyInteger.nullable().default(null),
    default: anyInteger.optional(),
  })
  .refine(({ min, max }) => min === null || max === null || min <= max, {
    path: ["min"],
    error: "must not be above max",
  })
  .transform(kept);

const boolField = z
  .strictObject({
    type: z.literal("bool"),
    ...fieldBase,
    tick: words(LIMITS.optionText).optional(),
    default: yesOrNo.optional(),
  })
  .transform(kept);

const length = duration(LENGTH.min, LENGTH.max);
const durationField = z
  .strictObject({
    type: z.literal("duration"),
    ...fieldBase,
    min: length.default(LENGTH.min),
    max: length.default(LENGTH.max),
    default: length.optional(),
  })
  .refine(({ min, max }) => min <= max, { path: ["min"], error: "must not be above max" })
  .transform(kept);

const writtenOptions = z.record(
  z
    .string()
    .min(1, { error: "an option needs a value" })
    .max(LIMITS.optionText, { error: `the value of an option has at most ${LIMITS.optionText} characters` }),
  words(LIMITS.optionText),
  must('options such as { small: "Small", large: "Large" }, or a function that says them'),
);
const saidOptions = aFunctionOfTheFlow(
  "must be written out in the Flow, not bound or built in, so that a change of it is seen",
);

const listed = {
  /** Judged as what it is: of a union, nobody is told which part of it is wrong. */
  options: z.unknown().transform((given, context): z.output<typeof writtenOptions | typeof saidOptions> => {
    const read = (typeof given === "function" ? saidOptions : writtenOptions).safeParse(given);
    if (read.success) return read.data;
    sayIssues(read.error.issues, (path, message) => context.addIssue({ code: "custom", path: [...path], message }));
    return z.NEVER;
  }),
  secrets: z.array(secretName, must("a list of names of Worker secrets")).optional(),
};

type Listing = {
  readonly options: Readonly<Record<string, string>> | ((...given: never[]) => unknown);
  readonly secrets?: readonly string[] | undefined;
};

function listOf({ options, secrets }: Listing, say: (path: string, message: string) => void) {
  if (typeof options === "function") return { options: [], fetched: { secrets: secrets ?? [] } };
  const list = Object.entries(options).map(([value, label]) => ({ value, label }));
  if (secrets !== undefined) say("secrets", "must be left out: options that are written out need none");
  if (list.length === 0) say("options", "must offer at least one option");
  if (list.length > MOST.options) say("options", `offers ${list.length} options; ${MOST.options} are the most`);
  for (const label of twice(list.map((option) => option.label)))
    say("options", `offers two options labelled ${JSON.stringify(label)}`);
  return { options: list };
}

const sayIn =
  (context: z.core.$RefinementCtx) =>
  (path: string, message: string): void =>
    context.addIssue({ code: "custom", path: [path], message });

const choiceField = z
  .strictObject({ type: z.literal("choice"), ...fieldBase, ...listed, default: z.string(must("an option")).optional() })
  .transform(({ options, secrets, ...field }, context) =>
    kept({ ...field, ...listOf({ options, secrets }, sayIn(context)) }),
  );

const choicesField = z
  .strictObject({
    type: z.literal("choices"),
    ...fieldBase,
    ...listed,
    max: wholeNumber(1, MOST.chosen).optional(),
    default: z.array(z.string(), must("a list of options")).min(1, { error: "names no option" }).optional(),
  })
  .transform(({ options, secrets, max, ...field }, context) => {
    const say = sayIn(context);
    const most = typeof options === "function" ? MOST.fetched : MOST.chosen;
    if (max !== undefined && max > most)
      say("max", `must be at most ${most}: each is looked for when the form is sent`);
    return kept({ ...field, max: max ?? most, ...listOf({ options, secrets }, say) });
  });

const personField = z.strictObject({ type: z.literal("slack_user"), ...fieldBase }).transform(kept);
const peopleField = z
  .strictObject({ type: z.literal("slack_users"), ...fieldBase, max: wholeNumber(1, MOST.people).default(10) })
  .transform(kept);

export const field = z
  .discriminatedUnion(
    "type",
    [textField, intField, boolField, durationField, choiceField, choicesField, personField, peopleField],
    must("a field: text(…), int(…), bool(…), duration(…), choice(…), choices(…), slackUser(…) or slackUsers(…)"),
  )
  .superRefine((made, context) => {
    const wrong = wrongDefault({ ...made, name: "" });
    if (wrong !== null) context.addIssue({ code: "custom", path: ["default"], message: wrong });
  });

/** What is offered at first has to be an answer: nobody should have to mend what they did not write. */
function wrongDefault(made: Field): string | null {
  if (!("default" in made) || made.default === undefined) return null;
  if ("fetched" in made)
    return "must be left out where a function says the options: what there is, is not known before";
  if (made.type === "duration")
    return made.default < made.min || made.default > made.max ? "must be from min to max" : null;
  // What is ticked at first is no consent, and what is not ticked is the default anyway.
  if (made.type === "bool" && made.tick !== undefined && made.required)
    return "must be left out where it has to be ticked";
  const checked = checkAnswer(made, made.default);
  return checked.ok ? null : `cannot be answered: ${checked.error}`;
}
