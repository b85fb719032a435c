// A Target of which one setting is said by a field of the form: which answers may say it, and the Target that becomes of it. Pure.
// What people answer is one of a list, letter by letter: it never spells a path, and never one thing in two ways.
import type { Json } from "./canonical.ts";
import { type Answer, type AnswerLabels, type Field, labelIn } from "./field.ts";
import type { Flow, Target } from "./flow.ts";
import { matchesWhole } from "./flow-check-pattern.ts";

/** What a setting may be: the rule of the implementer, whatever the form offers. */
export type Allowed =
  | { readonly kind: "list"; readonly values: readonly (string | number)[] }
  | { readonly kind: "pattern"; readonly source: string };

export interface Binding {
  /** Name of the setting, which is in no `settings` of the Target. */
  readonly setting: string;
  /** Name of the field that says it. */
  readonly field: string;
  /** What the setting is made of. An answer that is no number as people write it, without signs and zeros before, is none. */
  readonly as: "text" | "number";
  readonly allow: Allowed;
  /** One that may be said: what is asked of the Target before anybody has said anything is asked with this. */
  readonly example: string | number;
}

/** Longest value that a pattern is run on. */
export const BOUND_MAX = 150;

export function admits(allow: Allowed, value: string | number): boolean {
  if (allow.kind === "list") return allow.values.includes(value);
  const text = String(value);
  return text.length <= BOUND_MAX && matchesWhole(allow.source, text);
}

export type BoundTarget =
  | { readonly ok: true; readonly target: Target }
  /** The field whose answer says something that it may not. */
  | { readonly ok: false; readonly field: string };

/** The Target as the answers say it. One without a binding is what it is. */
export function boundTarget(
  { fields }: Pick<Flow, "fields">,
  target: Target,
  answers: Readonly<Record<string, Answer>>,
  labels?: AnswerLabels,
): BoundTarget {
  const { bound, ...rest } = target;
  if (bound === undefined) return { ok: true, target };
  const field = fields.find(({ name }) => name === bound.field);
  const answer = Object.hasOwn(answers, bound.field) ? answers[bound.field] : null;
  const value = field === undefined ? null : valueSaid(bound, field, answer ?? null);
  if (field === undefined || value === null) return { ok: false, field: bound.field };
  const called = labelOf(field, String(value), labels);
  return { ok: true, target: { ...withValue(rest, bound, value), label: `${target.label}: ${called}` } };
}

function valueSaid({ as, allow }: Binding, field: Field, answer: Answer): string | number | null {
  if (!maySay(field)) return null;
  const isOffered =
    field.type === "int"
      ? typeof answer === "number"
      : field.fetched !== undefined || field.options.some(({ value }) => value === answer);
  if (!isOffered || (typeof answer !== "string" && typeof answer !== "number")) return null;
  const value = as === "text" ? String(answer) : numberOf(String(answer));
  return value !== null && admits(allow, value) ? value : null;
}

/** Typed text could spell one thing in two ways, and anything at all. */
export const maySay = (field: Field): field is Field & { readonly type: "choice" | "int" } =>
  field.type === "choice" || field.type === "int";

/** As people write a number that is somebody's id: nothing else may come to mean the same. */
export function numberOf(text: string): number | null {
  const value = /^(?:0|[1-9]\d{0,15})$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}

function labelOf(field: Field, value: string, labels: AnswerLabels | undefined): string {
  const written = field.type === "choice" ? field.options.find((option) => option.value === value)?.label : undefined;
  const label = written ?? labelIn(labels, field.name, value) ?? value;
  return label === value || written !== undefined ? label : `${label} (${value})`;
}

const withValue = (target: Omit<Target, "bound">, { setting }: Binding, value: string | number): Target => ({
  ...target,
  settings: { ...membersOf(target.settings), [setting]: value },
});

const membersOf = (settings: Json): Readonly<Record<string, Json>> =>
  typeof settings === "object" && settings !== null && !Array.isArray(settings)
    ? (settings as Readonly<Record<string, Json>>)
    : {};

/** The Targets that it can become, as far as they are known before anybody asks: all of a list, else its example. */
export function examplesOf(target: Target): readonly [Target, ...Target[]] {
  const { bound, ...rest } = target;
  if (bound === undefined) return [target];
  const { allow, example } = bound;
  const others = allow.kind === "list" ? allow.values.filter((value) => value !== example) : [];
  return [withValue(rest, bound, example), ...others.map((value) => withValue(rest, bound, value))];
}

/** For what is the same for all of them: secrets, limits, whose accounts they are. */
export const exampleOf = (target: Target): Target => examplesOf(target)[0];
