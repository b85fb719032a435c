// Makes the wire fail at each message of a call in turn, in each way that it can: whatever is thrown must be true of the directory,
// and running it again and then taking it away must leave nothing behind.
import { expect, onTestFinished, test } from "vitest";
import { PermanentError, TransientError } from "../../src/ports.ts";
import { callerOf } from "../contracts/strategy-world.ts";
import type { WireFault } from "./fault-proxy.ts";
import type { LdapWorld } from "./ldap-world.ts";

const FAULTS: Readonly<Record<string, (giveUp: () => void) => WireFault>> = {
  "is lost": () => ({ kind: "lost" }),
  "is done, and its answer is lost": () => ({ kind: "answer_lost" }),
  "is done, and its answer breaks off in the middle": () => ({ kind: "half_answer" }),
  "is done, and answered with trouble": () => ({ kind: "answers", code: 80, after: true }),
  "is not done, and answered with trouble": () => ({ kind: "answers", code: 52 }),
  "is done, and answered too late": (giveUp) => ({ kind: "silent_after", reached: giveUp }),
  "is never passed on": (giveUp) => ({ kind: "silent", reached: giveUp }),
  "is answered by something in between": () => ({
    kind: "says",
    bytes: () => Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"),
  }),
};
/** So many messages are no longer one grant. */
const MOST_MESSAGES = 20;

export function everyMessageFails(name: string, freshWorld: () => Promise<LdapWorld>): void {
  const cases = Object.keys(FAULTS).flatMap((fault) => (["grant", "revoke"] as const).map((verb) => ({ fault, verb })));
  test.each(cases)(`${name}: whichever message of a $verb $fault, nothing is left behind`, async ({ fault, verb }) => {
    const world = await freshWorld();
    onTestFinished(async () => {
      await world.allClosed?.();
      await world.close?.();
    });
    let at = 0;
    for (let met = true; met; at += 1) {
      expect(at).toBeLessThan(MOST_MESSAGES);
      met = await failAt(at, FAULTS[fault] ?? (() => ({ kind: "lost" })), verb, world);
    }
    expect(at).toBeGreaterThan(4);
  });
}

/** Whether there was such a message. Leaves the world as it found it. */
async function failAt(
  at: number,
  fault: (giveUp: () => void) => WireFault,
  verb: "grant" | "revoke",
  world: LdapWorld,
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
  const wanted = verb === "grant" ? "member" : null;
  if (thrown === null) expect(await world.levelOf(ana.id)).toBe(wanted);
  else if (thrown instanceof TransientError || thrown instanceof PermanentError) {
    if (thrown.effect === "no") expect(await world.levelOf(ana.id)).toBe(before);
  } else throw thrown;

  await call(verb, ana, { ids, key: "a" });
  expect(await world.levelOf(ana.id)).toBe(wanted);
  await call("revoke", ana, { ids });
  expect((await inspect(ana, { ids })).level).toBeNull();
  expect([await world.levelOf(ana.id), await world.levelOf(ben.id)]).toEqual([null, "member"]);
  await call("revoke", ben);
  return met;
}
