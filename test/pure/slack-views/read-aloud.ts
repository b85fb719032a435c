// Messages and views as a person would copy them down: what stands where, in which order, with which buttons and ids. What
// snapshots hold, so that a change of wording reads like one.
import type { AnyHomeTabBlock, AnyMessageBlock, AnyModalBlock, HomeTabView, ModalView } from "slack-edge";
import type { Message } from "../../../src/slack/views/blocks.ts";

type AnyBlock = AnyMessageBlock | AnyModalBlock | AnyHomeTabBlock;
interface Text {
  readonly type: string;
  readonly text: string;
}
interface Element {
  readonly type: string;
  readonly text?: Text;
  readonly action_id?: string;
  readonly value?: string;
  readonly style?: string;
  readonly placeholder?: Text;
  readonly options?: readonly Option[];
  readonly initial_option?: Option;
  readonly initial_value?: string;
  readonly min_value?: string;
  readonly max_value?: string;
  readonly max_length?: number;
  readonly multiline?: boolean;
  readonly confirm?: { readonly title?: Text; readonly text: Text; readonly confirm?: Text; readonly deny?: Text };
}
interface Option {
  readonly text: Text;
  readonly value?: string;
  readonly description?: Text;
}

const marked = ({ type, text }: Text): string => (type === "plain_text" ? `“${text}”` : text);

function element(of: Element): string {
  if (of.type === "button") {
    const ask = of.confirm
      ? ` asks “${of.confirm.title?.text} ${of.confirm.text.text}” (${of.confirm.confirm?.text} / ${of.confirm.deny?.text})`
      : "";
    return `[${of.text?.text}${of.style ? `, ${of.style}` : ""}] ${of.action_id} = ${of.value}${ask}`;
  }
  const options = (of.options ?? []).map(
    ({ text, value, description }) => `    - ${text.text}${description ? ` (${description.text})` : ""} = ${value}`,
  );
  const facts = [
    of.placeholder?.text,
    of.initial_option && `at first ${of.initial_option.value}`,
    of.initial_value !== undefined && `at first ${JSON.stringify(of.initial_value)}`,
    of.multiline && "several lines",
    of.max_length && `at most ${of.max_length}`,
    of.min_value && `from ${of.min_value}`,
    of.max_value && `to ${of.max_value}`,
  ].filter(Boolean);
  return [`  <${of.type} ${of.action_id}> ${facts.join(", ")}`, ...options].join("\n");
}

interface RichPiece {
  readonly type: string;
  readonly text?: string;
  readonly style?: Readonly<Record<string, boolean>>;
}

function richText(elements: readonly { readonly type: string; readonly elements: readonly unknown[] }[]): string {
  return elements
    .map(({ type, elements: pieces }) => {
      const said = (pieces as readonly RichPiece[])
        .map(({ text, style }) => `${style?.["bold"] ? "**" : style?.["italic"] ? "//" : ""}${text}`)
        .join("");
      return type === "rich_text_quote" ? said.replace(/^/gm, "  | ") : said.replace(/^/gm, "  ");
    })
    .join("\n");
}

function block(of: AnyBlock): string {
  switch (of.type) {
    case "header":
      return `# ${of.text.text}`;
    case "divider":
      return "---";
    case "section":
      return [
        of.text && marked(of.text),
        ...(of.fields ?? []).map((field) => `  * ${marked(field).replaceAll("\n", ": ")}`),
        of.accessory && element(of.accessory as Element),
      ]
        .filter(Boolean)
        .join("\n");
    case "context":
      return of.elements.map((one) => `(${marked(one as Text)})`).join("\n");
    case "actions":
      return (of.elements as readonly Element[]).map(element).join("\n");
    case "rich_text":
      return richText(of.elements as readonly { type: string; elements: readonly unknown[] }[]);
    case "input":
      return [
        `? ${of.label.text}${of.optional ? " (optional)" : ""} #${of.block_id}${of.dispatch_action ? " !" : ""}`,
        of.hint && `  hint: ${of.hint.text}`,
        element(of.element as Element),
      ]
        .filter(Boolean)
        .join("\n");
    default:
      throw new Error(`no words for a block of type ${of.type}`);
  }
}

const aloud = (blocks: readonly AnyBlock[]): string => blocks.map(block).join("\n\n");

export const messageAloud = ({ text, blocks }: Message): string => `\n“${text}”\n\n${aloud(blocks)}\n`;

export function viewAloud(view: ModalView | HomeTabView): string {
  if (view.type === "home") return `\n${view.callback_id}\n\n${aloud(view.blocks)}\n`;
  const buttons = `${view.close?.text ?? ""} / ${view.submit?.text ?? "-"}`;
  return `\n=== ${view.title.text} === ${view.callback_id} ${view.private_metadata ?? ""}\n\n${aloud(view.blocks)}\n\n${buttons}\n`;
}
