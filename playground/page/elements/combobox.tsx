// One select for all selects: a field to type into, a list under it, one choice or several.
// Never offers what it was not given: the options come from the block, the directory or the bot.
import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { CloseIcon, DownIcon } from "../icons.tsx";
import type { InputTies } from "./element.tsx";
import type { Choice } from "./element-value.ts";
import { OptionList } from "./option-list.tsx";
import { Popup } from "./popup.tsx";

export type ComboboxProps = {
  /** The field's name where no label stands over it. */
  name: string;
  input: InputTies | undefined;
  placeholder: string;
  offered: Choice[];
  chosen: Choice[];
  multiple: boolean;
  /** At most so many, where several may be chosen. */
  max?: number | undefined;
  clearable: boolean;
  /** What stands in place of the list: "Loading", "Type more". */
  status?: string | undefined;
  focusOnLoad: boolean;
  onChoose: (chosen: Choice[]) => void;
  /** Set: the options follow what is typed, and are not filtered here. */
  onQuery?: (query: string) => void;
};

export const Combobox = (props: ComboboxProps) => {
  const { name, input, placeholder, offered, chosen, multiple, max, clearable, status, onChoose, onQuery } = props;
  const [open, setOpen] = useState(false);
  const [query, setQuery] = useState("");
  const [active, setActive] = useState(0);
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();

  const shown = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    if (onQuery !== undefined || wanted === "") return offered;
    return offered.filter(({ text, description = "" }) => `${text} ${description}`.toLowerCase().includes(wanted));
  }, [offered, onQuery, query]);

  useEffect(() => {
    if (open) onQuery?.(query);
  }, [open, query, onQuery]);

  const show = (): void => {
    if (open) return;
    setOpen(true);
    setActive(
      Math.max(
        0,
        offered.findIndex(({ value }) => value === chosen[0]?.value),
      ),
    );
  };
  const hide = (): void => {
    setOpen(false);
    setQuery("");
  };
  const pick = (choice: Choice): void => {
    const has = chosen.some(({ value }) => value === choice.value);
    if (!multiple) {
      onChoose([choice]);
      hide();
    } else if (has) onChoose(chosen.filter(({ value }) => value !== choice.value));
    else if (max === undefined || chosen.length < max) {
      onChoose([...chosen, choice]);
      setQuery("");
    }
    field.current?.focus();
  };
  const drop = (gone: Choice): void => onChoose(chosen.filter(({ value }) => value !== gone.value));

  const onKeyDown = (event: KeyboardEvent): void => {
    const { key } = event;
    if (key === "Escape" && open) {
      // This Escape is the list's; the modal around it stays.
      event.stopPropagation();
      hide();
    } else if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      if (!open) {
        show();
        return;
      }
      const step = key === "ArrowDown" ? 1 : -1;
      setActive((active + step + shown.length) % Math.max(1, shown.length));
    } else if (key === "Enter") {
      event.preventDefault();
      event.stopPropagation();
      const choice = open ? shown[active] : undefined;
      if (choice === undefined) show();
      else pick(choice);
    } else if (key === "Backspace" && multiple && query === "") {
      const last = chosen.at(-1);
      if (last !== undefined) drop(last);
    } else if (key === "Tab") hide();
  };

  const single = multiple ? undefined : chosen[0];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the field inside has the role; the frame only widens its target.
    // biome-ignore lint/a11y/useKeyWithClickEvents: keys go to the field inside.
    <div
      ref={box}
      className={input?.invalid === true ? "combobox is-invalid" : "combobox"}
      onClick={() => {
        field.current?.focus();
        show();
      }}
    >
      {multiple &&
        chosen.map((choice) => (
          <span key={choice.value} className="chip">
            {choice.text}
            <button
              type="button"
              aria-label={`Remove ${choice.text}`}
              onClick={(event) => {
                event.stopPropagation();
                drop(choice);
              }}
            >
              <CloseIcon />
            </button>
          </span>
        ))}
      <input
        ref={field}
        id={input?.id}
        className="combobox-field"
        role="combobox"
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-label={input === undefined ? name : undefined}
        aria-expanded={open}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={open && shown.length > 0 ? `${listId}-${active}` : undefined}
        aria-invalid={input?.invalid}
        aria-required={input === undefined ? undefined : !input.optional}
        aria-describedby={input?.describedBy}
        data-focus-on-load={props.focusOnLoad ? "" : undefined}
        placeholder={single?.text ?? (chosen.length === 0 ? placeholder : "")}
        data-chosen={single === undefined ? undefined : ""}
        value={open ? query : (single?.text ?? "")}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setActive(0);
          setOpen(true);
        }}
        onKeyDown={onKeyDown}
        onBlur={(event) => {
          if (!(box.current?.contains(event.relatedTarget) ?? false)) hide();
        }}
      />
      {clearable && single !== undefined && (
        <button
          type="button"
          className="combobox-clear"
          aria-label="Clear the choice"
          onClick={(event) => {
            event.stopPropagation();
            onChoose([]);
          }}
        >
          <CloseIcon />
        </button>
      )}
      <span className="combobox-arrow" aria-hidden="true">
        <DownIcon />
      </span>
      {open && (
        <Popup anchor={box} matchWidth>
          <OptionList
            id={listId}
            name={name}
            options={shown}
            chosen={chosen}
            multiple={multiple}
            active={active}
            status={status ?? (shown.length === 0 ? "No matching options" : undefined)}
            onActive={setActive}
            onPick={pick}
          />
        </Popup>
      )}
    </div>
  );
};
