// One interactive element of Block Kit, by its type; each family has a file of its own.
// Never acts by itself: what is pressed or typed goes to the surface it stands in.
import type { ReactNode } from "react";
import { type JsonObject, stringAt } from "../../slack/json.ts";
import { PictureStandIn } from "../blocks/image-block.tsx";
import { type ElementAt, useSurfaceHere } from "../blocks/surface.ts";
import { WarningIcon } from "../icons.tsx";
import { ButtonElement } from "./button-element.tsx";
import { DatePickerElement, DateTimePickerElement, TimePickerElement } from "./date-elements.tsx";
import { ExternalSelectElement } from "./external-select-element.tsx";
import { OverflowElement } from "./overflow-element.tsx";
import { ConversationsSelectElement, StaticSelectElement, UsersSelectElement } from "./select-elements.tsx";
import { TextInputElement } from "./text-input-element.tsx";
import { CheckboxesElement, RadioButtonsElement } from "./tick-elements.tsx";

/** How an input block ties its label and messages to its element. */
export type InputTies = {
  id: string;
  labelId: string;
  describedBy: string | undefined;
  invalid: boolean;
  optional: boolean;
};

export type ElementProps = { element: JsonObject; at: ElementAt; input: InputTies | undefined };

export const Element = (props: { element: JsonObject; blockId: string; input?: InputTies }): ReactNode => {
  const { element, blockId, input } = props;
  const surface = useSurfaceHere();
  const at = { blockId, actionId: stringAt(element, "action_id") ?? "", inInput: input !== undefined };
  const trouble = surface.troubleAt(at);
  return (
    <>
      <ElementByType element={element} at={at} input={input} />
      {trouble !== undefined && (
        <span className="element-trouble" role="alert">
          <WarningIcon />
          {trouble}
        </span>
      )}
    </>
  );
};

const ElementByType = (own: ElementProps): ReactNode => {
  const { element } = own;
  switch (stringAt(element, "type")) {
    case "button":
      return <ButtonElement {...own} />;
    case "overflow":
      return <OverflowElement {...own} />;
    case "plain_text_input":
    case "email_text_input":
    case "url_text_input":
    case "number_input":
    case "rich_text_input":
      return <TextInputElement {...own} />;
    case "static_select":
    case "multi_static_select":
      return <StaticSelectElement {...own} />;
    case "external_select":
    case "multi_external_select":
      return <ExternalSelectElement {...own} />;
    case "users_select":
    case "multi_users_select":
      return <UsersSelectElement {...own} />;
    case "conversations_select":
    case "multi_conversations_select":
    case "channels_select":
    case "multi_channels_select":
      return <ConversationsSelectElement {...own} />;
    case "checkboxes":
      return <CheckboxesElement {...own} />;
    case "radio_buttons":
      return <RadioButtonsElement {...own} />;
    case "datepicker":
      return <DatePickerElement {...own} />;
    case "timepicker":
      return <TimePickerElement {...own} />;
    case "datetimepicker":
      return <DateTimePickerElement {...own} />;
    case "image":
      return <PictureStandIn image={element} />;
    default:
      return <span className="undrawn-element">(an element of type {stringAt(element, "type") ?? "none"})</span>;
  }
};
