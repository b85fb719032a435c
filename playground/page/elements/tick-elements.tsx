// Checkboxes and radio buttons.
// Never without their group's name: the label of the input block, where there is one.
import type { ReactNode } from "react";
import { type JsonObject, objectAt, objectsAt } from "../../slack/json.ts";
import { useSurfaceHere } from "../blocks/surface.ts";
import { TextObject } from "../text/text-object.tsx";
import type { ElementProps } from "./element.tsx";
import { choiceOf, chosenOptions, valueWith } from "./element-value.ts";

export const CheckboxesElement = ({ element, at, input }: ElementProps) => {
  const surface = useSurfaceHere();
  const chosen = chosenOptions(surface.valueOf(at, element)).map(({ value }) => value);
  const options = objectsAt(element, "options");
  const toggle = (value: string): void => {
    const wanted = (one: JsonObject): boolean => {
      const own = choiceOf(one).value;
      return own === value ? !chosen.includes(own) : chosen.includes(own);
    };
    const now = options.filter(wanted);
    surface.choose(
      at,
      now.map((one) => choiceOf(one).value),
      valueWith(element, now),
    );
  };
  return (
    <fieldset className="ticks" id={input?.id} aria-labelledby={input?.labelId} aria-describedby={input?.describedBy}>
      {options.map((option) => {
        const { value } = choiceOf(option);
        return (
          <Tick key={value} option={option}>
            <input type="checkbox" checked={chosen.includes(value)} onChange={() => toggle(value)} />
          </Tick>
        );
      })}
    </fieldset>
  );
};

export const RadioButtonsElement = ({ element, at, input }: ElementProps) => {
  const surface = useSurfaceHere();
  const [chosen] = chosenOptions(surface.valueOf(at, element));
  return (
    <div
      className="ticks"
      role="radiogroup"
      id={input?.id}
      aria-labelledby={input?.labelId}
      aria-describedby={input?.describedBy}
    >
      {objectsAt(element, "options").map((option) => {
        const { value } = choiceOf(option);
        return (
          <Tick key={value} option={option}>
            <input
              type="radio"
              name={`${at.blockId} ${at.actionId}`}
              checked={chosen?.value === value}
              onChange={() => surface.choose(at, value, valueWith(element, option))}
            />
          </Tick>
        );
      })}
    </div>
  );
};

const Tick = (props: { option: JsonObject; children: ReactNode }) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child that is handed in.
  <label className="tick">
    {props.children}
    <span className="tick-text">
      <TextObject text={objectAt(props.option, "text")} />
      {objectAt(props.option, "description") !== undefined && (
        <span className="tick-description">
          <TextObject text={objectAt(props.option, "description")} />
        </span>
      )}
    </span>
  </label>
);
