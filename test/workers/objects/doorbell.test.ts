// The object of a request as a doorbell: a ring is never lost, a wake-up never moves later, and nothing is left of an object
// that nobody needs any more.
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
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
  await request("r").ring("r");
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
  await request("r").ring("r");
  expect(alarm.woken()).toBe(1);
  alarm.letGo();
  await eventually(() => expect(alarm.woken()).toBe(2));
});

test("a wake-up only ever moves earlier", async () => {
  const soon = Date.now() + HOUR;
  await request("r").arm("r", soon + HOUR);
  await request("r").arm("r", soon);
  await request("r").arm("r", soon + HOUR);
  expect(await bookedAt("r")).toBe(soon);
});

test("a wake-up in the past is booked for the next moment, and rings", async () => {
  let woken = 0;
  over(() => {
    woken++;
    return Promise.resolve(null);
  });
  await request("r").arm("r", Date.now() - HOUR);
  await eventually(() => expect(woken).toBe(1));
});

test("a wake-up that finds no row looks once more after ten minutes, then nothing is left of its object", async () => {
  over(() => Promise.resolve(null));
  const before = Date.now();
  await request("r").ring("r");
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
  await request("r").ring("r");
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
  await request("r").arm("r", at);
  expect(await bookedAt("r")).toBeLessThan(at);
  alarm.letGo();
  await eventually(async () => expect(await bookedAt("r")).toBe(at));
});

test("an object that came up anew still knows what it owes, and stays for it; then nothing is left of it", async () => {
  over(() => Promise.resolve(null));
  await request("r").ring("r");
  await eventually(async () => expect(await bookedAt("r")).toBeGreaterThan(Date.now() + 5 * 60_000));
  const at = Date.now() + 2 * 60_000;
  await request("r").arm("r", at);
  await evictDurableObject(request("r"));
  // The second look that finds nothing: the object would go.
  await runInDurableObject(request("r"), (object) => object.alarm());
  expect(await bookedAt("r")).toBeLessThanOrEqual(at);
  await request("r").ring("r", at);
  await eventually(async () => expect(await bookedAt("r")).toBeNull());
});

test("whoever rings takes back only what they had armed", async () => {
  over(() => Promise.resolve(null));
  const [mine, theirs] = [Date.now() + 2 * 60_000, Date.now() + 3 * 60_000];
  await request("r").arm("r", mine);
  await request("r").arm("r", theirs);
  await request("r").ring("r", mine);
  await eventually(async () => expect(await bookedAt("r")).toBe(theirs));
});

test("an object that was never told which request it is for does nothing", async () => {
  const stub = env.REQUESTS.getByName("r");
  await runInDurableObject(stub, (object) => object.alarm());
  expect(await bookedAt("r")).toBeNull();
});

test("an early end with no memory of a request is answered as such", async () => {
  expect(await request("r").release("T0/U0ANA", true)).toBe("unknown_request");
});
