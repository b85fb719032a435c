// What Slack does with the bot's answer to a slash command: nothing, a line of text, or a message.
// Never treats JSON as a message unless the answer says that it is JSON.
import { type Delivered, failure, jsonOf, outcomeOf, saysJson } from "./delivery.ts";
import { isObject, type JsonObject, stringAt } from "./json.ts";
import { isBlank, judgeContent, wholeContent } from "./message-content.ts";
import { post, visibleMessage } from "./messages.ts";
import type { Outcome } from "./types.ts";
import type { Workspace } from "./workspace.ts";
import type { Channel, Person } from "./world.ts";

const source = "answer to a command";

const notice = (command: string, error: string): string => `${command} failed with the error "${error}"`;

/** The message in the answer; null when there is none, undefined when it cannot be understood. */
const messageIn = (workspace: Workspace, delivered: Delivered): JsonObject | null | undefined => {
  if (delivered.body.trim() === "") return null;
  if (!saysJson(delivered)) return { text: delivered.body };
  const json = jsonOf(delivered);
  if (!isObject(json)) {
    workspace.blame("bad_ack", source, "neither empty nor a JSON object");
    return undefined;
  }
  return json;
};

export const takeCommandAnswer = (
  workspace: Workspace,
  command: string,
  person: Person,
  channel: Channel,
  delivered: Delivered,
): Outcome => {
  if (delivered.error !== null) return { ...outcomeOf(delivered), notice: notice(command, delivered.error) };
  const refused = (): Outcome => ({
    ...failure("invalid_response", delivered.status),
    notice: notice(command, "invalid_command_response"),
  });
  const message = messageIn(workspace, delivered);
  if (message === undefined) return refused();
  if (message === null) return outcomeOf(delivered);
  const problem = judgeContent(message);
  if (problem !== null) {
    workspace.blame("bad_blocks", source, [problem.error, ...problem.messages].join(" "));
    return refused();
  }
  const content = wholeContent(message);
  if (isBlank(content)) return outcomeOf(delivered);
  const toEverybody = stringAt(message, "response_type") === "in_channel";
  const posted = post(workspace, {
    channel: channel.id,
    user: workspace.world.app.botUserId,
    fromApp: true,
    content,
    visibleTo: toEverybody ? null : person.id,
  });
  return { ...outcomeOf(delivered), ephemeral: visibleMessage(workspace.world, posted, person.id) };
};
