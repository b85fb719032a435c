// Checks what came back from a form against the Flow that it was made from. A form is only paper: whatever the page did not
// offer is refused here, in sentences that stand under the field. Pure; never trusts a type, a length or a list.
import type { Answer, Field, Flow, Target } from "./flow.ts";
import { matchesWhole } from "./flow-check-pattern.ts";

export type AnswersCheck =
  | { readonly ok: true; readonly answers: Readonly<Record<string, Answer>> }
  /** By name of the field. */
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> };

export type PartCheck<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

const good = <T>(value: T): PartCheck<T> => ({ ok: true, value });
const bad = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/**
 * Every field of the Flow gets an answer, null where an optional one was left out. `raw` by name of the field: text for text
 * and choices, text or a number for whole numbers, true, false, "true" or "false" for yes or no.
 */
export function checkAnswers(flow: Pick<Flow, "fields">, raw: Readonly<Record<string, unknown>>): AnswersCheck {
  const answers: [string, Answer][] = [];
  const errors: [string, string][] = [];
  for (const field of flow.fields) {
    const answer = checkAnswer(field, Object.hasOwn(raw, field.name) ? raw[field.name] : null);
    if (answer.ok) answers.push([field.name, answer.value]);
    else errors.push([field.name, answer.error]);
  }
  for (const name of Object.keys(raw))
    if (!flow.fields.some((field) => field.name === name)) errors.push([name, "This form has no such question."]);
  return errors.length === 0
    ? { ok: true, answers: Object.fromEntries(answers) }
    : { ok: false, errors: Object.fromEntries(errors) };
}

/** `durationMs` must be one that the Flow offers; null in an approval-only Flow and nowhere else. */
export function checkDuration(flow: Pick<Flow, "durationsMs">, durationMs: unknown): PartCheck<number | null> {
  if (flow.durationsMs.length === 0)
    return (durationMs ?? null) === null ? good(null) : bad("This Flow has no duration to choose.");
  if ((durationMs ?? null) === null) return bad("Choose for how long.");
  const offered = flow.durationsMs.find((one) => one === durationMs);
  return offered === undefined ? bad("Choose one of the durations in the list.") : good(offered);
}

/** `name` must be a Target that the Flow offers; null in an approval-only Flow and nowhere else. */
export function checkTarget(flow: Pick<Flow, "targets">, name: unknown): PartCheck<Target | null> {
  if (flow.targets.length === 0)
    return (name ?? null) === null ? good(null) : bad("This Flow has nothing to choose from.");
  if ((name ?? null) === null) return bad("Choose what you need access to.");
  const offered = flow.targets.find((target) => target.name === name);
  return offered === undefined ? bad("Choose something from the list.") : good(offered);
}

/** Something that can be seen: an answer of spaces, joiners and fillers is none. */
const SEEN = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]/u;

function checkAnswer(field: Field, raw: unknown): PartCheck<Answer> {
  const given = typeof raw === "string" ? raw.replace(/\r\n?/g, "\n").trim() : (raw ?? null);
  if (given === null || (typeof given === "string" && !SEEN.test(given)))
    return field.required ? bad(MISSING[field.type]) : good(null);
  switch (field.type) {
    case "text":
      return checkText(field, given);
    case "int":
      return checkInt(field, given);
    case "bool":
      return given === true || given === "true"
        ? good(true)
        : given === false || given === "false"
          ? good(false)
          : bad("Choose yes or no.");
    case "choice": {
      // Compared as it came: a value of the list is never trimmed.
      const offered = field.options.find((option) => option.value === raw);
      return offered === undefined ? bad("Choose one of the options in the list.") : good(offered.value);
    }
  }
}

const MISSING: Readonly<Record<Field["type"], string>> = {
  text: "Please fill this in.",
  int: "Please fill this in.",
  bool: "Choose yes or no.",
  choice: "Choose one of the options.",
};

function checkText(field: Field & { type: "text" }, given: unknown): PartCheck<string> {
  if (typeof given !== "string") return bad("Write this as text.");
  if (!field.multiline && given.includes("\n")) return bad("Write this in one line.");
  // Characters as people count them, so that an emoji is never two.
  const { length } = [...given];
  if (length > field.maxLength) return bad(`This has ${length} characters; ${field.maxLength} are the most.`);
  if (/[^\P{Cc}\n\t]/u.test(given)) return bad("This holds characters that cannot be shown.");
  if (field.pattern !== null && !matchesWhole(field.pattern.source, given)) return bad(field.pattern.message);
  return good(given);
}

function checkInt({ min, max }: Field & { type: "int" }, given: unknown): PartCheck<number> {
  const value =
    typeof given === "number"
      ? given
      : typeof given === "string" && /^[+-]?\d{1,16}$/.test(given)
        ? Number(given)
        : Number.NaN;
  if (!Number.isSafeInteger(value)) return bad("Write a whole number, such as 25.");
  if (min !== null && value < min) return bad(`This must be at least ${min}.`);
  if (max !== null && value > max) return bad(`This must be at most ${max}.`);
  return good(value === 0 ? 0 : value);
}
