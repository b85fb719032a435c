// What a person starts: slash commands, shortcuts, opening the Home tab, saying something.
// Never sends what Slack's client would not (see acting.ts for the exception that tests can ask for).
import { type Acting, channelToWriteIn, hasCommands, messageFor, mustBePresent } from "./acting.ts";
import { takeCommandAnswer } from "./command-answer.ts";
import { openDirect } from "./conversations.ts";
import { deliverForm, deliverInteraction, failure, outcomeOf } from "./delivery.ts";
import { escapeTyped } from "./escape-typed-text.ts";
import { sendWithRetries } from "./events.ts";
import { post, visibleMessage } from "./messages.ts";
import { homeOf, viewJson } from "./modals.ts";
import { commandForm, messageShortcutPayload, shortcutPayload } from "./payloads.ts";
import type { Outcome, VisibleMessage } from "./types.ts";

export const command = async (acting: Acting, line: string, channelId: string): Promise<Outcome> => {
  mustBePresent(acting);
  const { workspace, person } = acting;
  const [, name = "", typed = ""] = /^(\/\S*)\s*([\s\S]*)$/.exec(line.trim()) ?? [];
  const known = workspace.world.app.commands.find((candidate) => candidate.command === name);
  if (known === undefined) return { ...failure("unknown_command"), notice: `${name || line} is not a valid command.` };
  const channel = channelToWriteIn(acting, channelId);
  if (!hasCommands(acting)) {
    return { ...failure("restricted_action"), notice: `${name} is not available to you.` };
  }
  const text = known.shouldEscape ? escapeTyped(workspace.world, typed) : typed;
  const delivered = await deliverForm(workspace, commandForm(workspace, person, channel, name, text));
  return takeCommandAnswer(workspace, name, person, channel, delivered);
};

const knownShortcut = ({ workspace }: Acting, callbackId: string, type: "global" | "message"): void => {
  const { shortcuts } = workspace.world.app;
  if (!shortcuts.some((shortcut) => shortcut.callbackId === callbackId && shortcut.type === type)) {
    throw new Error(`The app has no ${type} shortcut ${callbackId}`);
  }
};

export const shortcut = async (acting: Acting, callbackId: string): Promise<Outcome> => {
  mustBePresent(acting);
  knownShortcut(acting, callbackId, "global");
  if (!hasCommands(acting)) return failure("restricted_action");
  const { workspace, person } = acting;
  return outcomeOf(await deliverInteraction(workspace, shortcutPayload(workspace, person, callbackId)));
};

export const messageShortcut = async (
  acting: Acting,
  callbackId: string,
  where: { channel: string; ts: string },
): Promise<Outcome> => {
  mustBePresent(acting);
  knownShortcut(acting, callbackId, "message");
  if (!hasCommands(acting)) return failure("restricted_action");
  const { workspace, person } = acting;
  const { channel, message } = messageFor(acting, where.channel, where.ts);
  if (message.visibleTo !== null) throw new Error("An ephemeral message has no shortcuts");
  const payload = messageShortcutPayload(workspace, person, callbackId, channel, message);
  return outcomeOf(await deliverInteraction(workspace, payload));
};

export const say = (acting: Acting, channelId: string, text: string): VisibleMessage => {
  mustBePresent(acting);
  const { workspace, person } = acting;
  const channel = channelToWriteIn(acting, channelId);
  const content = { text: escapeTyped(workspace.world, text), blocks: [], attachments: [], metadata: null };
  const message = post(workspace, { channel: channel.id, user: person.id, fromApp: false, content });
  return visibleMessage(workspace.world, message, person.id);
};

/** Opens the app's Home tab: an event, so it is retried behind the person's back; the first attempt is the outcome. */
export const openHome = async (acting: Acting): Promise<Outcome> => {
  mustBePresent(acting);
  const { workspace, person } = acting;
  const { world } = workspace;
  if (!world.app.homeTab) throw new Error("The app has no Home tab");
  const { channel } = openDirect(workspace, [world.app.botUserId, person.id]);
  const home = homeOf(world, person.id);
  const { first } = sendWithRetries(workspace, "app_home_opened", {
    user: person.id,
    channel: channel.id,
    tab: "home",
    ...(home === undefined ? {} : { view: viewJson(world, home) }),
  });
  return outcomeOf(await first);
};
