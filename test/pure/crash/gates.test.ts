// A gate is advice: one that is out of reach, dead or wrong holds up no end, and a grant no longer than its deadline. A target
// that publishes no limits has none.
import { expect, test } from "vitest";
import type { GateAnswer } from "../../../src/domain/turn.ts";
import { TransientError } from "../../../src/ports.ts";
import { HOUR_MS, MINUTE_MS, NOON } from "../../fakes/samples.ts";
import { brokenPromises } from "../../world/invariants.ts";
import type { SimOptions } from "../../world/options.ts";
import { ask, find, press, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

const limits = () => ({ perSecond: 20, outstanding: 2 });
const worldWith = (options: Partial<SimOptions> = {}): SimWorld =>
  new SimWorld({ versions: [VERSION], limits, ...options });

async function approved(world: SimWorld, durationMs: number): Promise<void> {
  await ask(world, "V1", "write", durationMs);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + MINUTE_MS);
}
const goneAfter = (world: SimWorld): number => {
  const change = world.target.changes.find(({ to }) => to === null);
  return (change?.at ?? Number.POSITIVE_INFINITY) - (find(world, "V1")?.granted?.until ?? 0);
};
const noGate: SimOptions["plan"] = ({ name }) => (name.startsWith("gate.") ? "error" : null);

test("a target that publishes no limits is called without asking any gate", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await approved(world, 30 * MINUTE_MS);
  await world.until(NOON + HOUR_MS);
  expect(world.passed.filter((name) => name.startsWith("gate."))).toEqual([]);
  expect(find(world, "V1")?.outcome).toBe("expired");
});

test("one grant costs two questions, and so does its end", async () => {
  const world = worldWith({ limits: () => ({ perSecond: 20, outstanding: null }) });
  await approved(world, 30 * MINUTE_MS);
  expect(world.passed.filter((name) => name.startsWith("gate."))).toEqual(["gate.ask"]);
  await world.until(NOON + HOUR_MS);
  expect(world.passed.filter((name) => name.startsWith("gate."))).toEqual(["gate.ask", "gate.ask"]);
});

test("a gate that is out of reach holds up no end", async () => {
  const world = worldWith();
  await approved(world, 30 * MINUTE_MS);
  world.plan = noGate;
  await world.until(NOON + HOUR_MS);
  expect(goneAfter(world)).toBeLessThan(1_000);
  await world.rest(NOON + 12 * HOUR_MS);
  expect(brokenPromises(world)).toEqual([]);
});

test("a grant waits for a gate that is out of reach, until it is back", async () => {
  const world = worldWith({ plan: noGate });
  await approved(world, 4 * HOUR_MS);
  expect(world.target.calls).toBe(0);
  await world.until(NOON + 8 * MINUTE_MS);
  world.plan = () => null;
  await world.until(NOON + 9 * MINUTE_MS);
  expect(find(world, "V1")?.state).toBe("active");
});

test("and fails at its deadline where it does not come back, in words that say why", async () => {
  const world = worldWith({ plan: noGate });
  await approved(world, 4 * HOUR_MS);
  await world.until(NOON + HOUR_MS);
  expect(world.target.calls).toBe(0);
  expect(find(world, "V1")).toMatchObject({ state: "closed", outcome: "failed" });
  expect(find(world, "V1")?.ending?.note).toContain("turn");
});

test.for<[string, () => GateAnswer, number]>([
  ["has let nobody go for long", () => ({ go: false, waitMs: 1_000, idleMs: 10 * MINUTE_MS }), 1_000],
  [
    "says to wait for ever, again and again",
    () => ({ go: false, waitMs: Infinity, idleMs: 0 }),
    6 * HOUR_MS + 6 * MINUTE_MS,
  ],
  ["says nothing that is a number", () => ({ go: false, waitMs: Number.NaN, idleMs: Number.NaN }), 1_000],
  ["allows no call at all", () => ({ go: true, calls: 0, tell: true }), 1_000],
  [
    "fails",
    () => {
      throw new TransientError("the gate is broken", { effect: "unknown" });
    },
    1_000,
  ],
])("a gate that %s keeps an end waiting only so long", async ([, says, mostMs]) => {
  let isWrong = false;
  const world = worldWith({ wrongGate: ({ calls }) => (isWrong ? says() : { go: true, calls, tell: false }) });
  await approved(world, 30 * MINUTE_MS);
  isWrong = true;
  await world.until(NOON + 8 * HOUR_MS);
  expect(goneAfter(world)).toBeLessThanOrEqual(mostMs);
});

test("whoever waits for its turn burns no attempt, and is asked for again within five minutes", async () => {
  let asked = 0;
  const world = worldWith({
    wrongGate: ({ calls, urgency }) => {
      if (urgency === "grant") return { go: true, calls, tell: false };
      asked++;
      return { go: false, waitMs: HOUR_MS, idleMs: 0 };
    },
  });
  await approved(world, 30 * MINUTE_MS);
  await world.until(NOON + 31 * MINUTE_MS + HOUR_MS);
  expect(asked).toBeGreaterThanOrEqual(12);
  const [memory] = world.entitlements.values();
  expect(memory?.read()).toMatchObject({ targetTries: 0, lastTrouble: expect.stringContaining("turn") });
});
