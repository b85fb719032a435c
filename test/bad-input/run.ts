// Many bad inputs, one after the other, through the front door of a house: what every single one of them must leave as it was.
// Never stops at the first finding; gives the number of each, which draws it again.

import { NOON } from "../fakes/samples.ts";
import { CANARY, House, place, SECRETS, SIGNING_SECRET } from "./house.ts";
import { drawsFor } from "./input.ts";
import { isJustified, mayOrder } from "./justified.ts";
import { emptyTally, QUIET, type Tally } from "./tally.ts";
import { EVENTS, type Wire } from "./wire.ts";

/** Nothing hangs: an answer that takes longer never comes. */
const HANGS_MS = 30_000;
/** A house is used this often at most, so that a run of any length fits into memory. */
const USES = 500;

const draw = drawsFor(place, () => ({ signingSecret: SIGNING_SECRET, nowS: Math.floor(NOON / 1_000) }));

export async function runInputs(from: number, count: number, tally: Tally = emptyTally()): Promise<Tally> {
  const unhandled: unknown[] = [];
  const note = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", note);
  try {
    let house = await House.opened();
    for (let number = from, used = 0; number < from + count; number++, used++) {
      const wire = draw(number);
      const changed = await one(house, wire, number, tally);
      // A turn of the loop later, a rejection that nobody handled has been told.
      if (number % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
      for (const error of unhandled.splice(0))
        tally.findings.push({
          number,
          what: `rejected unhandled: ${error instanceof Error ? error.message : "something"}`,
        });
      if (!changed && used < USES) continue;
      house = await House.opened();
      used = 0;
    }
    await new Promise((resolve) => setImmediate(resolve));
    for (const error of unhandled)
      tally.findings.push({ number: from + count - 1, what: `rejected unhandled: ${String(error)}` });
    return tally;
  } finally {
    process.off("unhandledRejection", note);
  }
}

/** True where the record is another one now. */
async function one(house: House, wire: Wire, number: number, tally: Tally): Promise<boolean> {
  const say = (what: string): void => void tally.findings.push({ number, what });
  const before = { calls: house.slackCalls() };
  house.logged = [];
  house.asked = [];
  const began = performance.now();
  let answer: { status: number; text: string };
  try {
    answer = await within(HANGS_MS, house.take(wire));
  } catch (error) {
    say(`threw: ${error instanceof Error ? error.message : "something"}`);
    return true;
  }
  tally.slowestMs = Math.max(tally.slowestMs, performance.now() - began);
  tally.inputs += 1;
  tally.statuses[answer.status] = (tally.statuses[answer.status] ?? 0) + 1;
  if (!QUIET.has(answer.status)) say(`answered with ${answer.status}`);
  if (SECRETS.some((secret) => answer.text.includes(secret))) say("the answer holds a secret");
  if (house.logged.some((line) => [...SECRETS, CANARY].some((text) => line.includes(text))))
    say("the log holds a secret");
  for (const url of house.strayed.splice(0)) say(`something was sent to ${url}`);
  if (Object.hasOwn(Object.prototype, "polluted")) say("the prototype of everything was changed");
  if (!wire.genuine) {
    tally.forged += 1;
    if (wire.path === EVENTS && answer.status < 400) say(`forged, and answered with ${answer.status}`);
    if (house.asked.length > 0 || house.slackCalls() > before.calls) say("forged, and heard behind the door");
  }
  const { events, orders } = house.news();
  for (const event of events) {
    tally.effects[event.name] = (tally.effects[event.name] ?? 0) + 1;
    if (!isJustified(event, wire, place)) say(`caused the event ${event.name}, which it did not ask for`);
  }
  tally.orders += orders;
  if (orders > 0 && !mayOrder(wire, place)) say("placed an order of an admin");
  return events.length > 0 || orders > 0;
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error("no answer ever came")), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
