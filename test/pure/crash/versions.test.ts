// Versions of the code one after the other and back again: what the newer one left behind is neither lost nor in the way, and
// what the older one left is understood.
import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../../fakes/samples.ts";
import type { Code } from "../../world/code.ts";
import { brokenPromises } from "../../world/invariants.ts";
import { codesBesideNext } from "../../world/next-code.ts";
import { previousCode } from "../../world/previous-code.ts";
import { ask, find, press, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

type Version = "previous" | "now" | "next";

/** A world in which one version runs everywhere, until another is deployed. */
function running(first: Version): { world: SimWorld; deploy: (version: Version) => void } {
  let version = first;
  const world: SimWorld = new SimWorld({ versions: [VERSION], code: () => codes[version] });
  const onlooker = {
    stored: (id: string) => world.record.request(id),
    broken: (what: string) => world.watch.say(what),
  };
  const codes: Readonly<Record<Version, Code>> = { previous: previousCode, ...codesBesideNext(onlooker) };
  return {
    world,
    deploy: (to) => {
      world.cutOff();
      version = to;
    },
  };
}

const granted = async (world: SimWorld): Promise<void> => {
  await ask(world, "V1", "write", 4 * HOUR_MS);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + 2 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBe("write");
};

test("an end is asked for while a newer Sym is rolled back, beside an effect of its own: gone, and that effect still owed", async () => {
  const { world, deploy } = running("next");
  await granted(world);
  deploy("now");
  await press(world, "V1", "revoke", "U0ANA");
  await world.until(world.now + 2 * MINUTE_MS);
  expect(world.target.level("U0ANA")).toBeNull();
  expect(find(world, "V1")?.state).toBe("closed");
  const owed = () => world.record.effects().filter(({ delivered }) => !delivered);
  await world.until(world.now + HOUR_MS);
  expect(owed().map(({ effect }) => effect.body.kind as string)).toEqual(["tomorrow"]);
  deploy("next");
  await world.rest(world.now + 3 * HOUR_MS);
  expect(owed()).toEqual([]);
  expect(brokenPromises(world)).toEqual([]);
});

test("what a newer Sym remembers is still there after a version that does not know it has worked with it", async () => {
  const { world, deploy } = running("next");
  await granted(world);
  deploy("now");
  await world.until(world.now + 2 * HOUR_MS);
  const id = find(world, "V1")?.id ?? "";
  expect(world.requests.get(id)?.read()).toMatchObject({ ofTomorrow: 1 });
  const [entitlement] = world.entitlements.values();
  expect(entitlement?.read()).toMatchObject({ ofTomorrow: 1, holds: [{ ofTomorrow: 1 }] });
  expect(find(world, "V1")).toMatchObject({ ofTomorrow: 1, access: { ofTomorrow: 1 }, hold: { ofTomorrow: 1 } });
  deploy("next");
  await world.rest(world.now + 6 * HOUR_MS);
  expect(brokenPromises(world)).toEqual([]);
});

test.each(["previous", "next"] as const)(
  "a grant that the %s version gave is ended by ours on time, and one of ours by it",
  async (other) => {
    for (const [first, then] of [[other, "now"] as const, ["now", other] as const]) {
      const { world, deploy } = running(first);
      await granted(world);
      deploy(then);
      await world.until(world.now + 4 * HOUR_MS);
      expect(world.target.level("U0ANA")).toBeNull();
      deploy(other === "next" ? "next" : "now");
      await world.rest(world.now + 6 * HOUR_MS);
      expect(find(world, "V1")).toMatchObject({ state: "closed", outcome: "expired" });
      expect(brokenPromises(world)).toEqual([]);
    }
  },
);
