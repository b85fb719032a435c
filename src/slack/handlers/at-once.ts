// What people wait for most, answered ahead of slack-edge: a line that opens something, a form that is sent, Approve. Each is
// the listener that slack-edge would have found; nothing that slack-edge prepares is needed for it.
import { memberOf } from "../../domain/member.ts";
import { APPROVE, onApprove } from "./approve.ts";
import { openAtOnce } from "./command.ts";
import type { Front } from "./front.ts";
import { type Ack, type Lazy, listen } from "./listen.ts";
import { FORM_SENT, onFormSent } from "./submit-form.ts";
import type { ViewBody } from "./view-replies.ts";

interface Context {
  waitUntil(work: Promise<unknown>): void;
}

/** `body`: verified, not yet read. Null for everything that slack-edge is to look at. */
export type AtOnce = (body: Uint8Array, context: Context) => Promise<Response | null>;

type Answering = (payload: unknown, context: Context) => Promise<Response>;

export function createAtOnce(front: Front): AtOnce {
  const listeners = new Map<string, Answering>([
    [`block_actions ${APPROVE}`, answering(listen(front, onApprove))],
    [`view_submission ${FORM_SENT}`, answering(listen(front, onFormSent))],
  ]);

  return async (body, context) => {
    const start = String.fromCharCode(...body.subarray(0, INTERACTION.length));
    if (start.startsWith("{")) return null;
    const form = new URLSearchParams(utf8.decode(body));
    if (start !== INTERACTION) return openAtOnce(front, form);
    const payload = read(form.get("payload"));
    const listener = listeners.get(addressOf(payload));
    return listener === undefined ? null : listener(payload, context);
  };
}

/** How the body of every click and submission begins; events are JSON. */
const INTERACTION = "payload=";
const utf8 = new TextDecoder();

/** Which listener a payload is for; whether it is one is for that listener's schema to say. */
function addressOf(payload: unknown): string {
  const type = memberOf(payload, "type");
  const id = type === "view_submission" ? memberOf(memberOf(payload, "view"), "callback_id") : firstAction(payload);
  return `${type} ${id}`;
}

function firstAction(payload: unknown): unknown {
  const actions = memberOf(payload, "actions");
  return Array.isArray(actions) ? memberOf(actions[0], "action_id") : undefined;
}

/** Null where it is no JSON: slack-edge says so. */
function read(payload: string | null): unknown {
  try {
    return JSON.parse(payload ?? "");
  } catch {
    return null;
  }
}

/** The same answers as slack-edge gives for a listener's. */
function answering([ack, lazy]: [Ack<ViewBody>, Lazy]): Answering {
  return async (body, context) => {
    const incoming = { body };
    const said = await ack(incoming);
    context.waitUntil(lazy(incoming));
    if (said === "") return new Response(null);
    return "status" in said ? new Response(null, { status: 400 }) : Response.json(said);
  };
}
