// Everything that Slack may send and Sym has no listener for: answered with an empty 200, so that nobody sees an error, and
// logged by its kind. Never logs a payload, as slack-edge would.
import * as z from "zod";
import type { Log } from "../../ports.ts";

const id = z.string().min(1);

/** By what a listener is chosen. What does not even have that never gets as far as slack-edge's own search. */
const addressed = z.union([
  z.object({ type: z.undefined().optional(), command: id }),
  z.object({ type: z.literal("block_actions"), actions: z.tuple([z.object({ action_id: id })], z.unknown()) }),
  z.object({ type: z.literal("block_suggestion"), action_id: id }),
  z.object({ type: z.literal("shortcut"), callback_id: id }),
  z.object({ type: z.literal("view_submission"), view: z.object({ callback_id: id }) }),
]);
const event = z.object({ type: z.literal("event_callback"), event: z.object({ type: id }) });
const kind = z.object({ type: z.string() });

/** Null where the payload belongs to a listener. `events`: types of event that there are listeners for. */
export function answerUnknown(log: Log, body: unknown, events: readonly string[]): { status: 200; body: "" } | null {
  if (addressed.safeParse(body).success) return null;
  const happened = event.safeParse(body).data?.event.type;
  if (happened !== undefined && events.includes(happened)) return null;
  log("slack.payload.ignored", { type: nameOnly(happened ?? kind.safeParse(body).data?.type) });
  return { status: 200, body: "" };
}

/** An action, a view or a command that is not (or no longer) ours. */
export function ignored(
  log: Log,
  what: "action" | "view" | "command" | "shortcut" | "suggestion",
  name: unknown,
): void {
  log(`slack.${what}.ignored`, { name: nameOnly(name) });
}

/** Ids of ours and kinds of Slack's look like this; whatever else stands there is not repeated. */
const nameOnly = (name: unknown): string =>
  typeof name === "string" && /^[a-z_./]{1,40}$/.test(name) ? name : "unreadable";
