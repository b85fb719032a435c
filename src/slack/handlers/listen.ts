// How every listener is run: its payload is checked, its answer is Slack's to read, and whatever breaks inside is a logged
// error class and a sentence. Nobody ever sees a stack, and nothing that changes state runs after the answer.
import type * as z from "zod";
import type { Front } from "./front.ts";

/** What Slack gets back, and what is said or opened once it has it. `after` must change nothing but what somebody sees. */
export interface Reply<Body> {
  readonly body: Body;
  readonly after?: () => Promise<void>;
}

export interface Listener<Payload, Body> {
  /** For the log: `command`, `approve`. */
  readonly name: string;
  readonly schema: z.ZodType<Payload>;
  /** Inside Slack's three seconds. */
  readonly work: (front: Front, payload: Payload) => Promise<Reply<Body>>;
  /** In place of `work` when it broke. Must not break. */
  readonly sorry: (front: Front, payload: Payload) => Reply<Body>;
  /** The empty answer, for a payload that could not be read. */
  readonly nothing: Body;
}

/** As much of a request of slack-edge's as is read here. */
interface Incoming {
  readonly body: unknown;
}
interface Refused<Body> {
  readonly status: 400;
  readonly body: Body;
}

export type Ack<Body> = (incoming: Incoming) => Promise<Body | Refused<Body>>;
export type Lazy = (incoming: Incoming) => Promise<void>;

/** A listener as slack-edge takes it: the acknowledgement, and what follows it. */
export function listen<Payload, Body>(front: Front, listener: Listener<Payload, Body>): [ack: Ack<Body>, lazy: Lazy] {
  // slack-edge hands the same request to both functions.
  const afters = new WeakMap<Incoming, () => Promise<void>>();
  return [
    async (incoming) => {
      const reply = await answer(front, listener, incoming.body);
      if (reply === null) return { status: 400, body: listener.nothing };
      if (reply.after !== undefined) afters.set(incoming, reply.after);
      return reply.body;
    },
    async (incoming) => {
      try {
        await afters.get(incoming)?.();
      } catch (error) {
        front.log("slack.listener.failed", { listener: listener.name, stage: "after", class: classOf(error) });
      }
    },
  ];
}

/** Null where the payload is not what Slack documents. */
export async function answer<Payload, Body>(
  front: Front,
  { name, schema, work, sorry }: Listener<Payload, Body>,
  body: unknown,
): Promise<Reply<Body> | null> {
  const payload = schema.safeParse(body);
  if (!payload.success) {
    // Only names of ours can stand in the path: members that the schema does not know are not looked at.
    const at = payload.error.issues[0]?.path.join(".") ?? "";
    front.log("slack.payload.refused", { listener: name, at });
    return null;
  }
  try {
    return await work(front, payload.data);
  } catch (error) {
    front.log("slack.listener.failed", { listener: name, stage: "ack", class: classOf(error) });
    return sorry(front, payload.data);
  }
}

const classOf = (error: unknown): string => (error instanceof Error ? error.name : "unknown");
