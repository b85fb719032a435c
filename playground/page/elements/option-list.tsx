// The list under a select: options with descriptions, in groups where there are some.
// Never takes the focus: it stays in the field, which names the active option.
import { useEffect, useRef } from "react";
import { CheckIcon } from "../icons.tsx";
import type { Choice } from "./element-value.ts";

export const OptionList = (props: {
  id: string;
  name: string;
  options: Choice[];
  chosen: Choice[];
  multiple: boolean;
  active: number;
  status: string | undefined;
  onActive: (index: number) => void;
  onPick: (choice: Choice) => void;
}) => {
  const { id, name, options, chosen, multiple, active, status, onActive, onPick } = props;
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: "nearest" });
  }, [active]);
  return (
    <div ref={list} id={id} role="listbox" aria-label={name} aria-multiselectable={multiple} className="option-list">
      {status !== undefined && (
        <div className="option-status" role="status">
          {status}
        </div>
      )}
      {options.map((option, index) => {
        const picked = chosen.some(({ value }) => value === option.value);
        const heads = option.group !== undefined && option.group !== options[index - 1]?.group;
        return (
          <div key={`${option.group ?? ""} ${option.value}`} role="presentation">
            {heads && <div className="option-group">{option.group}</div>}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field, which keeps the focus. */}
            <div
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              data-index={index}
              aria-selected={picked}
              className={index === active ? "option is-active" : "option"}
              // Before the field loses the focus, which would close the list under the pointer.
              onMouseDown={(event) => event.preventDefault()}
              onMouseMove={() => onActive(index)}
              onClick={(event) => {
                event.stopPropagation();
                onPick(option);
              }}
            >
              <span className="option-words">
                <span className="option-text">{option.text}</span>
                {option.description !== undefined && <span className="option-description">{option.description}</span>}
              </span>
              {picked && <CheckIcon />}
            </div>
          </div>
        );
      })}
    </div>
  );
};
