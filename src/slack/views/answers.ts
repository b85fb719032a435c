// The answers of a request as approvers read them: every one of them, as typed, in rich text, where nothing acts. Long ones
// are cut so that a card always fits into a message; the record keeps them whole.
import type { RichTextBlock } from "slack-edge";
import type { Answer, Field, Flow } from "../../domain/flow.ts";
import { cut, line, plain } from "../words/plain.ts";
import { question } from "./blocks.ts";

/** Characters: of one answer, and of all of them together. */
const ANSWER_MAX = 1_000;
const ANSWERS_MAX = 5_000;
const LABEL_MAX = 150;

export interface AnswerBlock {
  /** Null where the Flow asks nothing. */
  readonly block: RichTextBlock | null;
  readonly wasCut: boolean;
}

export function renderAnswers(flow: Flow, answers: Readonly<Record<string, Answer>>): AnswerBlock {
  const asked = flow.fields.map((field) => ({
    label: line(field.label, LABEL_MAX),
    ...sayAnswer(field, answers[field.name] ?? null),
  }));
  if (asked.length === 0) return { block: null, wasCut: false };
  const max = fairShare(asked.map(({ text }) => text.length));
  const shown = asked.flatMap((answer) => question(answer.label, { text: cut(answer.text, max), muted: answer.muted }));
  return { block: { type: "rich_text", elements: shown }, wasCut: asked.some(({ text }) => text.length > max) };
}

function sayAnswer(field: Field, answer: Answer): { text: string; muted: boolean } {
  const said = textOf(field, answer);
  return said === "" ? { text: "left out", muted: true } : { text: said, muted: false };
}

function textOf(field: Field, answer: Answer): string {
  if (answer === null) return "";
  if (typeof answer === "boolean") return answer ? "Yes" : "No";
  const option = field.type === "choice" ? field.options.find(({ value }) => value === answer) : undefined;
  return plain(option?.label ?? String(answer), Number.POSITIVE_INFINITY);
}

/** The longest that each answer may be, so that together they fit: short ones stay whole, long ones share what is left. */
function fairShare(lengths: readonly number[]): number {
  let left = ANSWERS_MAX;
  const ascending = [...lengths].sort((a, b) => a - b);
  for (const [index, length] of ascending.entries()) {
    const share = Math.floor(left / (ascending.length - index));
    if (length > share) return Math.min(ANSWER_MAX, share);
    left -= length;
  }
  return ANSWER_MAX;
}
