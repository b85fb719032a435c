// Objects that come up over a world of a test's own: the deployed one but for what the test changes. Alarms ring by themselves
// here, in real time.
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { vi } from "vitest";
import type { World } from "../../../src/engine/world.ts";
import { createWiring } from "../../../src/wiring.ts";
import { putInPlace } from "../in-place.ts";

/** For all objects that come up from now on, until `putInPlace(null)`. */
export function objectsOver(change: (world: World) => Partial<World>): void {
  const wire = createWiring({ log: () => undefined });
  putInPlace((bindings) => {
    const wiring = wire(bindings);
    return { ...wiring, world: { ...wiring.world, ...change(wiring.world) } };
  });
}

/** The dead-man's switch of an alarm that begins now is booked `ms` ahead instead of a minute. */
export const deadManWithin = (ms: number): Pick<World, "clock"> => ({
  clock: { now: () => Date.now() - 60_000 + ms, within: (_limitMs, work) => work(new AbortController().signal) },
});

export const request = (name: string) => env.REQUESTS.getByName(name);

/** When the object's alarm is booked; null where none is. */
export const bookedAt = (name: string): Promise<number | null> =>
  runInDurableObject(request(name), (_object, { storage }) => storage.getAlarm());

/** Waits until an alarm, which rings in real time, has done what is checked: as long as a busy machine may need. */
export const eventually = (check: () => unknown): Promise<unknown> =>
  vi.waitFor(check, { timeout: 10_000, interval: 10 });
