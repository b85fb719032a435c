// The Flow's own questions, as implementers write them: one function a type, with types that know what can be answered, so that
// a default or a condition that cannot be fails in the editor. Builds plain data and checks nothing.
import type { DurationText } from "../domain/duration.ts";
import type { OptionsOf } from "../domain/options.ts";

/** The field is asked only while another one, or the Target, is answered so. */
export interface ShownWhen {
  /** A field that stands above this one, with options or yes and no; or `"target"`. */
  readonly field: string;
  /** An answer to it, or a list of which one is enough. */
  readonly is: string | boolean | readonly (string | boolean)[];
}

interface FieldBase {
  /** The question; at most 150 characters. */
  readonly label: string;
  /** Shown under the field. */
  readonly hint?: string;
  /** Must there be an answer, where it is asked? Default: true. */
  readonly required?: boolean;
}

/** What is there when the form opens; people can change it. */
interface Default<Value> {
  readonly default?: Value;
}

export interface TextOptions extends FieldBase, Default<string> {
  /** Default: one line. */
  readonly multiline?: boolean;
  /** Most characters. Default: 200 in one line, 3000 in several, which is also the most that Slack takes. */
  readonly max?: number;
  /** What the whole answer must match, and what to say when it does not. */
  readonly pattern?: { readonly regex: RegExp; readonly message: string };
}
export interface IntOptions extends FieldBase, Default<number> {
  readonly min?: number;
  readonly max?: number;
}
export interface BoolOptions extends FieldBase, Default<boolean> {
  /** A box to tick, with these words beside it, in place of yes and no. Where it is required, it has to be ticked. */
  readonly tick?: string;
}
export interface DurationOptions extends FieldBase, Default<DurationText> {
  /** Default: `1s`. */
  readonly min?: DurationText;
  /** Default: `366d`. */
  readonly max?: DurationText;
}

interface Written<Value extends string> {
  /** Value to label, in the order of the form; at most 500. */
  readonly options: Readonly<Record<Value, string>> & ([Value] extends [never] ? never : unknown);
}
interface Fetched extends FieldBase {
  /** Says what there is whenever somebody types, and again when the form is sent. */
  readonly options: OptionsOf;
  /** Names of the Worker secrets that `options` reads. */
  readonly secrets?: readonly string[];
}
interface Several {
  /** Most that can be chosen; at most 50, which is also the default. */
  readonly max?: number;
}

type Plain = string | number | boolean | readonly string[];
export interface FieldDefinition {
  readonly type: "text" | "int" | "bool" | "duration" | "choice" | "choices" | "slack_user" | "slack_users";
  readonly label: string;
  readonly hint?: string;
  readonly required?: boolean;
  readonly shownWhen?: ShownWhen;
  readonly default?: Plain;
  readonly options?: Readonly<Record<string, string>> | OptionsOf;
  readonly secrets?: readonly string[];
  readonly multiline?: boolean;
  readonly min?: number | DurationText;
  readonly max?: number | DurationText;
  readonly pattern?: { readonly regex: RegExp; readonly message: string };
  readonly tick?: string;
}

/** A definition that knows, for the editor alone, what a condition may say of it, and under which one it is asked. */
type Made<Is, When> = FieldDefinition & { readonly "~is"?: Is; readonly "~when"?: When };
interface Conditional<When> {
  readonly shownWhen?: When;
}

export const text = <const W extends ShownWhen = never>(options: TextOptions & Conditional<W>): Made<never, W> => ({
  type: "text",
  ...options,
});
/** A whole number. */
export const int = <const W extends ShownWhen = never>(options: IntOptions & Conditional<W>): Made<never, W> => ({
  type: "int",
  ...options,
});
/** Yes or no. */
export const bool = <const W extends ShownWhen = never>(options: BoolOptions & Conditional<W>): Made<boolean, W> => ({
  type: "bool",
  ...options,
});
/** A length of time, as people type it: `90m`. */
export const duration = <const W extends ShownWhen = never>(
  options: DurationOptions & Conditional<W>,
): Made<never, W> => ({ type: "duration", ...options });

interface Choosing<Value extends string> extends FieldBase, Written<Value>, Default<NoInfer<Value>> {}
interface ChoosingSeveral<Value extends string>
  extends FieldBase,
    Written<Value>,
    Several,
    Default<readonly NoInfer<Value>[]> {}

/** One of a list. */
export function choice<const W extends ShownWhen = never>(options: Fetched & Conditional<W>): Made<never, W>;
export function choice<const V extends string, const W extends ShownWhen = never>(
  options: Choosing<V> & Conditional<W>,
): Made<V, W>;
export function choice(options: FieldBase): FieldDefinition {
  return { type: "choice", ...options };
}
/** Any number of a list. */
export function choices<const W extends ShownWhen = never>(options: Fetched & Several & Conditional<W>): Made<never, W>;
export function choices<const V extends string, const W extends ShownWhen = never>(
  options: ChoosingSeveral<V> & Conditional<W>,
): Made<V, W>;
export function choices(options: FieldBase): FieldDefinition {
  return { type: "choices", ...options };
}
/** A full member of the workspace. */
export const slackUser = <const W extends ShownWhen = never>(options: FieldBase & Conditional<W>): Made<never, W> => ({
  type: "slack_user",
  ...options,
});
/** Several of them; `max`: at most 20. Default: 10. */
export const slackUsers = <const W extends ShownWhen = never>(
  options: FieldBase & Several & Conditional<W>,
): Made<never, W> => ({ type: "slack_users", ...options });

type IsOf<Field> = Field extends { readonly "~is"?: infer Is } ? Exclude<Is, undefined> : never;
type WhenOf<Field> = Field extends { readonly "~when"?: infer When } ? Exclude<When, undefined> : never;
type OneOf<Is> = Is | readonly Is[];

/** What a condition can say: an answer to another field of the Flow, or one of its Targets. */
type Possible<When, Fields, Own, TargetName> = [When] extends [never]
  ? unknown
  : When extends { readonly field: "target"; readonly is: OneOf<TargetName> }
    ? unknown
    : When extends { readonly field: infer Name; readonly is: infer Is }
      ? Name extends Exclude<keyof Fields, Own>
        ? [IsOf<Fields[Name]>] extends [never]
          ? "shownWhen must name a field with options, or one of yes and no"
          : Is extends OneOf<IsOf<Fields[Name]>>
            ? unknown
            : "shownWhen must say an answer that can be given to that field"
        : "shownWhen must name another field of the Flow, or target"
      : never;

/** The fields of a Flow, with conditions that can hold. */
export type Conditions<Fields, TargetName> = {
  readonly [Name in keyof Fields]: Possible<WhenOf<Fields[Name]>, Fields, Name, TargetName>;
};
