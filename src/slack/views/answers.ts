// The answers of a request as approvers read them: every one of them, as typed, in rich text, where nothing acts. Long ones
// are cut so that a card always fits into a message; the record keeps them whole.
import type { RichTextBlock } from "slack-edge";
import { sayDuration } from "../../domain/duration.ts";
import { type Answer, type AnswerLabels, type Field, labelIn, shownFields } from "../../domain/field.ts";
import type { Flow } from "../../domain/flow.ts";
import type { Request } from "../../domain/request.ts";
import { cut, line, plain } from "../words/plain.ts";
import { question } from "./blocks.ts";

/** Characters: of one answer, and of all of them together. */
const ANSWER_MAX = 1_000;
const ANSWERS_MAX = 5_000;
const LABEL_MAX = 150;
const OPTION_MAX = 230;

export interface AnswerBlock {
  /** Null where the Flow asks nothing. */
  readonly block: RichTextBlock | null;
  readonly wasCut: boolean;
}

type Asked = Pick<Request, "answers" | "answerLabels" | "access">;

export function renderAnswers(flow: Flow, request: Asked): AnswerBlock {
  const { answers, answerLabels, access } = request;
  // What was not asked was not left out.
  const asked = shownFields(flow.fields, (name) => answers[name] ?? null, access?.target ?? null).map((field) => ({
    label: line(field.label, LABEL_MAX),
    ...sayAnswer(field, answers[field.name] ?? null, answerLabels),
  }));
  if (asked.length === 0) return { block: null, wasCut: false };
  const max = fairShare(asked.map(({ text }) => text.length));
  const shown = asked.flatMap(({ label, text, ...how }) => question(label, { text: cut(text, max), ...how }));
  return { block: { type: "rich_text", elements: shown }, wasCut: asked.some(({ text }) => text.length > max) };
}

interface Said {
  readonly text: string;
  readonly muted: boolean;
  readonly people?: readonly string[];
}

function sayAnswer(field: Field, answer: Answer, labels: AnswerLabels | undefined): Said {
  if (field.type === "slack_user" || field.type === "slack_users") {
    const people = severalOf(answer).filter((id) => PERSON_ID.test(id));
    if (people.length > 0) return { text: "", muted: false, people };
  }
  const said = textOf(field, answer, labels);
  return said === "" ? { text: "left out", muted: true } : { text: said, muted: false };
}

const PERSON_ID = /^[UW][A-Z0-9]+$/;
const severalOf = (answer: Answer): readonly string[] =>
  typeof answer === "string" ? [answer] : typeof answer === "object" && answer !== null ? answer : [];

function textOf(field: Field, answer: Answer, labels: AnswerLabels | undefined): string {
  if (answer === null) return "";
  if (typeof answer === "boolean") return answer ? "Yes" : "No";
  if (field.type === "duration" && typeof answer === "number") return sayDuration(answer);
  if (field.type !== "choice" && field.type !== "choices") return plain(String(answer), Number.POSITIVE_INFINITY);
  const said = severalOf(answer).map((value) => {
    const written = field.options.find((option) => option.value === value)?.label;
    if (written !== undefined) return written;
    // What a function called it, and what it is: two of these may be called the same.
    const label = labelIn(labels, field.name, value);
    return label === null || label === value ? value : `${label} (${value})`;
  });
  return said.map((one) => line(one, OPTION_MAX)).join(", ");
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
