// The playground's way into the bot: moves its clock and makes everything happen that is then due, and tells what the
// record says. Opens only with the key of this start; never part of what is published.
import * as z from "zod";
import type { Wiring } from "../../src/wiring.ts";
import { moveTo, now } from "./clock.ts";
import type { ClockAnswer, DeploymentAnswer } from "./door-answers.ts";
import type { PlaygroundEnv } from "./env.ts";
import { namedIn } from "./named-in.ts";
import { dueRequests, openRequests, openSlots, readRecord } from "./record.ts";

export const DOOR = "/playground/";

/** How long a jump waits for what it made due. */
const LIMIT_MS = 10_000;
const LOOK_AGAIN_MS = 100;
const RING_AGAIN_MS = 1_000;

const jumpBody = z.object({ offsetMs: z.number().nonnegative() });

export async function answerAtDoor(request: Request, env: PlaygroundEnv, wiring: Wiring): Promise<Response> {
  if (request.headers.get("authorization") !== `Bearer ${env.PLAYGROUND_KEY}`)
    return new Response(null, { status: 403 });
  switch (`${request.method} ${new URL(request.url).pathname}`) {
    case `POST ${DOOR}clock`:
      return Response.json(await jump(env, wiring, jumpBody.parse(await request.json()).offsetMs));
    case `GET ${DOOR}record`:
      return Response.json(await readRecord(env.DB));
    case `GET ${DOOR}deployment`:
      return Response.json(describe(wiring));
    default:
      return new Response(null, { status: 404 });
  }
}

/** Timers were set by the old time, so all that are left are woken, and again until nothing is due. */
async function jump(env: PlaygroundEnv, wiring: Wiring, offsetMs: number): Promise<ClockAnswer> {
  const { doorbell, entitlements } = wiring.world;
  moveTo(offsetMs);
  for (const access of await openSlots(env.DB)) await entitlements.wake(access);
  for (const id of await openRequests(env.DB)) await doorbell.ring(id);
  await wiring.sweep();
  const startedAt = Date.now();
  let rungAt = startedAt;
  for (;;) {
    const due = await dueRequests(env.DB, now());
    if (due.length === 0) return { offsetMs, settled: true };
    if (Date.now() - startedAt > LIMIT_MS) return { offsetMs, settled: false };
    if (Date.now() - rungAt > RING_AGAIN_MS) {
      for (const id of due) await doorbell.ring(id);
      rungAt = Date.now();
    }
    await scheduler.wait(LOOK_AGAIN_MS);
  }
}

/** What is wrong comes from the bot itself: what its front door says when it is asked to open. */
function describe(wiring: Wiring): DeploymentAnswer {
  try {
    wiring.frontDoor();
  } catch (error) {
    return { ok: false, problem: error instanceof Error ? error.message : String(error) };
  }
  return { ok: true, ...namedIn(wiring.world.deployment) };
}
