// Where somebody writes: messages, and commands that begin with a slash. Enter sends.
// Never loses what was typed: a text stays with its conversation until it is sent.
import { type KeyboardEvent, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import type { Snapshot, VisibleChannel } from "../../slack/types.ts";
import { SendIcon } from "../icons.tsx";
import { useAct } from "../live/actor.tsx";
import { CompletionList } from "./completion-list.tsx";
import { type Completion, completionsFor, usageFor } from "./completions.ts";
import { useNotice } from "./notice-line.tsx";
import { titleOf } from "./place.ts";
import { ShortcutsButton } from "./shortcuts-button.tsx";

const drafts = new Map<string, string>();

/** Texts that the tour writes for the visitor. */
export const WRITE_EVENT = "playground:write";

export const Composer = ({ snapshot, channel }: { snapshot: Snapshot; channel: VisibleChannel }) => {
  const draftKey = `${snapshot.me.id} ${channel.id}`;
  const [text, setText] = useState(drafts.get(draftKey) ?? "");
  const [caret, setCaret] = useState(0);
  const [active, setActive] = useState(0);
  const [dismissed, setDismissed] = useState(false);
  const [sending, setSending] = useState<string | undefined>(undefined);
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const act = useAct();
  const notice = useNotice();

  const write = (next: string, at = next.length): void => {
    drafts.set(draftKey, next);
    setText(next);
    setCaret(at);
    setActive(0);
    setDismissed(false);
  };
  useEffect(() => {
    const onWrite = (event: Event): void => {
      if (!(event instanceof CustomEvent) || typeof event.detail !== "string") return;
      drafts.set(draftKey, event.detail);
      setText(event.detail);
      setCaret(0);
      setDismissed(true);
      field.current?.focus();
    };
    addEventListener(WRITE_EVENT, onWrite);
    return () => removeEventListener(WRITE_EVENT, onWrite);
  }, [draftKey]);

  // Whoever opens a conversation wants to write in it, as in Slack.
  useEffect(() => field.current?.focus(), []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the field grows with the text.
  useLayoutEffect(() => {
    const own = field.current;
    if (own === null) return;
    own.style.height = "auto";
    own.style.height = `${own.scrollHeight}px`;
  }, [text]);

  const completions = dismissed ? undefined : completionsFor(text, caret, snapshot);
  const usage = usageFor(text, snapshot);

  const complete = (item: Completion): void => {
    if (completions === undefined) return;
    const next = text.slice(0, completions.from) + item.insert + text.slice(completions.to);
    write(next, completions.from + item.insert.length);
    field.current?.focus();
  };
  const send = async (): Promise<void> => {
    const wanted = text.trim();
    if (wanted === "" || sending !== undefined) return;
    write("");
    const isCommand = wanted.startsWith("/");
    if (isCommand) setSending(wanted);
    const answer = await act(
      isCommand
        ? { act: "command", line: wanted, channel: channel.id }
        : { act: "say", channel: channel.id, text: wanted },
    );
    setSending(undefined);
    if (!answer.ok) notice(answer.notice ?? `${wanted} did not work.`);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    // While an input method composes a character, its keys are its own.
    if (event.nativeEvent.isComposing) return;
    const item = completions?.items[active];
    if (event.key === "Escape" && completions !== undefined) setDismissed(true);
    else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && completions !== undefined) {
      event.preventDefault();
      const count = completions.items.length;
      setActive((active + (event.key === "ArrowDown" ? 1 : -1) + count) % count);
    } else if (event.key === "Tab" && item !== undefined) {
      event.preventDefault();
      complete(item);
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      // A name typed in full is sent as it stands; half a name is completed first.
      const whole = item !== undefined && text.slice(completions?.from, completions?.to) === item.insert.trim();
      if (item !== undefined && !whole) complete(item);
      else void send();
    }
  };

  const label =
    channel.kind === "public" || channel.kind === "private" ? `#${channel.name}` : titleOf(snapshot, channel);
  return (
    <div className="composer-area">
      {sending !== undefined && (
        <div className="composer-sending" role="status">
          <span className="spinner" aria-hidden="true" /> {sending}
        </div>
      )}
      <form
        className="composer"
        aria-label={`Write to ${label}`}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {completions !== undefined && (
          <CompletionList
            id={listId}
            items={completions.items}
            active={active}
            onActive={setActive}
            onPick={complete}
          />
        )}
        <textarea
          ref={field}
          rows={1}
          value={text}
          placeholder={`Message ${label}`}
          aria-label={`Message ${label}`}
          aria-autocomplete="list"
          aria-controls={listId}
          aria-activedescendant={completions === undefined ? undefined : `${listId}-${active}`}
          onChange={(event) => write(event.currentTarget.value, event.currentTarget.selectionStart)}
          onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
          onKeyDown={onKeyDown}
        />
        <div className="composer-tools">
          <ShortcutsButton snapshot={snapshot} />
          <button
            type="button"
            className="tool tool-slash"
            aria-label="Slash commands"
            onClick={() => {
              write("/", 1);
              field.current?.focus();
            }}
          >
            <span aria-hidden="true">/</span>
          </button>
          {usage !== undefined && <span className="composer-usage">{usage}</span>}
          <button type="submit" className="composer-send" aria-label="Send" disabled={text.trim() === ""}>
            <SendIcon />
          </button>
        </div>
      </form>
    </div>
  );
};
