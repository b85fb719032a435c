// The modal on top of somebody's stack. Enter in a one-line field (with Ctrl or Cmd: anywhere) submits, Escape goes back
// or closes.
// Never submits before everything that was typed has arrived, and never twice.
import { type KeyboardEvent, useCallback, useEffect, useId, useRef, useState } from "react";
import type { InputValue, ModalState } from "../../slack/types.ts";
import { Blocks } from "../blocks/block.tsx";
import { type ElementAt, SurfaceContext } from "../blocks/surface.ts";
import { useSurface } from "../blocks/use-surface.ts";
import { BackIcon, CloseIcon, WarningIcon } from "../icons.tsx";
import { useAct } from "../live/actor.tsx";
import { Avatar } from "../people/avatar.tsx";
import { plainTextOf } from "../text/text-object.tsx";
import { useEscape } from "./use-escape.ts";
import { useModalFocus } from "./use-modal-focus.ts";

const IN_MODAL = { in: "modal" } as const;

export const Modal = ({ modal }: { modal: ModalState }) => {
  const act = useAct();
  const titleId = useId();
  const panel = useRef<HTMLDivElement>(null);
  const view = modal.id;
  const [submitting, setSubmitting] = useState(false);
  const [trouble, setTrouble] = useState<string | undefined>(undefined);

  const send = useCallback(
    ({ blockId, actionId, inInput }: ElementAt, value: InputValue | undefined) =>
      inInput
        ? act({ act: "set", view, block: blockId, value: value ?? null })
        : act({ act: "click", place: IN_MODAL, element: { blockId, actionId }, value }),
    [act, view],
  );
  const suggest = useCallback(
    ({ blockId, actionId }: ElementAt, query: string) =>
      act({ act: "suggest", element: { blockId, actionId }, query, place: IN_MODAL }),
    [act],
  );
  const { values, errors } = modal;
  const { surface, settle } = useSurface({ kind: "modal", values, errors, send, suggest });
  useModalFocus(panel, view);

  const errorKey = JSON.stringify(errors);
  useEffect(() => {
    if (errorKey !== "{}") panel.current?.querySelector<HTMLElement>("[aria-invalid=true], .has-error input")?.focus();
  }, [errorKey]);

  const waiting = submitting || modal.submitting;
  const submit = async (): Promise<void> => {
    if (waiting || modal.submit === undefined) return;
    setSubmitting(true);
    setTrouble(undefined);
    await settle();
    const answer = await act({ act: "submit" });
    setSubmitting(false);
    if (!answer.ok && answer.fieldErrors === undefined) {
      setTrouble(answer.notice ?? "We had some trouble connecting. Try again?");
    }
  };
  const close = useCallback(
    async (all: boolean): Promise<void> => {
      await settle();
      await act({ act: "close", all });
    },
    [act, settle],
  );
  useEscape(useCallback(() => void close(false), [close]));
  const onKeyDown = (event: KeyboardEvent): void => {
    const inLine = event.target instanceof HTMLInputElement && event.target.type === "text";
    if (event.key === "Enter" && (inLine || event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void submit();
    }
  };

  return (
    <div className="modal-backdrop">
      <div ref={panel} className="modal" role="dialog" aria-labelledby={titleId} tabIndex={-1} onKeyDown={onKeyDown}>
        <header className="modal-head">
          {modal.level > 1 && (
            <button type="button" className="tool" aria-label="Back" onClick={() => void close(false)}>
              <BackIcon />
            </button>
          )}
          <Avatar person={undefined} size="small" isApp />
          <h2 id={titleId}>{plainTextOf({ type: "plain_text", text: modal.title })}</h2>
          <button type="button" className="tool" aria-label="Close the whole form" onClick={() => void close(true)}>
            <CloseIcon />
          </button>
        </header>
        <div className="modal-body">
          {trouble !== undefined && (
            <p className="modal-trouble" role="alert">
              <WarningIcon /> {trouble}
            </p>
          )}
          <SurfaceContext value={surface}>
            <Blocks blocks={modal.blocks} />
          </SurfaceContext>
        </div>
        <footer className="modal-foot">
          <span className="modal-depth">{modal.level > 1 ? `Step ${modal.level}` : ""}</span>
          <button type="button" className="button button-default" onClick={() => void close(false)}>
            {plainTextOf({ type: "plain_text", text: modal.close })}
          </button>
          {modal.submit !== undefined && (
            <button type="button" className="button button-primary" aria-busy={waiting} onClick={() => void submit()}>
              <span className="button-text">{plainTextOf({ type: "plain_text", text: modal.submit })}</span>
              {waiting && <span className="spinner" aria-hidden="true" />}
            </button>
          )}
        </footer>
      </div>
    </div>
  );
};
