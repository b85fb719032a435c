// Checks what came back from a form against the Flow that it was made from. A form is only paper: whatever the page did not
// offer is refused here, in sentences that stand under the field. Pure; never trusts a type, a length or a list.
import { checkAnswer, type PartCheck } from "./answer.ts";
import { type Answer, shownFields } from "./field.ts";
import type { Flow, Target } from "./flow.ts";

export type AnswersCheck =
  | { readonly ok: true; readonly answers: Readonly<Record<string, Answer>> }
  /** By name of the field. */
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> };

const good = <T>(value: T): PartCheck<T> => ({ ok: true, value });
const bad = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/**
 * Every field of the Flow gets an answer, null where an optional one was left out. `raw` by name of the field: text for text,
 * lengths of time, choices and people, text or a number for whole numbers, true, false, "true" or "false" for yes or no, a list of
 * text where there are several. `target`: the name of what was chosen, for the fields that depend on it.
 *
 * What is said to a field that is not asked with these answers is dropped, not refused: Slack redraws a form behind the click, so
 * that honest people can send a field which they did not see going; and what is dropped reaches nobody.
 */
export function checkAnswers(
  flow: Pick<Flow, "fields">,
  raw: Readonly<Record<string, unknown>>,
  target: string | null = null,
): AnswersCheck {
  const answers: [string, Answer][] = [];
  const errors: [string, string][] = [];
  const given = (name: string): unknown => (Object.hasOwn(raw, name) ? raw[name] : null);
  const shown = new Set(shownFields(flow.fields, given, target));
  for (const field of flow.fields) {
    const answer = shown.has(field) ? checkAnswer(field, given(field.name)) : good(null);
    if (answer.ok) answers.push([field.name, answer.value]);
    else errors.push([field.name, answer.error]);
  }
  for (const name of Object.keys(raw))
    if (!flow.fields.some((field) => field.name === name)) errors.push([name, "This form has no such question."]);
  return errors.length === 0
    ? { ok: true, answers: Object.fromEntries(answers) }
    : { ok: false, errors: Object.fromEntries(errors) };
}

/** `name` must be a Target that the Flow offers; null in an approval-only Flow and nowhere else. */
export function checkTarget(flow: Pick<Flow, "targets">, name: unknown): PartCheck<Target | null> {
  if (flow.targets.length === 0)
    return (name ?? null) === null ? good(null) : bad("This Flow has nothing to choose from.");
  if ((name ?? null) === null) return bad("Choose what you need access to.");
  const offered = flow.targets.find((target) => target.name === name);
  return offered === undefined ? bad("Choose something from the list.") : good(offered);
}
