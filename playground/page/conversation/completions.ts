// What the composer offers while somebody types: slash commands, people, groups, channels.
// Never sends anything: it only says what the text could become.
import type { Snapshot } from "../../slack/types.ts";

export type Completion = { key: string; title: string; note: string; insert: string };
export type Completions = {
  /** Where in the text the replaced part begins and ends. */ from: number;
  to: number;
  items: Completion[];
};

const MOST = 8;

export const completionsFor = (text: string, caret: number, snapshot: Snapshot): Completions | undefined => {
  const before = text.slice(0, caret);
  const command = /^\/\S*$/.exec(before);
  if (command !== null) {
    const items = snapshot.app.commands
      .filter((one) => one.command.startsWith(before.toLowerCase()))
      .map((one) => ({
        key: one.command,
        title: [one.command, one.usageHint].filter((part) => part !== "").join(" "),
        note: one.description,
        insert: `${one.command} `,
      }));
    return offered(0, caret, items);
  }
  const token = /(?:^|\s)([@#])([\p{L}\p{N}._-]*)$/u.exec(before);
  if (token === null) return undefined;
  const [, mark = "", typed = ""] = token;
  const items = mark === "@" ? peopleItems(snapshot) : channelItems(snapshot);
  const wanted = typed.toLowerCase();
  const fits = ({ title, note }: Completion): boolean =>
    title.slice(1).toLowerCase().startsWith(wanted) || note.toLowerCase().includes(wanted);
  return offered(caret - typed.length - 1, caret, items.filter(fits));
};

const offered = (from: number, to: number, items: Completion[]): Completions | undefined =>
  items.length === 0 ? undefined : { from, to, items: items.slice(0, MOST) };

const peopleItems = ({ people, usergroups }: Snapshot): Completion[] => [
  ...people
    .filter(({ deleted }) => !deleted)
    .map(({ id, name, realName }) => ({ key: id, title: `@${name}`, note: realName, insert: `@${name} ` })),
  ...usergroups
    .filter(({ disabled }) => !disabled)
    .map(({ id, handle, name }) => ({ key: id, title: `@${handle}`, note: `${name} (group)`, insert: `@${handle} ` })),
];

const channelItems = ({ channels }: Snapshot): Completion[] =>
  channels.map(({ id, name, topic }) => ({ key: id, title: `#${name}`, note: topic, insert: `#${name} ` }));

/** The usage of the command that is being typed, once its name is complete. */
export const usageFor = (text: string, snapshot: Snapshot): string | undefined => {
  const name = /^(\/\S+)\s/.exec(text)?.[1];
  const command = snapshot.app.commands.find((one) => one.command === name);
  return command === undefined || command.usageHint === "" ? undefined : `${command.command} ${command.usageHint}`;
};
