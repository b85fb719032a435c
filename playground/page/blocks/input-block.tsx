// An input with its label, its hint and the message under it.
// Never judges what was typed: the message comes from the simulator, as Slack's client or the bot would have it.
import { useId } from "react";
import { type JsonObject, objectAt, stringAt } from "../../slack/json.ts";
import { Element } from "../elements/element.tsx";
import { WarningIcon } from "../icons.tsx";
import { plainTextAt } from "../text/text-object.tsx";
import { useSurfaceHere } from "./surface.ts";

export const InputBlock = ({ block }: { block: JsonObject }) => {
  const surface = useSurfaceHere();
  const id = useId();
  const element = objectAt(block, "element");
  const blockId = stringAt(block, "block_id") ?? "";
  const error = surface.errorUnder(blockId);
  const hint = plainTextAt(block, "hint");
  const optional = block["optional"] === true;
  const described = [error === undefined ? "" : `${id}-error`, hint === "" ? "" : `${id}-hint`].filter(
    (one) => one !== "",
  );
  if (element === undefined) return null;
  return (
    <div className={error === undefined ? "block-input" : "block-input has-error"}>
      <label className="input-label" id={`${id}-label`} htmlFor={id}>
        {plainTextAt(block, "label")}
        {optional && <span className="input-optional"> (optional)</span>}
      </label>
      <Element
        element={element}
        blockId={blockId}
        input={{
          id,
          labelId: `${id}-label`,
          describedBy: described.length === 0 ? undefined : described.join(" "),
          invalid: error !== undefined,
          optional,
        }}
      />
      {error !== undefined && (
        <p className="input-error" id={`${id}-error`} role="alert">
          <WarningIcon />
          {error}
        </p>
      )}
      {hint !== "" && (
        <p className="input-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
};
