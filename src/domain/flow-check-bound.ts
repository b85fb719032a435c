// A setting of a Target that a field says: whether the strategy takes it from people at all, by which rule, and whether every Flow
// that offers the Target asks for it in a way that spells one thing one way. Pure.
import * as z from "zod";
import { admits, type Binding, BOUND_MAX, maySay, numberOf } from "./bound-target.ts";
import { TARGET_FIELD } from "./field.ts";
import type { Field, Target } from "./flow.ts";
import { list, quoted, type Say, sayIssues } from "./flow-check-parts.ts";
import { unsafePattern } from "./flow-check-pattern.ts";
import { must } from "./flow-check-values.ts";
import { memberOf } from "./member.ts";

const MOST_VALUES = 500;
const value = z.union([z.string().min(1).max(BOUND_MAX), z.number()], must("text or a number"));
const fromField = z.strictObject({
  fromField: z.string(must("the name of a field")),
  allow: z.union(
    [z.array(value).min(1).max(MOST_VALUES), z.instanceof(RegExp)],
    must("a list of what may be said, or a regular expression with an example"),
  ),
  example: value.optional(),
});

export interface Unbound {
  /** With the example in place of what a field will say. */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly bound: Binding | null;
}

/** Null where something is wrong with it. */
export function unbind(
  settings: Readonly<Record<string, unknown>>,
  bindable: readonly string[],
  say: Say,
): Unbound | null {
  const said = Object.entries(settings).filter(([, one]) => memberOf(one, "fromField") !== undefined);
  const [first, second] = said;
  if (first === undefined) return { settings, bound: null };
  const [setting, written] = first;
  if (second !== undefined) {
    say([second[0]], `cannot be said by a field too: one setting of a Target can, and ${quoted(setting)} is`);
    return null;
  }
  if (!bindable.includes(setting)) {
    const can =
      bindable.length === 0 ? "no setting of this strategy can" : `of this strategy only ${list(bindable)} can`;
    say([setting], `cannot be said by a field: ${can}`);
    return null;
  }
  const read = fromField.safeParse(written);
  if (!read.success) {
    sayIssues(read.error.issues, (path, message) => say([setting, ...path], message));
    return null;
  }
  const bound = bindingOf(setting, read.data, (path, message) => say([setting, ...path], message));
  return bound && { settings: { ...settings, [setting]: bound.example }, bound };
}

function bindingOf(setting: string, { fromField: field, allow, example }: z.output<typeof fromField>, say: Say) {
  const values = Array.isArray(allow) ? allow : null;
  const one = example ?? values?.[0];
  if (one === undefined) {
    say(["example"], "is missing: one that may be said, and is there");
    return null;
  }
  const as = typeof one === "number" ? "number" : "text";
  const all = [one, ...(values ?? [])];
  if (all.some((each) => typeof each !== typeof one)) say(["allow"], "must be all text, or all numbers");
  if (as === "number" && all.some((each) => numberOf(String(each)) === null))
    say(["allow"], "must be whole numbers that are not negative");
  if (allow instanceof RegExp) {
    const unsafe = unsafePattern(allow, BOUND_MAX);
    if (unsafe !== null) {
      say(["allow"], unsafe);
      return null;
    }
  }
  const binding: Binding = {
    setting,
    field,
    as,
    allow: allow instanceof RegExp ? { kind: "pattern", source: allow.source } : { kind: "list", values: [...allow] },
    example: one,
  };
  if (!admits(binding.allow, one)) say(["example"], "is not allowed by `allow`");
  return binding;
}

/** Whether the questions of a Flow say what its Targets want to know. */
export function checkBound(fields: readonly Field[], targets: readonly Target[], say: Say): void {
  for (const { name, bound } of targets) {
    if (bound === undefined) continue;
    const wants = `the Target ${quoted(name)} takes its ${bound.setting} from the field ${quoted(bound.field)}`;
    const field = fields.find((one) => one.name === bound.field);
    const sayHere = (what: string) => say(["fields", bound.field], `${what}: ${wants}`);
    if (field === undefined) sayHere("is missing");
    else if (!maySay(field))
      sayHere("must be a choice, or a whole number, since typed text could spell one thing in two ways");
    else {
      if (!field.required) sayHere("must be required");
      const { shownWhen } = field;
      if (shownWhen !== undefined && !(shownWhen.field === TARGET_FIELD && shownWhen.is.includes(name)))
        sayHere("must be asked whenever that Target is chosen");
      const wrong = field.type === "int" ? undefined : field.options.find((option) => !mayBe(bound, option.value));
      if (wrong !== undefined) sayHere(`offers ${quoted(wrong.value)}, which the Target does not allow`);
      if (field.type === "int" && bound.as !== "number") sayHere("must be a choice, since the setting is text");
    }
  }
}

function mayBe({ as, allow }: Binding, option: string): boolean {
  const said = as === "text" ? option : numberOf(option);
  return said !== null && admits(allow, said);
}
