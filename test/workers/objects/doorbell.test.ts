// The object of a request as a doorbell: a ring is never lost, a wake-up never moves later, and nothing is left of an object
// that nobody needs any more.
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, expect, test } from "vitest";
import type { World } from "../../../src/engine/world.ts";
import { TransientError } from "../../../src/ports.ts";
import { putInPlace } from "../in-place.ts";
import { bookedAt, eventually, objectsOver, request } from "./objects-over.ts";

afterEach(() => putInPlace(null));

const HOUR = 3_600_000;

const over = (work: World["store"]["work"]): void => objectsOver((world) => ({ store: { ...world.store, work } }));

/** The alarm of `r` is at work, and stays so until it is let go. */
async function alarmAtWork(): Promise<{ woken(): number; letGo(): void }> {
  let woken = 0;
  let release = false;
  over(async () => {
    woken++;
    while (!release) await scheduler.wait(5);
    return null;
  });
  await request("r").ring();
  await eventually(() => expect(woken).toBe(1));
  return {
    woken: () => woken,
    letGo() {
      release = true;
    },
  };
}

test("a ring while the alarm is at work is not lost: it wakes again at once", async () => {
  const alarm = await alarmAtWork();
  await request("r").ring();
  expect(alarm.woken()).toBe(1);
  alarm.letGo();
  await eventually(() => expect(alarm.woken()).toBe(2));
});

test("a wake-up only ever moves earlier", async () => {
  const soon = Date.now() + HOUR;
  await request("r").arm(soon + HOUR);
  await request("r").arm(soon);
  await request("r").arm(soon + HOUR);
  expect(await bookedAt("r")).toBe(soon);
});

test("a wake-up in the past is booked for the next moment, and rings", async () => {
  let woken = 0;
  over(() => {
    woken++;
    return Promise.resolve(null);
  });
  await request("r").arm(Date.now() - HOUR);
  await eventually(() => expect(woken).toBe(1));
});

test("a wake-up that finds no row looks once more after ten minutes, then nothing is left of its object", async () => {
  over(() => Promise.resolve(null));
  const before = Date.now();
  await request("r").ring();
  await eventually(async () => expect(await bookedAt("r")).toBeGreaterThanOrEqual(before + 10 * 60_000));
  await runInDurableObject(request("r"), (object) => object.alarm());
  const left = await runInDurableObject(request("r"), async (_object, { storage }) => [
    [...storage.kv.list()],
    await storage.getAlarm(),
  ]);
  expect(left).toEqual([[], null]);
});

test("a record that is out of reach is asked again within a minute", async () => {
  let woken = 0;
  over(() => {
    woken++;
    return Promise.reject(new TransientError("the record did not answer", { effect: "no" }));
  });
  const before = Date.now();
  await request("r").ring();
  await eventually(() => expect(woken).toBe(1));
  await eventually(async () => {
    const booked = (await bookedAt("r")) ?? 0;
    expect(booked).toBeGreaterThan(before + 50_000);
    expect(booked).toBeLessThan(Date.now() + 70_000);
  });
});

test("a wake-up that is armed while the alarm is at work is not moved when the alarm books the next one", async () => {
  const alarm = await alarmAtWork();
  // Later than what the alarm booked for its own death, and long before its second look.
  const at = Date.now() + 2 * 60_000;
  await request("r").arm(at);
  expect(await bookedAt("r")).toBeLessThan(at);
  alarm.letGo();
  await eventually(async () => expect(await bookedAt("r")).toBe(at));
});

test("an object that came up anew still knows what it owes, and stays for it; then nothing is left of it", async () => {
  over(() => Promise.resolve(null));
  await request("r").ring();
  await eventually(async () => expect(await bookedAt("r")).toBeGreaterThan(Date.now() + 5 * 60_000));
  const [first, then] = [Date.now() + 60_000, Date.now() + 2 * 60_000];
  await request("r").arm(first);
  await request("r").arm(then);
  await evictDurableObject(request("r"));
  // The alarm goes off, and its second look finds nothing: the object would go.
  await runInDurableObject(request("r"), (object) => object.alarm());
  expect(await bookedAt("r")).toBeLessThanOrEqual(then);
  await request("r").ring(then);
  await eventually(async () => expect(await bookedAt("r")).toBeNull());
});

test("an object that came up anew takes a near alarm for one that somebody relies on", async () => {
  over(() => Promise.resolve(null));
  const [theirs, mine] = [Date.now() + 60_000, Date.now() + 50_000];
  await request("r").arm(theirs);
  await evictDurableObject(request("r"));
  await request("r").arm(mine);
  expect(await bookedAt("r")).toBe(mine);
  await evictDurableObject(request("r"));
  await request("r").ring(mine);
  await eventually(async () => expect(await bookedAt("r")).toBe(theirs));
});

test("a request that is armed and rung stores nothing for it", async () => {
  const at = Date.now() + 60_000;
  await request("r").arm(at);
  const stored = await runInDurableObject(request("r"), (_object, { storage }) => [...storage.kv.list()]);
  expect([stored, await bookedAt("r")]).toEqual([[], at]);
});

test("whoever rings takes back only what they had armed", async () => {
  over(() => Promise.resolve(null));
  const [mine, theirs] = [Date.now() + 2 * 60_000, Date.now() + 3 * 60_000];
  await request("r").arm(mine);
  await request("r").arm(theirs);
  await request("r").ring(mine);
  await eventually(async () => expect(await bookedAt("r")).toBe(theirs));
});

test("an alarm knows which request it is for, though nobody told the object", async () => {
  const asked: string[] = [];
  over((id) => {
    asked.push(id);
    return Promise.resolve(null);
  });
  await request("r").arm(Date.now() + 1);
  await eventually(() => expect(asked).toEqual(["r"]));
});

test("of an object that was armed for what came to nothing nothing is left", async () => {
  const at = Date.now() + HOUR;
  await request("r").arm(at);
  await request("r").disarm(at);
  const left = await runInDurableObject(request("r"), async (_object, { storage }) => [
    [...storage.kv.list()],
    await storage.getAlarm(),
  ]);
  expect(left).toEqual([[], null]);
});

test("an object that somebody else has armed stays for them", async () => {
  const [mine, theirs] = [Date.now() + HOUR, Date.now() + 2 * HOUR];
  await request("r").arm(theirs);
  await request("r").arm(mine);
  await request("r").disarm(mine);
  expect(await bookedAt("r")).toBe(mine);
});

test("an early end with no memory of a request is answered as such", async () => {
  expect(await request("r").release("T0/U0ANA", true)).toBe("unknown_request");
});
