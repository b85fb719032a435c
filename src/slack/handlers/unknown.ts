// Everything that Slack may send and Sym has no listener for: answered with an empty 200, so that nobody sees an error, and
// logged by its kind. Never logs a payload, as slack-edge would.
import type { Log } from "../../ports.ts";

/** Kinds of payload that listeners are registered for, by `type`; a slash command has none. */
const LISTENED = new Set(["block_actions", "block_suggestion", "shortcut", "view_submission"]);

type Payload = Readonly<Record<string, unknown>>;

/** Null where the payload belongs to a listener, or to slack-edge's own answer to `url_verification`. */
export function answerUnknown(
  log: Log,
  body: Payload,
  events: readonly string[],
): { status: number; body: string } | null {
  const type = body["type"];
  if (type === undefined) return typeof body["command"] === "string" ? null : answered(log, "none");
  if (typeof type !== "string") return answered(log, "unreadable");
  if (LISTENED.has(type)) return null;
  if (type !== "event_callback") return answered(log, type);
  const event = body["event"];
  const eventType = typeof event === "object" && event !== null && "type" in event ? event.type : null;
  return typeof eventType === "string" && events.includes(eventType) ? null : answered(log, "event");
}

function answered(log: Log, type: string): { status: number; body: string } {
  log("slack.payload.ignored", { type: nameOnly(type) });
  return { status: 200, body: "" };
}

/** An action, a view or a command that is not (or no longer) ours. `id`: for the log, where it looks like one of ours. */
export function ignored(log: Log, kind: "action" | "view" | "command" | "shortcut" | "suggestion", id: unknown): void {
  log(`slack.${kind}.ignored`, { id: typeof id === "string" ? nameOnly(id) : "unreadable" });
}

const nameOnly = (text: string): string => (/^[\w.:/-]{1,64}$/.test(text) ? text : "unreadable");
