// Checks the questions of a Flow as a whole: their names and labels, the conditions under which they are asked, and the functions
// that say what can be chosen. Asks no function anything.
import { sha256Hex } from "./canonical.ts";
import { type Field, TARGET_FIELD } from "./field.ts";
import { checkConditions } from "./flow-check-conditions.ts";
import { field } from "./flow-check-fields.ts";
import { type Say, sayIssues } from "./flow-check-parts.ts";
import { fieldName, twice } from "./flow-check-values.ts";
import { memberOf } from "./member.ts";
import type { OptionsOf } from "./options.ts";

/** Names that the form itself uses for the Target and the duration. */
const RESERVED_FIELDS = [TARGET_FIELD, "duration"];

type Written = (...given: never[]) => unknown;

export interface CheckedForm {
  readonly fields: readonly Field[];
  /** None of them is wrong by itself. */
  readonly isWhole: boolean;
  /** By the name of the field: what says its options. */
  readonly options: ReadonlyMap<string, OptionsOf>;
}

/** `targets`: names of all that the Flow offers, in whatever Environment. */
export function checkForm(raw: Readonly<Record<string, unknown>>, targets: readonly string[], say: Say): CheckedForm {
  const fields: Field[] = [];
  const options = new Map<string, OptionsOf>();
  for (const [name, written] of Object.entries(raw)) {
    const named = fieldName.safeParse(name);
    if (!named.success) say(["fields", name], `the name ${named.error.issues[0]?.message}`);
    if (RESERVED_FIELDS.includes(name))
      say(["fields", name], "must have another name: every form has a part of this name");
    const read = field.safeParse(written);
    if (!read.success) sayIssues(read.error.issues, (path, message) => say(["fields", name, ...path], message));
    else {
      fields.push({ name, ...read.data });
      const said = memberOf(written, "options");
      if (isFunction(said)) options.set(name, said);
    }
  }
  for (const label of twice(fields.map((one) => one.label)))
    say(["fields"], `two fields are labelled ${JSON.stringify(label)}`);
  // A field that is wrong is told by itself: what depends on it is judged once it is mended.
  const isWhole = fields.length === Object.keys(raw).length;
  if (isWhole) checkConditions(fields, targets, say);
  return { fields, options, isWhole };
}

const isFunction = (value: unknown): value is OptionsOf => typeof value === "function";

/** What a function takes part in the version with. */
export const sourceHash = (written: Written): string => sha256Hex(Function.prototype.toString.call(written));
