// chat.*: posting, changing and removing the bot's messages.
// Never touches a message of somebody else, and never finds an ephemeral one again.
import { LIMITS } from "../block-limits.ts";
import { stringAt } from "../json.ts";
import { contentOf, isBlank, judgeContent, wholeContent } from "../message-content.ts";
import { change, findMessage, messageJson, permalinkOf, post, remove } from "../messages.ts";
import type { Channel, Message } from "../world.ts";
import { type Answer, type Call, done, type Method, optional, refuse, required } from "./method.ts";
import { channelOf, postableChannel } from "./target-channel.ts";

const content = {
  text: optional("string"),
  blocks: optional("json"),
  attachments: optional("json"),
  markdown_text: optional("string"),
  parse: optional("string"),
  link_names: optional("boolean"),
  as_user: optional("boolean"),
};

const posting = {
  ...content,
  channel: required("string"),
  thread_ts: optional("string"),
  username: optional("string"),
  icon_emoji: optional("string"),
  icon_url: optional("string"),
};

/** Refuses content that Slack refuses, in Slack's words. */
const contentRefusal = ({ args, blame }: Call): Answer | null => {
  const problem = judgeContent(args);
  if (problem === null) return null;
  blame("bad_blocks", [problem.error, ...problem.messages].join(" "));
  if (problem.messages.length === 0) return refuse(problem.error);
  const errors = problem.messages.map((words) => words.replace(/^\[ERROR\] /, ""));
  return refuse(problem.error, { errors, response_metadata: { messages: problem.messages } });
};

const noText = ({ blame }: Call): Answer => {
  blame("bad_message", "no_text");
  return refuse("no_text");
};

const threadRefusal = ({ workspace, args }: Call, channel: Channel): Answer | null => {
  const threadTs = stringAt(args, "thread_ts");
  if (threadTs === undefined || threadTs === "") return null;
  return findMessage(workspace.world, channel.id, threadTs) === undefined ? refuse("thread_not_found") : null;
};

const looksRefusal = ({ args, scopes, blame }: Call): void => {
  const asked = ["username", "icon_emoji", "icon_url"].filter((name) => args[name] !== undefined);
  if (asked.length > 0 && !scopes.includes("chat:write.customize")) {
    blame("missing_scope", `${asked.join(", ")} need chat:write.customize and are ignored`);
  }
};

const postMessage = (call: Call): Answer => {
  const { workspace, args, scopes } = call;
  const channel = postableChannel(workspace, stringAt(args, "channel") ?? "", scopes);
  if (typeof channel === "string") return refuse(channel);
  const whole = wholeContent(args);
  const refusal = contentRefusal(call) ?? (isBlank(whole) ? noText(call) : threadRefusal(call, channel));
  if (refusal !== null) return refusal;
  looksRefusal(call);
  const message = post(workspace, {
    channel: channel.id,
    user: workspace.world.app.botUserId,
    fromApp: true,
    content: whole,
    threadTs: stringAt(args, "thread_ts") ?? null,
  });
  return done({ channel: channel.id, ts: message.ts, message: messageJson(workspace.world, message) });
};

const postEphemeral = (call: Call): Answer => {
  const { workspace, args } = call;
  const user = stringAt(args, "user") ?? "";
  const target = stringAt(args, "channel") ?? "";
  if (/^[UW]/.test(target)) return refuse("channel_not_found");
  const channel = postableChannel(workspace, target, []);
  if (typeof channel === "string") return refuse(channel);
  const whole = wholeContent(args);
  const refusal = contentRefusal(call) ?? (isBlank(whole) ? noText(call) : null);
  if (refusal !== null) return refusal;
  if (!channel.members.includes(user) || workspace.world.people[user]?.deleted === true)
    return refuse("user_not_in_channel");
  looksRefusal(call);
  const message = post(workspace, {
    channel: channel.id,
    user: workspace.world.app.botUserId,
    fromApp: true,
    content: whole,
    visibleTo: user,
    threadTs: stringAt(args, "thread_ts") ?? null,
  });
  return done({ message_ts: message.ts });
};

type Found = { channel: Channel; message: Message };

/** A message that everybody can see; ephemeral ones are not to be found. */
const findShared = ({ workspace, args }: Call, tsName = "ts"): Found | "channel_not_found" | "message_not_found" => {
  const id = stringAt(args, "channel") ?? "";
  const channel = /^[CDG]/.test(id) ? channelOf(workspace, id) : undefined;
  if (channel === undefined) return "channel_not_found";
  const message = findMessage(workspace.world, channel.id, stringAt(args, tsName) ?? "");
  return message === undefined || message.visibleTo !== null ? "message_not_found" : { channel, message };
};

const update = (call: Call): Answer => {
  const { workspace, args, blame } = call;
  const found = findShared(call);
  if (typeof found === "string") return refuse(found);
  const { channel, message } = found;
  if (!message.fromApp) return refuse("cant_update_message");
  if (channel.isArchived) return refuse("is_inactive");
  const given = contentOf(args);
  if (new TextEncoder().encode(given.text ?? "").byteLength > LIMITS["message.updateTextBytes"]) {
    blame("bad_message", `text over ${LIMITS["message.updateTextBytes"]} bytes`);
    return refuse("msg_too_long");
  }
  const refusal = contentRefusal(call);
  if (refusal !== null) return refusal;
  if (given.text === undefined && given.blocks === undefined && given.attachments === undefined) return noText(call);
  change(workspace, message, given);
  return done({
    channel: channel.id,
    ts: message.ts,
    text: message.text,
    message: messageJson(workspace.world, message),
  });
};

const remover = (call: Call): Answer => {
  const found = findShared(call);
  if (typeof found === "string") return refuse(found);
  if (!found.message.fromApp) return refuse("cant_delete_message");
  remove(call.workspace, found.message);
  return done({ channel: found.channel.id, ts: found.message.ts });
};

const getPermalink = (call: Call): Answer => {
  const found = findShared(call, "message_ts");
  if (typeof found === "string") return refuse(found);
  return done({ channel: found.channel.id, permalink: permalinkOf(call.workspace.world, found.message) });
};

const SCOPES = ["chat:write"];

export const chatMethods: Record<string, Method> = {
  "chat.postMessage": {
    tier: "special",
    formOnly: false,
    scopes: SCOPES,
    args: {
      ...posting,
      metadata: optional("json"),
      mrkdwn: optional("boolean"),
      reply_broadcast: optional("boolean"),
      unfurl_links: optional("boolean"),
      unfurl_media: optional("boolean"),
    },
    handle: postMessage,
  },
  "chat.postEphemeral": {
    tier: 4,
    formOnly: false,
    scopes: SCOPES,
    args: { ...posting, user: required("string") },
    handle: postEphemeral,
  },
  "chat.update": {
    tier: 3,
    formOnly: false,
    scopes: SCOPES,
    args: {
      ...content,
      channel: required("string"),
      ts: required("string"),
      metadata: optional("json"),
      reply_broadcast: optional("boolean"),
      file_ids: optional("json"),
    },
    handle: update,
  },
  "chat.delete": {
    tier: 3,
    formOnly: false,
    scopes: SCOPES,
    args: { channel: required("string"), ts: required("string"), as_user: optional("boolean") },
    handle: remover,
  },
  "chat.getPermalink": {
    tier: "special",
    formOnly: true,
    scopes: [],
    args: { channel: required("string"), message_ts: required("string") },
    handle: getPermalink,
  },
};
