// A sample of the bad input against the Worker in workerd, by HTTP: what real parsers, a real record and a real runtime make
// of it. The same numbers draw other bytes than in this process, since the ids are others.
import { setTimeout as pause } from "node:timers/promises";
import { TEAM } from "../../bench/harness/slack-requests.ts";
import type { RequestEvent } from "../../src/domain/record.ts";
import { drawsFor } from "../bad-input/input.ts";
import { isJustified, mayOrder } from "../bad-input/justified.ts";
import type { Place } from "../bad-input/place.ts";
import { emptyTally, QUIET, type Tally } from "../bad-input/tally.ts";
import { EVENTS, type Wire } from "../bad-input/wire.ts";
import { ADMIN, APPROVER, REQUESTS } from "./flows.ts";
import { carryOut } from "./person.ts";
import type { Wish } from "./plan.ts";
import type { Button } from "./slack.ts";
import { readRecord } from "./verdict.ts";
import { REASON, startAround, UNSPEAKABLE, type WorldAround } from "./world-around.ts";

const FLOW = "team";
const ASKER = "U0ASKER";
const STRANGER = "U0OTTO";
const LONGEST_MS = 8 * 60_000;
const COMES_WITHIN_MS = 30_000;
const HANGS_MS = 30_000;
const LOOK_MS = 50;

export async function sampleInWorkerd(from: number, count: number): Promise<Tally> {
  const around = await startAround({ plan: "kill", speed: 1, seed: from, standing: [], slowestMs: 0 });
  const tally = emptyTally();
  const sent: Wire[] = [];
  try {
    const place = await furnished(around);
    const draw = drawsFor(place, () => ({
      signingSecret: around.signingSecret,
      nowS: Math.floor(Date.now() / 1_000),
    }));
    const before = new Set((await eventsNow(around)).map(({ hash }) => hash));
    for (let number = from; number < from + count; number++) {
      const wire = draw(number);
      sent.push(wire);
      await one(around, wire, number, tally);
    }
    // What an order of an admin sets off comes behind its answer.
    await pause(1_000);
    await around.runtime.sweep();
    judge(
      tally,
      (await eventsNow(around)).filter(({ hash }) => !before.has(hash)),
      (event) => sent.some((wire) => isJustified(event, wire, place)),
    );
    const [orders] = await around.runtime.rows("SELECT count(*) AS n FROM orders");
    tally.orders = Number(orders?.["n"]);
    if (tally.orders > sent.filter((wire) => mayOrder(wire, place)).length)
      tally.findings.push({ number: from, what: "an order of an admin was placed that no admin asked for" });
    for (const what of around.complaints) tally.findings.push({ number: from, what });
    return tally;
  } finally {
    await around.stop();
  }
}

/** One request that waits, and one whose access is there. */
async function furnished(around: WorldAround): Promise<Place> {
  const wish = (at: number): Wish => ({
    ticket: `ticket-${1_000_000 + at}`,
    viewId: `V0FIRST${at}`,
    userId: ASKER,
    team: at === 0 ? "orders" : "billing",
    durationMs: LONGEST_MS,
    way: at === 0 ? "nothing" : "kept",
    afterKills: 0,
    afterMs: 0,
    thinksMs: 0,
  });
  const [waiting, kept] = [wish(0), wish(1)];
  await carryOut(around, waiting);
  await carryOut(around, kept);
  const shown = async (ticket: string, button: Button): Promise<string> => {
    for (const until = Date.now() + COMES_WITHIN_MS; Date.now() < until; await pause(LOOK_MS)) {
      const value = around.slack.button(ticket, button);
      if (value !== null) return value;
    }
    throw new Error(`${ticket} never had the button ${button}`);
  };
  return {
    team: TEAM,
    asker: ASKER,
    approver: APPROVER,
    admin: ADMIN,
    stranger: STRANGER,
    channel: REQUESTS,
    pending: await shown(waiting.ticket, "approve"),
    active: await shown(kept.ticket, "revoke"),
    formMetadata: String(around.form(FLOW)["private_metadata"]),
    filled: {
      target: { chosen: "search" },
      duration: { chosen: String(LONGEST_MS) },
      "field.ticket": { typed: "ticket-2000000" },
      "field.reason": { typed: REASON },
    },
    flow: FLOW,
    canary: REASON,
  };
}

async function one({ runtime }: WorldAround, wire: Wire, number: number, tally: Tally): Promise<void> {
  const say = (what: string): void => void tally.findings.push({ number, what });
  const { method, path, headers, body } = wire;
  const began = performance.now();
  try {
    const response = await fetch(`${runtime.address}${path}`, {
      method,
      headers,
      signal: AbortSignal.timeout(HANGS_MS),
      ...(method === "GET" ? {} : { body }),
    });
    const text = await response.text();
    tally.statuses[response.status] = (tally.statuses[response.status] ?? 0) + 1;
    if (!QUIET.has(response.status)) say(`answered with ${response.status}`);
    if (UNSPEAKABLE.some((secret) => secret !== REASON && text.includes(secret))) say("the answer holds a secret");
    if (!wire.genuine && path === EVENTS && response.status < 400) say(`forged, and answered with ${response.status}`);
  } catch (error) {
    say(`no answer: ${error instanceof Error ? error.message : "something"}`);
  }
  tally.inputs += 1;
  if (!wire.genuine) tally.forged += 1;
  tally.slowestMs = Math.max(tally.slowestMs, performance.now() - began);
}

const eventsNow = async ({ runtime }: WorldAround): Promise<RequestEvent[]> =>
  [...(await readRecord(runtime)).events.values()].flat();

function judge(tally: Tally, events: readonly RequestEvent[], justified: (event: RequestEvent) => boolean): void {
  for (const event of events) {
    // What timers and Entitlements report follows from what people did.
    if (event.actor.kind !== "person" || event.name === "ended") continue;
    tally.effects[event.name] = (tally.effects[event.name] ?? 0) + 1;
    if (!justified(event))
      tally.findings.push({ number: -1, what: `an event ${event.name} came of inputs that did not ask for it` });
  }
}
