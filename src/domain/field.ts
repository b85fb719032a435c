// A question of a Flow's own form, once it has been checked, what can be answered to it, and when it is asked at all. Plain
// data: what is left out is absent, so that a Flow which uses none of it keeps the version that it had.

export interface FieldOption {
  readonly value: string;
  readonly label: string;
}

/** Holds where the answer to another field, or the name of the Target, is one of these. Yes and no are "true" and "false". */
export interface Condition {
  readonly field: string;
  readonly is: readonly string[];
}

/** What a condition calls the Target that was chosen. No field has this name. */
export const TARGET_FIELD = "target";

interface FieldBase {
  readonly name: string;
  readonly label: string;
  readonly hint: string | null;
  readonly required: boolean;
  /** Absent: always asked. It names a field that stands above, or the Target. */
  readonly shownWhen?: Condition;
}

interface Listed {
  /** None where a function of the Flow says what there is. */
  readonly options: readonly FieldOption[];
  /** A function of the Flow says what there is, when somebody types; `secrets`: names of those that it may read. */
  readonly fetched?: { readonly secrets: readonly string[] };
}

export type Field =
  | (FieldBase & {
      readonly type: "text";
      readonly multiline: boolean;
      readonly maxLength: number;
      /** Source of a regular expression that the whole answer must match, and what to say when it does not. */
      readonly pattern: { readonly source: string; readonly message: string } | null;
      readonly default?: string;
    })
  | (FieldBase & {
      readonly type: "int";
      readonly min: number | null;
      readonly max: number | null;
      readonly default?: number;
    })
  | (FieldBase & {
      readonly type: "bool";
      readonly default?: boolean;
      /** A box to tick, with these words beside it, in place of yes and no; not ticked is no, and where required refused. */
      readonly tick?: string;
    })
  /** A length of time as people type it; milliseconds. */
  | (FieldBase & {
      readonly type: "duration";
      readonly min: number;
      readonly max: number;
      readonly default?: number;
    })
  | (FieldBase & Listed & { readonly type: "choice"; readonly default?: string })
  | (FieldBase & Listed & { readonly type: "choices"; readonly max: number; readonly default?: readonly string[] })
  /** One or several full members of the workspace. */
  | (FieldBase & { readonly type: "slack_user" })
  | (FieldBase & { readonly type: "slack_users"; readonly max: number });

/**
 * An answer as stored: text, whole number, yes or no, milliseconds, the value of a choice, Slack's id of a person, or several of
 * these two; null where an optional one was left out, or where the question was not asked.
 */
export type Answer = string | number | boolean | readonly string[] | null;

/** What was chosen of options that a function says, as somebody called them: by field, by value. */
export type AnswerLabels = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Null where there is none: a value may be any word, also one that every object knows. */
export function labelIn(labels: AnswerLabels | undefined, field: string, value: string): string | null {
  const ofField = labels !== undefined && Object.hasOwn(labels, field) ? labels[field] : undefined;
  return ofField !== undefined && Object.hasOwn(ofField, value) ? (ofField[value] ?? null) : null;
}

/** The fields that are asked for with these answers, which nobody needs to have checked. `target`: the name of what was chosen. */
export function shownFields(
  fields: readonly Field[],
  answerTo: (name: string) => unknown,
  target: string | null,
): readonly Field[] {
  const shown = new Set<string>([TARGET_FIELD]);
  return fields.filter(({ name, shownWhen }) => {
    if (shownWhen !== undefined) {
      // What is not asked itself has no answer, whatever was sent for it.
      if (!shown.has(shownWhen.field)) return false;
      const given = shownWhen.field === TARGET_FIELD ? target : answerTo(shownWhen.field);
      const said: readonly unknown[] = Array.isArray(given) ? given : [given];
      if (!said.some((one) => one !== null && shownWhen.is.includes(String(one)))) return false;
    }
    shown.add(name);
    return true;
  });
}

/** Is its answer one person, or several? */
export const picksPeople = ({ type }: Field): boolean => type === "slack_user" || type === "slack_users";

export interface PersonAnswer {
  readonly field: string;
  readonly userId: string;
}

/** Ids of the people whom the answers name, once each, with the field that names them. */
export function peopleNamed(
  fields: readonly Field[],
  answers: Readonly<Record<string, Answer>>,
): readonly PersonAnswer[] {
  const named = fields.filter(picksPeople).flatMap(({ name }) => {
    const answer = answers[name] ?? null;
    return (Array.isArray(answer) ? answer : [answer]).flatMap((userId: unknown) =>
      typeof userId === "string" ? [{ field: name, userId }] : [],
    );
  });
  return named.filter(({ userId }, at) => named.findIndex((one) => one.userId === userId) === at);
}

/** Names of the Worker secrets that its function may read. */
export const secretsOfField = (field: Field): readonly string[] =>
  "fetched" in field ? (field.fetched?.secrets ?? []) : [];
