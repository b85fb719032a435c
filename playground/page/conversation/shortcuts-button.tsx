// The lightning button: the apps' global shortcuts.
// Never lists a message's shortcuts: those hang on the message.
import { useRef, useState } from "react";
import type { Snapshot } from "../../slack/types.ts";
import { Menu } from "../elements/menu.tsx";
import { BoltIcon } from "../icons.tsx";
import { useAct } from "../live/actor.tsx";
import { useNotice } from "./notice-line.tsx";

export const ShortcutsButton = ({ snapshot }: { snapshot: Snapshot }) => {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const act = useAct();
  const notice = useNotice();
  const run = async (callbackId: string): Promise<void> => {
    const answer = await act({ act: "shortcut", callbackId });
    if (!answer.ok) notice(answer.notice ?? "The shortcut did not work.");
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className="tool"
        aria-label="Shortcuts"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <BoltIcon />
      </button>
      {open && (
        <Menu
          anchor={button}
          label="Shortcuts"
          heading="Shortcuts"
          entries={snapshot.app.shortcuts
            .filter(({ type }) => type === "global")
            .map(({ callbackId, name }) => ({
              key: callbackId,
              title: name,
              note: snapshot.app.name,
              onPick: () => void run(callbackId),
            }))}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
};
