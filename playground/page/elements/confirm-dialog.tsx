// The question that Slack asks before a press that has one.
// Never answers itself: Escape and the second button are a no.
import { useEffect, useId, useRef } from "react";
import { type JsonObject, objectAt } from "../../slack/json.ts";
import { plainTextAt, TextObject } from "../text/text-object.tsx";

export const ConfirmDialog = (props: { confirm: JsonObject; onAnswer: (yes: boolean) => void }) => {
  const { confirm, onAnswer } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const danger = confirm["style"] === "danger";
  return (
    <dialog
      ref={dialog}
      className="confirm"
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      onCancel={(event) => {
        event.preventDefault();
        onAnswer(false);
      }}
      // The modal beneath must not hear the Escape that closes this question.
      onKeyDown={(event) => event.stopPropagation()}
    >
      <h2 id={`${id}-title`}>{plainTextAt(confirm, "title") || "Are you sure?"}</h2>
      <div id={`${id}-text`} className="confirm-text">
        <TextObject text={objectAt(confirm, "text")} />
      </div>
      <div className="dialog-buttons">
        <button type="button" className="button button-default" onClick={() => onAnswer(false)}>
          {plainTextAt(confirm, "deny") || "Cancel"}
        </button>
        <button
          type="button"
          className={`button button-${danger ? "danger-solid" : "primary"}`}
          onClick={() => onAnswer(true)}
        >
          {plainTextAt(confirm, "confirm") || "Yes"}
        </button>
      </div>
    </dialog>
  );
};
