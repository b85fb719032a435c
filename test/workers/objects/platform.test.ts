// What the objects stand on: facts of the platform about storage and alarms. A runtime that changes one of them turns this red.
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { afterEach, expect, test } from "vitest";
import { putInPlace } from "../in-place.ts";
import { bookedAt, deadManWithin, eventually, objectsOver, request } from "./objects-over.ts";

afterEach(() => putInPlace(null));

/** Says what the runtime's own log leaves out, so that what is meant to happen is not reported. */
const bug = (): Error => new Error("disconnected: operation canceled");

/** Long enough ahead that it does not ring while the test runs. */
const FAR = 3_600_000;

test("an alarm that is booked inside a transaction is rolled back with it", async () => {
  const before = Date.now() + FAR;
  const after = await runInDurableObject(request("r"), async (_object, { storage }) => {
    await storage.setAlarm(before);
    storage.kv.put("state", "before");
    try {
      storage.transactionSync(() => {
        storage.kv.put("state", "within");
        void storage.setAlarm(before + FAR);
        throw new Error("broken off");
      });
    } catch {
      // As meant.
    }
    return [storage.kv.get("state"), await storage.getAlarm()];
  });
  expect(after).toEqual(["before", before]);
});

test("an alarm that is booked inside a transaction is kept with it", async () => {
  const at = Date.now() + FAR;
  const after = await runInDurableObject(request("r"), async (_object, { storage }) => {
    storage.transactionSync(() => {
      storage.kv.put("state", "within");
      void storage.setAlarm(at);
    });
    return [storage.kv.get("state"), await storage.getAlarm()];
  });
  expect(after).toEqual(["within", at]);
});

test("deleteAll clears the alarm too", async () => {
  const left = await runInDurableObject(request("r"), async (_object, { storage }) => {
    storage.kv.put("state", "something");
    await storage.setAlarm(Date.now() + FAR);
    await storage.deleteAll();
    return [[...storage.kv.list()], await storage.getAlarm()];
  });
  expect(left).toEqual([[], null]);
});

test("an alarm survives the eviction of its object, and rings in the one that comes up for it", async () => {
  let woken = 0;
  objectsOver((world) => ({
    store: {
      ...world.store,
      work: () => {
        woken++;
        return Promise.resolve(null);
      },
    },
  }));
  await request("r").arm(Date.now() + 300);
  await runInDurableObject(request("r"), (object) => void Reflect.set(object, "isFirst", true));
  await evictDurableObject(request("r"));
  expect(woken).toBe(0);
  await eventually(() => expect(woken).toBe(1));
  expect(await runInDurableObject(request("r"), (object) => "isFirst" in object)).toBe(false);
});

test("an alarm that throws after it has booked the next one goes on for ever, well past the platform's own retries", async () => {
  let woken = 0;
  objectsOver((world) => ({
    ...deadManWithin(20),
    store: {
      ...world.store,
      work: () => {
        woken++;
        throw bug();
      },
    },
  }));
  await request("r").ring();
  await eventually(() => expect(woken).toBeGreaterThan(10));
  expect(await bookedAt("r")).not.toBeNull();
});

test("an alarm that throws leaves the wake-up that it has booked, not a retry of the platform's", async () => {
  let woken = 0;
  objectsOver((world) => ({
    store: {
      ...world.store,
      work: () => {
        woken++;
        throw bug();
      },
    },
  }));
  const before = Date.now();
  await request("r").ring();
  await eventually(() => expect(woken).toBe(1));
  await eventually(async () => expect(await bookedAt("r")).toBeGreaterThanOrEqual(before + 60_000));
});
