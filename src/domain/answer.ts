// Checks the answer to one field, of whatever type, and gives the value that is stored. Pure; never trusts a type, a length or a
// list, and never adjusts what does not fit.
import { isSaidWhole, parseTyped, sayDuration } from "./duration.ts";
import type { Answer, Field } from "./field.ts";
import { matchesWhole } from "./flow-check-pattern.ts";

export type PartCheck<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: string };

const good = <T>(value: T): PartCheck<T> => ({ ok: true, value });
const bad = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** Something that can be seen: an answer of spaces, joiners and fillers is none. */
const SEEN = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\u2800]/u;

/** No value that is offered is longer. */
const VALUE_MAX = 150;
const PERSON_ID = /^[UW][A-Z0-9]{2,20}$/;

export function checkAnswer(field: Field, raw: unknown): PartCheck<Answer> {
  const given = typeof raw === "string" ? raw.replace(/\r\n?/g, "\n").trim() : (raw ?? null);
  if (
    given === null ||
    (typeof given === "string" && !SEEN.test(given)) ||
    (Array.isArray(given) && given.length === 0)
  )
    return field.required
      ? bad(missing(field))
      : good(field.type === "bool" && field.tick !== undefined ? false : null);
  switch (field.type) {
    case "text":
      return checkText(field, given);
    case "int":
      return checkInt(field, given);
    case "bool":
      return checkBool(field, given);
    case "duration":
      return checkLength(field, given);
    case "choice":
      // Compared as it came: a value of the list is never trimmed.
      return checkChoice(field, raw);
    case "choices": {
      const several = checkSeveral(field, raw);
      if (!several.ok) return several;
      for (const one of several.value) {
        const checked = checkChoice(field, one);
        if (!checked.ok) return checked;
      }
      // In the order of the list, so that the same choice is the same answer.
      return good(inOrderOf(field.options, several.value));
    }
    case "slack_user":
      return typeof given === "string" && PERSON_ID.test(given) ? good(given) : bad("Choose somebody from the list.");
    case "slack_users": {
      const several = checkSeveral(field, raw);
      if (!several.ok) return several;
      return several.value.every((one) => PERSON_ID.test(one))
        ? good([...several.value].sort())
        : bad("Choose people from the list.");
    }
  }
}

function missing(field: Field): string {
  switch (field.type) {
    case "text":
    case "int":
    case "duration":
      return "Please fill this in.";
    case "bool":
      return field.tick === undefined ? "Choose yes or no." : UNTICKED;
    case "choice":
      return "Choose one of the options.";
    case "choices":
      return "Choose at least one of the options.";
    case "slack_user":
      return "Choose somebody.";
    case "slack_users":
      return "Choose at least one person.";
  }
}

const UNTICKED = "This has to be ticked.";

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

function checkBool({ tick, required }: Field & { type: "bool" }, given: unknown): PartCheck<boolean> {
  if (given === true || given === "true") return good(true);
  if (given !== false && given !== "false") return bad("Choose yes or no.");
  return tick !== undefined && required ? bad(UNTICKED) : good(false);
}

/** More than two units are more than people read. */
export const TOO_FINE = "Use two units at the most, such as 1d 12h.";

function checkLength({ min, max }: Field & { type: "duration" }, given: unknown): PartCheck<number> {
  const lengthMs = typeof given === "string" ? parseTyped(given) : null;
  if (lengthMs === null) return bad("Write a length of time, such as 90m, 4h or 1d 12h.");
  if (!isSaidWhole(lengthMs)) return bad(TOO_FINE);
  if (lengthMs < min) return bad(`This must be at least ${sayDuration(min)}.`);
  if (lengthMs > max) return bad(`This must be at most ${sayDuration(max)}.`);
  return good(lengthMs);
}

type Listed = Field & { type: "choice" | "choices" };

/** Where a function of the Flow says what there is, it is asked elsewhere: here nothing is known but what a value looks like. */
function checkChoice({ options, fetched }: Listed, raw: unknown): PartCheck<string> {
  const no = bad("Choose one of the options in the list.");
  if (fetched !== undefined) return isValue(raw) ? good(raw) : no;
  const offered = options.find((option) => option.value === raw);
  return offered === undefined ? no : good(offered.value);
}

/** What can be the value of an option that a function of the Flow says. */
export const isValue = (raw: unknown): raw is string =>
  typeof raw === "string" &&
  raw.length <= VALUE_MAX &&
  raw.isWellFormed() &&
  raw.trim() === raw &&
  SEEN.test(raw) &&
  !/\p{Cc}/u.test(raw);

function checkSeveral({ max }: { readonly max: number }, raw: unknown): PartCheck<readonly string[]> {
  if (!Array.isArray(raw)) return bad("Choose from the list.");
  const several = raw.filter((one) => typeof one === "string");
  if (several.length !== raw.length || new Set(several).size !== several.length) return bad("Choose from the list.");
  if (several.length > max) return bad(`Choose ${max} at the most.`);
  return good(several);
}

function inOrderOf(options: readonly { readonly value: string }[], values: readonly string[]): readonly string[] {
  if (options.length === 0) return [...values].sort();
  return options.flatMap(({ value }) => (values.includes(value) ? [value] : []));
}
