// The "three dots" menu of a block.
// Never opens an address that a link could not: the same rule as for links in text.
import { useRef, useState } from "react";
import { type JsonObject, objectAt, objectsAt, stringAt } from "../../slack/json.ts";
import { useSurfaceHere } from "../blocks/surface.ts";
import { MoreIcon } from "../icons.tsx";
import { safeAddress } from "../text/mrkdwn-angle.ts";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import type { ElementProps } from "./element.tsx";
import { choiceOf } from "./element-value.ts";
import { Menu } from "./menu.tsx";

export const OverflowElement = ({ element, at }: ElementProps) => {
  const surface = useSurfaceHere();
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState<JsonObject | undefined>(undefined);
  const button = useRef<HTMLButtonElement>(null);
  const confirm = objectAt(element, "confirm");
  const pick = (option: JsonObject): void => {
    const href = safeAddress(stringAt(option, "url") ?? "");
    if (href !== undefined) window.open(href, "_blank", "noopener,noreferrer");
    surface.press(at, choiceOf(option).value);
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="button button-default button-square"
        aria-label="More actions"
        aria-haspopup="menu"
        aria-expanded={open}
        aria-busy={surface.isBusy(at)}
        onClick={() => setOpen(!open)}
      >
        <MoreIcon />
      </button>
      {open && (
        <Menu
          anchor={button}
          align="end"
          label="More actions"
          entries={objectsAt(element, "options").map((option) => ({
            key: choiceOf(option).value,
            title: choiceOf(option).text,
            onPick: () => (confirm === undefined ? pick(option) : setAsking(option)),
          }))}
          onClose={() => setOpen(false)}
        />
      )}
      {asking !== undefined && confirm !== undefined && (
        <ConfirmDialog
          confirm={confirm}
          onAnswer={(yes) => {
            setAsking(undefined);
            if (yes) pick(asking);
          }}
        />
      )}
    </>
  );
};
