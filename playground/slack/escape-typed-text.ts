// What Slack makes of text as it is typed: names become mentions, addresses become links, `& < >` become entities.
// Never makes a mention of somebody who is not there.
import { isDirect } from "./conversations.ts";
import type { World } from "./world.ts";

const entities = (text: string): string => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");

/** Typed name to what is sent for it, longest first, so that "@mira k" is not taken for "@mira". */
const namesOf = ({ people, usergroups, channels }: World): [string, string][] => {
  const names = new Map<string, string>();
  for (const { id, name, displayName, deleted } of Object.values(people)) {
    if (deleted) continue;
    for (const typed of [displayName, name]) if (typed !== "") names.set(`@${typed}`, `<@${id}|${name}>`);
  }
  for (const { id, handle, disabled } of Object.values(usergroups)) {
    if (!disabled) names.set(`@${handle}`, `<!subteam^${id}|@${handle}>`);
  }
  for (const channel of Object.values(channels)) {
    if (!isDirect(channel))
      names.set(`#${channel.name}`, `<#${channel.id}|${channel.kind === "public" ? channel.name : ""}>`);
  }
  for (const range of ["here", "channel", "everyone"]) names.set(`@${range}`, `<!${range}>`);
  return [...names].sort(([one], [other]) => other.length - one.length);
};

const LINK = /^https?:\/\/[^\s<>|]+/;

const endsWord = (rest: string): boolean => rest === "" || !/^[\p{L}\p{N}_]/u.test(rest);

/** The text as a slash command with `should_escape`, or a message, carries it. */
export const escapeTyped = (world: World, text: string): string => {
  const names = namesOf(world);
  let escaped = "";
  let rest = text;
  while (rest !== "") {
    const atWordStart = escaped === "" || /[\s(["']$/.test(escaped);
    const name = atWordStart
      ? names.find(([typed]) => rest.startsWith(typed) && endsWord(rest.slice(typed.length)))
      : undefined;
    const link = atWordStart ? LINK.exec(rest)?.[0] : undefined;
    const taken = name?.[0] ?? link ?? rest.charAt(0);
    escaped += name?.[1] ?? (link === undefined ? entities(taken) : `<${entities(link)}>`);
    rest = rest.slice(taken.length);
  }
  return escaped;
};
