// Typed text: one line or several, e-mail, address, number.
// Never checks what was typed: Slack's own checks, and the bot's, come back under the field.
import { numberAt, stringAt } from "../../slack/json.ts";
import { useSurfaceHere } from "../blocks/surface.ts";
import { plainTextAt } from "../text/text-object.tsx";
import type { ElementProps } from "./element.tsx";
import { valueWith, writtenText } from "./element-value.ts";

const KEYBOARDS: Record<string, "email" | "url" | "decimal"> = {
  email_text_input: "email",
  url_text_input: "url",
  number_input: "decimal",
};

export const TextInputElement = ({ element, at, input }: ElementProps) => {
  const surface = useSurfaceHere();
  const type = stringAt(element, "type") ?? "";
  const max = numberAt(element, "max_length");
  const text = writtenText(element, surface.valueOf(at, element));
  const common = {
    id: input?.id,
    className: "text-input",
    value: text,
    placeholder: plainTextAt(element, "placeholder"),
    "aria-invalid": input?.invalid,
    "aria-describedby": input?.describedBy,
    "aria-required": input === undefined ? undefined : !input.optional,
    "data-focus-on-load": element["focus_on_load"] === true ? "" : undefined,
    ...(max === undefined ? {} : { maxLength: max }),
    onChange: (event: { currentTarget: { value: string } }) => {
      const typed = event.currentTarget.value;
      surface.type(at, typed, valueWith(element, typed));
    },
  };
  if (type === "rich_text_input" || element["multiline"] === true) return <textarea rows={4} {...common} />;
  return <input type="text" inputMode={KEYBOARDS[type] ?? "text"} autoComplete="off" spellCheck={false} {...common} />;
};
