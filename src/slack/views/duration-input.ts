// The question for how long: the Flow's list as far as the Target that is chosen allows, and "Other", which asks for what people
// type. How it is drawn and how it is read stand together.
import type { AnyModalBlock } from "slack-edge";
import { durationsFor, longestFor } from "../../domain/asked-duration.ts";
import { parseTyped, sayDuration } from "../../domain/duration.ts";
import type { Flow, Target } from "../../domain/flow.ts";
import { lengthInput } from "./field-input.ts";
import type { FormState } from "./form-state.ts";
import { input, select } from "./inputs.ts";

/** Action id of the list. */
export const DURATION = "form.duration";
export const DURATION_BLOCK = "duration";
const OTHER_BLOCK = "duration_other";
const OTHER = "other";

/** None in an approval-only Flow. */
export function durationInputs(flow: Flow, target: Target | null, state: FormState): readonly AnyModalBlock[] {
  if (flow.durationsMs.length === 0) return [];
  const listed = durationsFor(flow, target).map((durationMs) => ({
    value: String(durationMs),
    label: sayDuration(durationMs),
  }));
  const choices = flow.otherDuration === true ? [...listed, { value: OTHER, label: "Other…" }] : listed;
  // A list that is empty cannot be shown: then the Target is not yet chosen that it could be filled for.
  const shown =
    choices.length === 0 ? flow.durationsMs.map((ms) => ({ value: String(ms), label: sayDuration(ms) })) : choices;
  const only = shown.length === 1 ? shown[0]?.value : null;
  const chosen = state(DURATION_BLOCK)?.chosen ?? only ?? null;
  const list = input({
    blockId: DURATION_BLOCK,
    label: "For how long?",
    hint: "The access ends by itself when this time is up.",
    decides: flow.otherDuration === true,
    element: select({ actionId: DURATION, choices: shown, placeholder: "Choose a time", chosen }),
  });
  if (chosen !== OTHER || flow.otherDuration !== true) return [list];
  const other = input({
    blockId: OTHER_BLOCK,
    label: "How long?",
    hint: `At most ${sayDuration(longestFor(flow, target))}.`,
    element: lengthInput(state(OTHER_BLOCK)?.typed ?? null),
  });
  return [list, other];
}

/** What was asked for, and under which block to say what is wrong with it. NaN: something that is no length of time. */
export function durationAsked(state: FormState): { readonly block: string; readonly durationMs: number | null } {
  const chosen = state(DURATION_BLOCK)?.chosen ?? null;
  if (chosen === OTHER) {
    const typed = state(OTHER_BLOCK)?.typed ?? null;
    return { block: OTHER_BLOCK, durationMs: typed === null ? null : (parseTyped(typed) ?? Number.NaN) };
  }
  const durationMs = chosen === null ? null : /^[1-9]\d{0,14}$/.test(chosen) ? Number(chosen) : Number.NaN;
  return { block: DURATION_BLOCK, durationMs };
}
