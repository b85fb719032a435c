// What every strategy must do, now and later. A strategy's test calls `strategyContract` with a harness of about ten lines;
// see docs/targets/README.md. Knows no strategy by name and looks at the target only through the harness.
import fc from "fast-check";
import { describe, expect, onTestFinished, test } from "vitest";
import { slotKey } from "../../src/domain/access.ts";
import { PermanentError } from "../../src/ports.ts";
import { hostileName, seed } from "./hostile-names.ts";
import { givesAndTakes } from "./strategy-access.ts";
import { type Given, thrownBy } from "./strategy-calls.ts";
import { showsSignIns } from "./strategy-credential.ts";
import { standsFaults } from "./strategy-faults.ts";
import { saysWhoIsThere } from "./strategy-list.ts";
import { callerOf, canBeRead, type StrategyHarness } from "./strategy-world.ts";

export type { Arrange, Faults, StrategyHarness, StrategyWorld, Verb } from "./strategy-world.ts";

export function strategyContract(name: string, harness: StrategyHarness): void {
  const given = async (): Promise<Given> => {
    const world = await harness.world();
    onTestFinished(async () => {
      await world.allClosed?.();
      await world.close?.();
    });
    return { ...world, ...callerOf(world) };
  };

  describe(`${name} as a strategy`, () => {
    givesAndTakes(given);
    standsFaults(given);
    showsSignIns(given);
    saysWhoIsThere(given);
    keepsItsWord(given, harness);
  });
}

/** Secrets, slots, settings and names. */
function keepsItsWord(given: () => Promise<Given>, harness: StrategyHarness): void {
  test("reads no secret but those that it names, and they are not in the slot", async () => {
    const at = await given();
    const [ana] = at.people;
    await at.call("grant", ana);
    if (canBeRead(at)) await at.inspect(ana);
    await at.call("revoke", ana);
    expect([...at.read].filter((secret) => !at.strategy.secrets(at.settings).includes(secret))).toEqual([]);
    const slot = slotKey(at.strategy.type, at.strategy.slot(at.settings, ana));
    for (const value of Object.values(at.secrets)) expect(slot).not.toContain(value);
  });

  test("two people never share a slot, and one person always has the same", async () => {
    const at = await given();
    const [ana, ben] = at.people.map((account) => slotKey(at.strategy.type, at.strategy.slot(at.settings, account)));
    expect(ana).not.toBe(ben);
    const renamed = { id: at.people[0].id, label: "another label" };
    expect(slotKey(at.strategy.type, at.strategy.slot(structuredClone(at.settings), renamed))).toBe(ana);
  });

  test.each(harness.badSettings)("refuses settings where $path is wrong, and says so", async ({ settings, path }) => {
    const at = await given();
    const read = at.strategy.settings.safeParse(settings);
    const issues = read.success
      ? []
      : read.error.issues.map((issue) => ({ path: [...issue.path], told: issue.message.length > 0 }));
    expect(issues).toContainEqual({ path: [...path], told: true });
    expect(await thrownBy(at.call("grant", at.people[0], { settings }))).toBeInstanceOf(PermanentError);
  });

  test(`a hostile name is refused, or is exactly that account and no other (seed ${seed})`, {
    timeout: 120_000,
  }, async () => {
    const at = await given();
    const [ana] = at.people;
    await at.call("grant", ana);
    const property = fc.asyncProperty(hostileName, async (id) => {
      if (at.people.some((account) => account.id === id)) return;
      const account = { id, label: id };
      const refused = await at.call("grant", account).then(
        () => null,
        (error: unknown) => error,
      );
      if (refused !== null) expect(refused).toBeInstanceOf(PermanentError);
      else expect(await at.levelOf(id)).toBe(at.strategy.levels[0]);
      expect(await at.levelOf(ana.id)).toBe(at.strategy.levels[0]);
      if (refused === null) await at.call("revoke", account);
      expect(await at.levelOf(id)).toBeNull();
    });
    await fc.assert(property, { seed, numRuns: harness.hostileNames ?? 5_000 });
    expect(await at.levelOf(ana.id)).toBe(at.strategy.levels[0]);
  });
}
