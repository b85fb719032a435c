// A menu of things to do: arrows move, Enter picks, Escape and a press elsewhere close it.
// Never leaves the focus nowhere: it goes back to what opened the menu.
import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import { Popup } from "./popup.tsx";

export type MenuEntry = { key: string; title: string; note?: string; onPick: () => void };

export const Menu = (props: {
  anchor: RefObject<HTMLElement | null>;
  align?: "start" | "end";
  label: string;
  heading?: string;
  entries: MenuEntry[];
  onClose: () => void;
}) => {
  const { anchor, align = "start", label, heading, entries, onClose } = props;
  const menu = useRef<HTMLDivElement>(null);
  const itemsOf = (): HTMLElement[] => [...(menu.current?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];

  const closing = useRef(onClose);
  useEffect(() => {
    closing.current = onClose;
  }, [onClose]);

  useEffect(() => {
    menu.current?.querySelector<HTMLElement>("[role=menuitem]")?.focus();
    const elsewhere = (event: MouseEvent): void => {
      const on = event.target instanceof Node ? event.target : null;
      if (!(menu.current?.contains(on) ?? false) && !(anchor.current?.contains(on) ?? false)) closing.current();
    };
    addEventListener("mousedown", elsewhere);
    return () => removeEventListener("mousedown", elsewhere);
  }, [anchor]);

  const close = (): void => {
    onClose();
    anchor.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") {
      event.stopPropagation();
      close();
    } else if (event.key === "Tab") onClose();
    else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const items = itemsOf();
      const here = items.findIndex((item) => item.matches(":focus"));
      items[(here + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length]?.focus();
    }
  };
  return (
    <Popup anchor={anchor} align={align}>
      <div ref={menu} role="menu" aria-label={label} className="menu" tabIndex={-1} onKeyDown={onKeyDown}>
        {heading !== undefined && <div className="menu-heading">{heading}</div>}
        {entries.map((entry) => (
          <button
            key={entry.key}
            type="button"
            role="menuitem"
            className="menu-item"
            onClick={() => {
              close();
              entry.onPick();
            }}
          >
            <span>{entry.title}</span>
            {entry.note !== undefined && <span className="menu-note">{entry.note}</span>}
          </button>
        ))}
      </div>
    </Popup>
  );
};
