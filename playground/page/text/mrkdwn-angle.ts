// What Slack writes between angle brackets: mentions, dates, links.
// Never passes on an address whose scheme could run something: only web, mail and telephone addresses are links.
import { decodeEntities } from "./entities.ts";
import type { AngleInline } from "./mrkdwn-inline.ts";

const SAFE_SCHEMES = new Set(["http:", "https:", "mailto:", "tel:"]);

/** The address when it is one that a page may link to, else undefined. */
export const safeAddress = (address: string): string | undefined => {
  const clean = decodeEntities(address).trim();
  // A scheme must be written out: an address relative to this page would lead into the playground itself.
  if (!/^[a-z][a-z0-9+.-]*:/i.test(clean) || !URL.canParse(clean)) return undefined;
  return SAFE_SCHEMES.has(new URL(clean).protocol) ? clean : undefined;
};

/** `inside` without its brackets, still escaped. Undefined: it is none of Slack's forms and stays text. */
export const parseAngle = (inside: string): AngleInline | undefined => {
  const bar = inside.indexOf("|");
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const written = bar < 0 ? "" : decodeEntities(inside.slice(bar + 1));
  const label = written === "" ? {} : { label: written };
  if (/^@[UW][A-Z0-9]+$/.test(target)) return { kind: "person", id: target.slice(1), ...label };
  if (/^#[CGD][A-Z0-9]+$/.test(target)) return { kind: "channel", id: target.slice(1), ...label };
  if (/^!subteam\^S[A-Z0-9]+$/.test(target))
    return { kind: "usergroup", id: target.slice("!subteam^".length), ...label };
  if (target === "!here" || target === "!channel" || target === "!everyone")
    return { kind: "broadcast", range: target.slice(1) as "here" | "channel" | "everyone" };
  if (target.startsWith("!date^")) return parseDate(target, written);
  const href = safeAddress(target);
  return href === undefined ? undefined : { kind: "link", href, label: written === "" ? shownAddress(href) : written };
};

const shownAddress = (href: string): string => href.replace(/^(?:mailto|tel):/i, "");

const parseDate = (target: string, fallback: string): AngleInline | undefined => {
  const [, seconds = "", format = "", link] = target.split("^");
  if (!/^-?\d+$/.test(seconds) || format === "") return undefined;
  const href = link === undefined ? undefined : safeAddress(link);
  const date = { kind: "date" as const, seconds: Number(seconds), format: decodeEntities(format), fallback };
  return href === undefined ? date : { ...date, href };
};
