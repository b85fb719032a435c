// The watchdog's object on the real runtime: woken, it leaves its sign in D1 and has its next look booked, also when it broke.
import { createScheduledController, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import { openStore } from "../../../src/store/open-store.ts";
import { createWiring } from "../../../src/wiring.ts";
import worker from "../entry.ts";
import { putInPlace } from "../in-place.ts";
import { eventually, objectsOver } from "./objects-over.ts";

afterEach(() => putInPlace(null));

const watchdog = () => env.WATCHDOG.getByName("watchdog");
const bookedIn = (): Promise<number> =>
  runInDurableObject(watchdog(), async (_object, { storage }) => ((await storage.getAlarm()) ?? 0) - Date.now());

test("cron wakes a watchdog that was never there, and from then on it looks every five minutes", async () => {
  await worker.scheduled(createScheduledController(), env);
  await eventually(async () => {
    const { watchdog: sign } = (await openStore(env.DB).signs()).finders;
    expect(Date.now() - (sign?.at ?? 0)).toBeLessThan(5 * 60_000);
  });
  expect(await bookedIn()).toBeGreaterThan(4 * 60_000);
});

test("whoever asks first wakes the watchdog, also where cron never ran", async () => {
  const wire = createWiring({ log: () => undefined, defer: (work) => void work() });
  wire(env).frontDoor();
  await eventually(async () => expect(await bookedIn()).toBeGreaterThan(4 * 60_000));
});

test("a watchdog that breaks has its next look booked all the same", async () => {
  let broken = 0;
  objectsOver(() => ({
    clock: {
      now: () => {
        if (broken++ > 0) throw new TypeError("a mistake");
        return Date.now();
      },
      within: () => Promise.reject(new TypeError("a mistake")),
    },
  }));
  await watchdog().wake();
  await eventually(() => expect(broken).toBeGreaterThan(1));
  putInPlace(null);
  expect(await bookedIn()).toBeGreaterThan(1_000);
});
