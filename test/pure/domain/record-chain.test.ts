// The record of a request as a chain: each event carries the hash of the one before it, so that no line can be changed,
// dropped or put in between without a trace.
import fc from "fast-check";
import { expect, test } from "vitest";
import { changeOf, hashEvent, type RequestEvent } from "../../../src/domain/record.ts";
import type { Command, Report, Request } from "../../../src/domain/request.ts";
import { transition } from "../../../src/domain/transition.ts";
import {
  HOUR_MS,
  MINUTE_MS,
  NOON,
  sampleApprove,
  sampleAsk,
  sampleChange,
  sampleEnded,
  sampleGranted,
  sampleSubmit,
} from "../../fakes/samples.ts";

function history(): { request: Request; events: RequestEvent[]; effectIds: string[] } {
  const events: RequestEvent[] = [];
  const effectIds: string[] = [];
  let request: Request | null = null;
  const does = (input: Command | Report, at: number): Request => {
    const change = sampleChange(request, input, at);
    events.push(change.event);
    effectIds.push(...change.effects.map((effect) => effect.id));
    request = change.request;
    return change.request;
  };
  does(sampleSubmit(sampleAsk("r1", { answers: { reason: "\u2028 <!channel> \ud83d\ude00" } })), NOON);
  const granting = does(sampleApprove(), NOON + MINUTE_MS);
  does(sampleGranted(granting, NOON + 2 * MINUTE_MS, NOON + HOUR_MS), NOON + 2 * MINUTE_MS);
  return { request: does(sampleEnded(granting, NOON + HOUR_MS), NOON + HOUR_MS), events, effectIds };
}

/** The first event that does not follow, by position; null where the chain is whole and ends at `head`. */
function breakIn(events: readonly RequestEvent[], head: string): number | null {
  let previous = "";
  for (const [position, { hash, ...event }] of events.entries()) {
    if (event.previous !== previous || event.seq !== position + 1 || hashEvent(event) !== hash) return position;
    previous = hash;
  }
  return previous === head ? null : events.length;
}

test("the events of a request are a whole chain that ends at its head", () => {
  const { request, events } = history();
  expect(events.map((event) => event.name)).toEqual(["submitted", "approved", "granted", "ended"]);
  expect(breakIn(events, request.head)).toBeNull();
  expect(request.seq).toBe(4);
});

test("the chain is whole after a round trip through JSON", () => {
  const { request, events } = history();
  expect(breakIn(JSON.parse(JSON.stringify(events)), request.head)).toBeNull();
});

test("any changed, dropped or swapped line is found", () => {
  const { request, events } = history();
  const position = fc.integer({ min: 0, max: events.length - 1 });
  const member = fc.constantFrom("requestId", "commandId", "name", "actor", "at", "data", "previous", "seq", "hash");
  fc.assert(
    fc.property(position, member, fc.jsonValue(), (at, name, value) => {
      const changed = events.map((event, i) => (i === at ? { ...event, [name]: value } : event));
      fc.pre(JSON.stringify(changed) !== JSON.stringify(events));
      expect(breakIn(changed, request.head)).not.toBeNull();
    }),
  );
  for (let at = 0; at < events.length; at++) expect(breakIn(events.toSpliced(at, 1), request.head)).not.toBeNull();
  expect(breakIn(events.toReversed(), request.head)).not.toBeNull();
});

test("an effect's id is its own, and the same whenever the same event is made again", () => {
  const { effectIds } = history();
  expect(new Set(effectIds).size).toBe(effectIds.length);
  expect(history().effectIds).toEqual(effectIds);
});

test("what leaves no trace makes no change", () => {
  const { request } = history();
  const input = { ...sampleEnded(request, NOON + HOUR_MS), commandId: "again" };
  const seen = transition(request, input, NOON + 2 * HOUR_MS);
  expect(seen.ok && changeOf(seen.value, request, input, NOON + 2 * HOUR_MS)).toBeNull();
});
