// A target that only lets a whole list be replaced: whatever goes wrong with a change, and with the lane that lets in one at a time,
// nobody's end is undone by somebody else's grant for good, and nobody loses what they hold.
import { expect, test } from "vitest";
import { slotKey } from "../../../src/domain/access.ts";
import { newLane } from "../../../src/domain/lane.ts";
import { HOUR_MS, MINUTE_MS, NOON, TEAM } from "../../fakes/samples.ts";
import { Dice } from "../../simulate/dice.ts";
import { brokenPromises } from "../../world/invariants.ts";
import type { SimOptions } from "../../world/options.ts";
import type { Mishap } from "../../world/points.ts";
import { find, press, VERSION } from "../../world/scenarios.ts";
import { HOME } from "../../world/target.ts";
import { SimWorld } from "../../world/world.ts";

const PEOPLE = ["U0ANA", "U0CLEO", "U0EVA", "U0FAY", "U0GUS", "U0HAL"];
const LANE = slotKey("memory", [HOME]);
const places = { sim: { readable: true, lagMs: () => 0, wholeList: true } };
const worldWith = (options: Partial<SimOptions> = {}): SimWorld =>
  new SimWorld({ versions: [VERSION], places, quickMemories: true, skipsIdleSweeps: true, ...options });

const asks = (world: SimWorld, userId: string, view: string, durationMs = 30 * MINUTE_MS): Promise<unknown> =>
  world.act((commands) =>
    commands.submit({
      flow: VERSION,
      userId,
      teamId: TEAM,
      viewId: view,
      target: "write",
      answers: { reason: "because" },
      durationMs,
    }),
  );

async function approved(world: SimWorld, userId: string, view: string, durationMs = 30 * MINUTE_MS): Promise<void> {
  await asks(world, userId, view, durationMs);
  await press(world, view, "approve", "U0BEN");
}

const KINDS = ["die_before", "die_after", "die_late", "error", "lose", "timeout", "twice", "late", "slow"] as const;
const RATES = { "target.": 0.25, "lane.": 0.15 };

/** Faults of the list and its lane alone, until `to`; every wait lets the others in. */
function faults(dice: Dice, world: () => SimWorld, to: number): NonNullable<SimOptions["plan"]> {
  return ({ name }): Mishap | null => {
    const rate = Object.entries(RATES).find(([prefix]) => name.startsWith(prefix))?.[1] ?? 0;
    if (world().now > to || rate === 0) return null;
    if (dice.chance(0.5)) return { kind: "overtaken", ms: dice.upTo(3_000) };
    if (!dice.chance(rate)) return null;
    const kind = dice.pick(KINDS);
    // No call takes longer than 20 seconds; what lands later is another fault.
    return { kind, ms: dice.upTo(kind === "slow" ? 15_000 : 120_000) };
  };
}

async function history(seed: number): Promise<string[]> {
  const dice = new Dice(seed);
  const standing = { U0DORA: "read" };
  const world: SimWorld = worldWith({ plan: faults(dice, () => world, NOON + HOUR_MS), fraction: dice.roll });
  world.target.levels.set("U0DORA", "read");
  for (const [index, userId] of PEOPLE.entries()) {
    const view = `V${index}`;
    const at = NOON + 1 + dice.upTo(dice.chance(0.5) ? 2_000 : 5 * MINUTE_MS);
    world.at(at, () => approved(world, userId, view, dice.pick([30, 30, 4 * 60]) * MINUTE_MS));
    if (dice.chance(0.4)) world.at(NOON + 20 * MINUTE_MS, () => press(world, view, "revoke", "U0BEN"));
  }
  if (dice.chance(0.3))
    world.at(NOON + dice.upTo(HOUR_MS), async () => {
      world.watch.disturbed();
      world.objects.resetLanes(dice.chance(0.5));
    });
  await world.until(NOON + HOUR_MS);
  world.plan = () => null;
  await world.restOut(world.now + 10 * HOUR_MS);
  return [
    ...brokenPromises(world, standing),
    ...(PEOPLE.every((_, index) => find(world, `V${index}`)) ? [] : ["a request is missing"]),
  ];
}

test("in histories at random every promise is kept, with one list that six people share", {
  timeout: 120_000,
}, async () => {
  const broken: string[] = [];
  for (let seed = 1; seed <= 300; seed++)
    for (const promise of await history(seed)) broken.push(`seed ${seed}: ${promise}`);
  expect(broken).toEqual([]);
});

test("two changes at once do not undo each other", async () => {
  const world = worldWith({ plan: ({ name }) => (name === "target.grant" ? { kind: "overtaken", ms: 2_000 } : null) });
  world.at(NOON + 1, () => approved(world, "U0ANA", "V1"));
  world.at(NOON + 500, () => approved(world, "U0CLEO", "V2"));
  await world.until(NOON + MINUTE_MS);
  expect([...world.target.levels]).toEqual([
    ["U0ANA", "write"],
    ["U0CLEO", "write"],
  ]);
  expect(world.target.changes).toHaveLength(2);
});

test("what was given while a lost change might still land is given again where that undoes it", async () => {
  let lost = false;
  const world = worldWith({
    plan({ name }) {
      if (name !== "target.grant" || lost) return null;
      lost = true;
      return { kind: "late", ms: 90_000 };
    },
  });
  world.at(NOON + 1, () => approved(world, "U0ANA", "V1", 4 * HOUR_MS));
  world.at(NOON + 30_000, () => approved(world, "U0CLEO", "V2", 4 * HOUR_MS));
  await world.until(NOON + 2 * MINUTE_MS);
  expect(world.target.level("U0CLEO")).toBeNull();
  await world.until(NOON + 13 * MINUTE_MS);
  expect([world.target.level("U0ANA"), world.target.level("U0CLEO")]).toEqual(["write", "write"]);
});

test("a target whose changes touch one account alone has no lane", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.at(NOON + 1, () => approved(world, "U0ANA", "V1"));
  await world.until(NOON + MINUTE_MS);
  expect(world.passed.filter((name) => name.startsWith("lane."))).toEqual([]);
});

test("a lane that does not answer keeps a grant waiting, and an end for five minutes", async () => {
  let silent = false;
  const world = worldWith({ plan: ({ name }) => (silent && name.startsWith("lane.") ? "error" : null) });
  world.at(NOON + 1, () => approved(world, "U0ANA", "V1"));
  await world.until(NOON + 10 * MINUTE_MS);
  silent = true;
  world.at(NOON + 33 * MINUTE_MS, () => approved(world, "U0CLEO", "V2", 4 * HOUR_MS));
  await world.until(NOON + 34 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBe("write");
  await world.until(NOON + 36 * MINUTE_MS);
  expect([world.target.level("U0ANA"), world.target.level("U0CLEO")]).toEqual([null, null]);
  silent = false;
  await world.until(NOON + 37 * MINUTE_MS);
  expect(world.target.level("U0CLEO")).toBe("write");
  await world.rest(NOON + 12 * HOUR_MS);
  expect(brokenPromises(world)).toEqual([]);
});

test("what was changed in a lane that forgot about it meanwhile is looked for again", async () => {
  const writes = [1_000, 4_000];
  const world = worldWith({
    async serve({ name, sleep }, call) {
      if (name === "target.grant") await sleep(writes.shift() ?? 0);
      return call();
    },
  });
  // Known for a while, so that it has no doubts of its own.
  world.objects.lane(LANE);
  const from = NOON + 20 * MINUTE_MS;
  world.at(from, () => approved(world, "U0ANA", "V1", 4 * HOUR_MS));
  world.at(from + 500, async () => world.objects.resetLanes(true));
  world.at(from + 700, () => approved(world, "U0CLEO", "V2", 4 * HOUR_MS));
  await world.until(from + MINUTE_MS);
  expect([world.target.level("U0ANA"), world.target.level("U0CLEO")]).toEqual([null, "write"]);
  await world.until(from + 13 * MINUTE_MS);
  expect([world.target.level("U0ANA"), world.target.level("U0CLEO")]).toEqual(["write", "write"]);
});

test("a lane that has forgotten who is in it lets nobody believe that they were alone", async () => {
  const world = worldWith();
  const before = world.objects.lane(LANE);
  const entered = before.enter({ id: "a", urgency: "grant" }, NOON);
  world.objects.resetLanes(true);
  const after = world.objects.lane(LANE);
  expect(after.state).toEqual(newLane(world.now));
  expect(after.enter({ id: "b", urgency: "grant" }, NOON)).toMatchObject({ go: true, sure: false });
  expect(entered.go && after.left({ id: "a", turn: entered.turn, outcome: "known" }, NOON)).toBe(false);
});
