// Makes the wire fail at each message of a call in turn, in each way that it can: whatever is thrown must be true of the target, and
// running it again and then taking it away must leave nothing behind. For strategies that speak over a socket.
import { expect, onTestFinished, test } from "vitest";
import { PermanentError, TransientError } from "../../src/ports.ts";
import { callerOf, type StrategyWorld } from "./strategy-world.ts";

/** Faults of the wire by what they do to a message. `giveUp`: the caller's time is up. */
export type MessageFaults<Fault> = Readonly<Record<string, (giveUp: () => void) => Fault>>;

export interface WorldOverWire<Fault> extends StrategyWorld {
  readonly proxy: {
    /** The message with this place in its connection. */
    fail(at: number, fault: Fault): void;
    /** Whether a fault that was asked for has been met by now. */
    readonly met: boolean;
    heal(): void;
  };
}

/** So many messages are no longer one grant. */
const MOST_MESSAGES = 20;

export function everyMessageFails<Fault>(
  name: string,
  freshWorld: () => Promise<WorldOverWire<Fault>>,
  faults: MessageFaults<Fault>,
): void {
  const cases = Object.entries(faults).flatMap(([fault, make]) =>
    (["grant", "revoke"] as const).map((verb) => ({ fault, make, verb })),
  );
  test.each(cases)(`${name}: whichever message of a $verb $fault, nothing is left behind`, async ({ make, verb }) => {
    const world = await freshWorld();
    onTestFinished(async () => {
      await world.allClosed?.();
      await world.close?.();
    });
    let at = 0;
    for (let met = true; met; at += 1) {
      expect(at).toBeLessThan(MOST_MESSAGES);
      met = await failAt(at, make, verb, world);
    }
    expect(at).toBeGreaterThan(4);
  });
}

/** Whether there was such a message. Leaves the world as it found it. */
async function failAt<Fault>(
  at: number,
  fault: (giveUp: () => void) => Fault,
  verb: "grant" | "revoke",
  world: WorldOverWire<Fault>,
): Promise<boolean> {
  const [ana, ben] = world.people;
  const { call, inspect } = callerOf(world);
  const { ids } = await inspect(ana);
  await call("grant", ben);
  if (verb === "revoke") await call("grant", ana, { ids });
  const before = await world.levelOf(ana.id);

  const clock = new AbortController();
  world.proxy.fail(
    at,
    fault(() => clock.abort()),
  );
  const thrown = await call(verb, ana, { ids, key: "a", signal: clock.signal }).then(
    () => null,
    (error: unknown) => error,
  );
  const { met } = world.proxy;
  world.proxy.heal();
  const weakest = world.strategy.levels[0] ?? null;
  const wanted = verb === "grant" ? weakest : null;
  if (thrown === null) expect(await world.levelOf(ana.id)).toBe(wanted);
  else if (thrown instanceof TransientError || thrown instanceof PermanentError) {
    if (thrown.effect === "no") expect(await world.levelOf(ana.id)).toBe(before);
  } else throw thrown;

  await call(verb, ana, { ids, key: "a" });
  expect(await world.levelOf(ana.id)).toBe(wanted);
  await call("revoke", ana, { ids });
  expect((await inspect(ana, { ids })).level).toBeNull();
  expect([await world.levelOf(ana.id), await world.levelOf(ben.id)]).toEqual([null, weakest]);
  await call("revoke", ben);
  return met;
}
