// Two people press at once, in three thousand orders of everything that the engine waits for: one of them decides, the record has
// that one decision, and the other hears what already happened. A failure prints its seed and its schedule.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Commands } from "../../../src/ports.ts";
import { NOON, sampleAsk, sampleChange, sampleSubmit, sampleVersion, TEAM } from "../../fakes/samples.ts";
import { ADA, EngineDesk } from "./engine-desk.ts";

const ID = "r1";
const ORDERS = 200;

type Verb = "approve" | "deny" | "cancel" | "revoke";
const PRESSES: readonly (readonly [Verb, string])[] = [
  ["approve", "U0BEN"],
  ["approve", "U0CLEO"],
  ["deny", "U0CLEO"],
  ["cancel", "U0ANA"],
  ["revoke", ADA.userId],
];
const PAIRS = PRESSES.flatMap((one, i) => PRESSES.slice(i).map((other) => [one, other] as const));

/** Every method waits until the scheduler lets it, and lets its caller wait once more for the answer. */
const inAnyOrder = <T extends object>(scheduler: fc.Scheduler, name: string, of: T): T =>
  new Proxy(of, {
    get(target, method) {
      const value: unknown = Reflect.get(target, method);
      if (typeof value !== "function") return value;
      return async (...args: unknown[]): Promise<unknown> => {
        await scheduler.schedule(Promise.resolve(), `${name}.${String(method)}`);
        const answer: unknown = await Reflect.apply(value, target, args);
        await scheduler.schedule(Promise.resolve(), `${name}.${String(method)} answers`);
        return answer;
      };
    },
  });

test("there are three thousand orders", () => expect(PAIRS.length * ORDERS).toBe(3_000));

test.each(PAIRS)(
  "%s and %s in any order of what they wait for",
  { timeout: 60_000 },
  async ([one, by], [other, also]) => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const desk = new EngineDesk();
        await desk.record.commit(sampleChange(null, sampleSubmit(sampleAsk(ID)), NOON), sampleVersion());
        const { store, directory, doorbell } = desk.world;
        Object.assign(desk.world, {
          store: inAnyOrder(scheduler, "record", store),
          directory: inAnyOrder(scheduler, "directory", directory),
          doorbell: inAnyOrder(scheduler, "doorbell", doorbell),
        });
        const commands: Commands = desk.commands();
        const press = (verb: Verb, userId: string) =>
          commands[verb]({
            requestId: ID,
            seq: verb === "approve" || verb === "deny" ? 1 : null,
            userId,
            teamId: TEAM,
            reason: null,
          });
        const answers = await scheduler.waitFor(Promise.all([press(one, by), press(other, also)]));

        const events = desk.record.events(ID).map(({ name }) => name);
        const decided = events.filter((name) => ["approved", "denied", "cancelled"].includes(name));
        expect(decided).toHaveLength(1);
        const told = answers.filter(({ ok }) => ok).length;
        // An end may follow an approval that came first; whoever else came second came too late.
        expect(told).toBe(events.includes("ending") ? 2 : 1);
        for (const answer of answers) if (!answer.ok) expect(answer.refusal.kind).toBe("already");
        expect(events).toHaveLength(1 + told);
      }),
      { numRuns: ORDERS },
    );
  },
);
