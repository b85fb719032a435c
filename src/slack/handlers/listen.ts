// How every listener is run: its payload is checked, its answer is there before Slack stops waiting, and whatever breaks
// inside is a logged error class and a sentence. Nobody ever sees a stack, and nothing that changes state begins after the
// answer.
import type * as z from "zod";
import { TransientError } from "../../ports.ts";
import { whoIn } from "../payload.ts";
import { type Front, turnAway } from "./front.ts";

/**
 * Slack stops waiting after three seconds, the way there and back included. The limits of all that one answer may ask of
 * Slack and of the record add up to more, so the answer has one of its own.
 */
const ANSWER_WITHIN_MS = 2_400;

/** What Slack gets back, and what is said or opened once it has it. `after` must change nothing but what somebody sees. */
export interface Reply<Body> {
  readonly body: Body;
  readonly after?: () => Promise<void>;
}

export interface Listener<Payload, Body> {
  /** For the log: `command`, `approve`. */
  readonly name: string;
  readonly schema: z.ZodType<Payload>;
  /** Begins at once. What takes longer than Slack waits goes on, and comes to the end that it would have come to. */
  readonly work: (front: Front, payload: Payload) => Promise<Reply<Body>>;
  /**
   * In place of an answer that is not there in time; `coming` is that answer, and never rejects. Where this is not given:
   * the empty answer, followed by what follows the one that is coming.
   */
  readonly late?: (front: Front, payload: Payload, coming: Promise<Reply<Body>>) => Reply<Body>;
  /** In place of `work` when it broke. Must not break. */
  readonly sorry: (front: Front, payload: Payload) => Reply<Body>;
  /** In place of what follows the answer when that broke; where it is not given, what follows `sorry`. */
  readonly sorryAfter?: (front: Front, payload: Payload) => Promise<void>;
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
      const payload = payloadFor(front, listener, incoming.body);
      if (payload === null) return { status: 400, body: listener.nothing };
      const reply = await inTime(front, listener, payload);
      if (reply.after !== undefined) afters.set(incoming, reply.after);
      return reply.body;
    },
    async (incoming) => {
      await afters.get(incoming)?.();
    },
  ];
}

/** Null where the payload is not what Slack documents. */
export function payloadFor<Payload, Body>(
  front: Front,
  { name, schema }: Listener<Payload, Body>,
  body: unknown,
): Payload | null {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  // Only names of ours can stand in the path: members that the schema does not know are not looked at.
  const at = read.error.issues[0]?.path.join(".") ?? "";
  front.log("slack.payload.refused", { listener: name, at });
  turnAway(front, whoIn(body), name, "payload_refused", { at });
  return null;
}

/** The answer, or what stands in its place when Slack would not wait for it any longer. */
async function inTime<Payload, Body>(
  front: Front,
  listener: Listener<Payload, Body>,
  payload: Payload,
): Promise<Reply<Body>> {
  const coming = answer(front, listener, payload);
  try {
    return await front.clock.within(ANSWER_WITHIN_MS, () => coming);
  } catch (error) {
    if (!(error instanceof TransientError)) throw error;
    front.log("slack.answer.delayed", { listener: listener.name });
    const said = listener.late?.(front, payload, coming) ?? { body: listener.nothing };
    const saying = said.after === undefined ? null : calmly(front, listener, payload, said.after);
    const rest = async () => (await coming).after?.();
    return { body: said.body, after: async () => void (await Promise.all([rest(), saying?.()])) };
  }
}

/** Neither it nor what follows it throws. */
export async function answer<Payload, Body>(
  front: Front,
  listener: Listener<Payload, Body>,
  payload: Payload,
): Promise<Reply<Body>> {
  let reply: Reply<Body>;
  try {
    reply = await listener.work(front, payload);
  } catch (error) {
    broke(front, listener, "ack", error);
    reply = listener.sorry(front, payload);
  }
  return reply.after === undefined ? reply : { ...reply, after: calmly(front, listener, payload, reply.after) };
}

function calmly<Payload, Body>(
  front: Front,
  listener: Listener<Payload, Body>,
  payload: Payload,
  after: () => Promise<void>,
): () => Promise<void> {
  return async () => {
    try {
      await after();
    } catch (error) {
      broke(front, listener, "after", error);
      const apology = listener.sorryAfter?.(front, payload) ?? listener.sorry(front, payload).after?.();
      await apology?.catch((worse: unknown) => broke(front, listener, "sorry", worse));
    }
  };
}

const broke = (front: Front, { name }: { name: string }, stage: "ack" | "after" | "sorry", error: unknown): void =>
  front.log("slack.listener.failed", { listener: name, stage, class: error instanceof Error ? error.name : "unknown" });
