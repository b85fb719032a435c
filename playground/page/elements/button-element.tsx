// A button: pending while the bot answers, with a question first if it has one.
// Never pressed twice at once.
import { useState } from "react";
import { objectAt, stringAt } from "../../slack/json.ts";
import { useSurfaceHere } from "../blocks/surface.ts";
import { safeAddress } from "../text/mrkdwn-angle.ts";
import { plainTextAt } from "../text/text-object.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import type { ElementProps } from "./element.tsx";

export const ButtonElement = ({ element, at }: ElementProps) => {
  const surface = useSurfaceHere();
  const [asking, setAsking] = useState(false);
  const confirm = objectAt(element, "confirm");
  const busy = surface.isBusy(at);
  const style = stringAt(element, "style") ?? "default";
  const href = safeAddress(stringAt(element, "url") ?? "");
  const press = (): void => {
    if (href !== undefined) window.open(href, "_blank", "noopener,noreferrer");
    surface.press(at);
  };
  return (
    <>
      <button
        type="button"
        className={`button button-${style}`}
        aria-label={stringAt(element, "accessibility_label")}
        aria-busy={busy}
        aria-disabled={busy}
        onClick={() => (confirm === undefined ? press() : setAsking(true))}
      >
        <span className="button-text">{plainTextAt(element, "text")}</span>
        {busy && <span className="spinner" aria-hidden="true" />}
      </button>
      {asking && confirm !== undefined && (
        <ConfirmDialog
          confirm={confirm}
          onAnswer={(yes) => {
            setAsking(false);
            if (yes) press();
          }}
        />
      )}
    </>
  );
};
