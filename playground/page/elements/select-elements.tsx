// Selects whose options the page has: from the block itself, the people, the conversations.
// Never offers somebody whom Slack would not: people who left and people of other organisations are left out.
import { numberAt, stringAt } from "../../slack/json.ts";
import type { Json, JsonObject } from "../../slack/types.ts";
import { useSurfaceHere } from "../blocks/surface.ts";
import { nameOf, useDirectory } from "../people/directory.tsx";
import { plainTextAt } from "../text/text-object.tsx";
import { Combobox } from "./combobox.tsx";
import type { ElementProps } from "./element.tsx";
import { type Choice, chosenIds, chosenOptions, offeredBy, optionOf, valueWith } from "./element-value.ts";

export const isMultiple = (element: JsonObject): boolean => (stringAt(element, "type") ?? "").startsWith("multi_");

/** What a select and its surface say to each other: the value that is sent, and the one that is shown meanwhile. */
export const useChoosing = ({ element, at }: ElementProps, contentOf: (choice: Choice) => Json) => {
  const surface = useSurfaceHere();
  return (chosen: Choice[]): void => {
    const content = chosen.map(contentOf);
    const [first] = chosen;
    if (isMultiple(element))
      surface.choose(
        at,
        chosen.map(({ value }) => value),
        valueWith(element, content),
      );
    else surface.choose(at, first?.value ?? null, valueWith(element, content[0] ?? null));
  };
};

/** What every combobox takes from its element alone. */
export const comboboxOf = ({ element, input }: ElementProps) => ({
  name: plainTextAt(element, "placeholder") || "Choose an option",
  placeholder: plainTextAt(element, "placeholder") || "Choose an option",
  input,
  multiple: isMultiple(element),
  max: numberAt(element, "max_selected_items"),
  clearable: input?.optional === true && !isMultiple(element),
  focusOnLoad: element["focus_on_load"] === true,
});

export const StaticSelectElement = (props: ElementProps) => {
  const surface = useSurfaceHere();
  const onChoose = useChoosing(props, optionOf);
  const chosen = chosenOptions(surface.valueOf(props.at, props.element));
  return <Combobox {...comboboxOf(props)} offered={offeredBy(props.element)} chosen={chosen} onChoose={onChoose} />;
};

export const UsersSelectElement = (props: ElementProps) => {
  const { everybody, person } = useDirectory();
  const offered = everybody
    .filter((one) => !one.deleted && !one.isStranger)
    .map((one): Choice => ({ value: one.id, text: nameOf(one, one.id), description: one.realName }));
  return <IdSelect {...props} offered={offered} nameFor={(id) => nameOf(person(id), id)} />;
};

export const ConversationsSelectElement = (props: ElementProps) => {
  const { channels, channel } = useDirectory();
  const offered = channels
    .filter((one) => !one.isArchived)
    .map((one): Choice => ({ value: one.id, text: `#${one.name}` }));
  return <IdSelect {...props} offered={offered} nameFor={(id) => `#${channel(id)?.name ?? id}`} />;
};

const IdSelect = (props: ElementProps & { offered: Choice[]; nameFor: (id: string) => string }) => {
  const { offered, nameFor, ...own } = props;
  const surface = useSurfaceHere();
  const onChoose = useChoosing(own, ({ value }) => value);
  const ids = chosenIds(own.element, surface.valueOf(own.at, own.element));
  const chosen = ids.map((id): Choice => ({ value: id, text: nameFor(id) }));
  return <Combobox {...comboboxOf(own)} offered={offered} chosen={chosen} onChoose={onChoose} />;
};
