// Which live mentions and links a message really contains: what Slack would notify, highlight or make clickable.
// Never counts what only looks like one: plain_text and the text pieces of rich text are inert.
import { isObject, type Json, type JsonObject, stringAt } from "./json.ts";
import type { Mention } from "./types.ts";

type Where = { where: string; auto: boolean };

const MARKUP = /<([^<>\n]+)>/g;
const BARE_LINK = /\bhttps?:\/\/[^\s<>|]+/g;

/** What one `<...>` of mrkdwn stands for. */
const markupMention = (inside: string, at: Where): Mention[] => {
  const target = inside.split("|")[0] ?? "";
  if (/^@[UWB]/.test(target)) return [{ kind: "user", target: target.slice(1), ...at }];
  if (/^#[CG]/.test(target)) return [{ kind: "channel", target: target.slice(1), ...at }];
  const group = /^!subteam\^(\w+)/.exec(target)?.[1];
  if (group !== undefined) return [{ kind: "usergroup", target: group, ...at }];
  const range = /^!(here|channel|everyone|group)\b/.exec(target)?.[1];
  if (range !== undefined) return [{ kind: "broadcast", target: range, ...at }];
  if (target.startsWith("!date^")) {
    const link = target.split("^")[3];
    return link === undefined ? [] : [{ kind: "link", target: link, ...at }];
  }
  return /^[a-z][a-z0-9+.-]*:/i.test(target) ? [{ kind: "link", target, ...at }] : [];
};

const inMarkup = (text: string, where: string, verbatim: boolean): Mention[] => {
  const marked = [...text.matchAll(MARKUP)].flatMap(([, inside = ""]) => markupMention(inside, { where, auto: false }));
  if (verbatim) return marked;
  const rest = text.replace(MARKUP, " ");
  const links = [...rest.matchAll(BARE_LINK)].map(([target]): Mention => ({ kind: "link", target, where, auto: true }));
  return [...marked, ...links];
};

const RICH: Record<string, { kind: Mention["kind"]; field: string }> = {
  user: { kind: "user", field: "user_id" },
  channel: { kind: "channel", field: "channel_id" },
  usergroup: { kind: "usergroup", field: "usergroup_id" },
  broadcast: { kind: "broadcast", field: "range" },
  link: { kind: "link", field: "url" },
  date: { kind: "link", field: "url" },
};

const inObject = (value: JsonObject, where: string): Mention[] => {
  const type = stringAt(value, "type") ?? "";
  const text = stringAt(value, "text");
  if (type === "mrkdwn" && text !== undefined) return inMarkup(text, `${where}/text`, value["verbatim"] === true);
  if (type === "markdown" && text !== undefined) return inMarkup(text, `${where}/text`, false);
  const rich = Object.hasOwn(RICH, type) ? RICH[type] : undefined;
  const target = rich === undefined ? undefined : stringAt(value, rich.field);
  return rich === undefined || target === undefined ? [] : [{ kind: rich.kind, target, where, auto: false }];
};

const inside = (value: Json, where: string): Mention[] => {
  if (Array.isArray(value)) return value.flatMap((entry, index) => inside(entry, `${where}/${index}`));
  if (!isObject(value)) return [];
  const links = stringAt(value, "type") === "button" ? stringAt(value, "url") : undefined;
  return [
    ...inObject(value, where),
    ...(links === undefined ? [] : [{ kind: "link" as const, target: links, where: `${where}/url`, auto: false }]),
    ...Object.entries(value).flatMap(([key, field]) => inside(field, `${where}/${key}`)),
  ];
};

/** Attachments have mrkdwn in these fields without saying so. */
const ATTACHMENT_TEXTS = ["text", "pretext", "fallback"];

const inAttachment = (attachment: JsonObject, where: string): Mention[] => [
  ...ATTACHMENT_TEXTS.flatMap((key) => inMarkup(stringAt(attachment, key) ?? "", `${where}/${key}`, false)),
  ...inside(attachment["blocks"] ?? null, `${where}/blocks`),
];

/** A message, a view, or anything with `text`, `blocks` and `attachments`. */
export const mentionsIn = (message: {
  text?: string;
  blocks?: JsonObject[];
  attachments?: JsonObject[];
}): Mention[] => [
  ...inMarkup(message.text ?? "", "/text", false),
  ...inside(message.blocks ?? [], "/blocks"),
  ...(message.attachments ?? []).flatMap((attachment, index) => inAttachment(attachment, `/attachments/${index}`)),
];
