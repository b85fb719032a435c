// What can be done with a message: the app's message shortcuts, and copying its link.
// Never shown where there is nothing to do with a message: ephemeral ones have neither link nor shortcuts.
import { useRef, useState } from "react";
import type { VisibleMessage } from "../../slack/types.ts";
import { Menu, type MenuEntry } from "../elements/menu.tsx";
import { MoreIcon } from "../icons.tsx";
import { useAct } from "../live/actor.tsx";
import { useLive } from "../live/live-state.ts";
import { useNotice } from "./notice-line.tsx";

export const MessageMenu = ({ message }: { message: VisibleMessage }) => {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const act = useAct();
  const notice = useNotice();
  const app = useLive().state?.snapshot.app;
  if (message.ephemeral || app === undefined) return null;
  const { channel, ts, permalink } = message;
  const run = async (callbackId: string): Promise<void> => {
    const answer = await act({ act: "messageShortcut", callbackId, channel, ts });
    if (!answer.ok) notice(answer.notice ?? "The shortcut did not work.");
  };
  const shortcuts = app.shortcuts
    .filter(({ type }) => type === "message")
    .map(
      ({ callbackId, name }): MenuEntry => ({
        key: callbackId,
        title: name,
        note: app.name,
        onPick: () => void run(callbackId),
      }),
    );
  const copy: MenuEntry = {
    key: "copy",
    title: "Copy link",
    onPick: () => void navigator.clipboard.writeText(permalink),
  };
  return (
    <div className={open ? "message-menu is-open" : "message-menu"}>
      <button
        ref={button}
        type="button"
        className="tool"
        aria-label="More actions for this message"
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <MoreIcon />
      </button>
      {open && (
        <Menu
          anchor={button}
          align="end"
          label="Message actions"
          entries={[...shortcuts, copy]}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
};
