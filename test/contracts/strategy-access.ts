// The part of the suite about access itself: given, taken, once, to one person, at one level, and gone with what it was to.
import { expect, test } from "vitest";
import { PermanentError } from "../../src/ports.ts";
import { type Given, readsAs, thrownBy } from "./strategy-calls.ts";
import { canBeRead } from "./strategy-world.ts";

export function givesAndTakes(given: () => Promise<Given>): void {
  test("grants, and is read back as it is", async () => {
    const at = await given();
    const [ana] = at.people;
    await at.call("grant", ana);
    expect(await at.levelOf(ana.id)).toBe(at.strategy.levels[0]);
    await readsAs(at, ana.id, at.strategy.levels[0] ?? null);
  });

  test("granted twice is held once: one revoke takes it away", async () => {
    const at = await given();
    const [ana] = at.people;
    await at.call("grant", ana, { key: "a" });
    await at.call("grant", ana, { key: "a" });
    await at.call("grant", ana, { key: "b" });
    await at.call("revoke", ana);
    expect(await at.levelOf(ana.id)).toBeNull();
  });

  test("revoked is gone, and revoked again is success", async () => {
    const at = await given();
    const [ana] = at.people;
    await at.call("grant", ana);
    await at.call("revoke", ana, { key: "a" });
    await at.call("revoke", ana, { key: "a" });
    await at.call("revoke", ana, { key: "b" });
    expect(await at.levelOf(ana.id)).toBeNull();
    await readsAs(at, ana.id, null);
  });

  test("revoking what was never granted is success", async () => {
    const at = await given();
    await at.call("revoke", at.people[0]);
    expect(await at.levelOf(at.people[0].id)).toBeNull();
  });

  test("of two people, the one whose access ends is the one who loses it", async () => {
    const at = await given();
    const [ana, ben] = at.people;
    await at.call("grant", ana);
    await at.call("grant", ben);
    await at.call("revoke", ana);
    expect([await at.levelOf(ana.id), await at.levelOf(ben.id)]).toEqual([null, at.strategy.levels[0]]);
  });

  test("sets exactly the level that is asked for, upwards and downwards", async () => {
    const at = await given();
    const [ana] = at.people;
    const steps = [...at.strategy.levels, ...at.strategy.levels.toReversed()];
    for (const level of steps) {
      await at.call("grant", ana, { level, key: level });
      expect(await at.levelOf(ana.id)).toBe(level);
      await readsAs(at, ana.id, level);
    }
  });

  test("deleted at the target: an end is success, reading says absent, a grant is refused for good", async () => {
    const at = await given();
    const [ana] = at.people;
    const ids = canBeRead(at) ? (await at.inspect(ana)).ids : {};
    await at.call("grant", ana, { ids });
    await at.removeParent();
    await at.call("revoke", ana, { ids });
    await at.call("revoke", ana);
    await readsAs(at, ana.id, null);
    expect(await thrownBy(at.call("grant", ana))).toBeInstanceOf(PermanentError);
  });

  test("a person who is deleted at the target while holding access has lost it", async () => {
    const at = await given();
    const [ana, ben] = at.people;
    const ids = canBeRead(at) ? (await at.inspect(ana)).ids : {};
    await at.call("grant", ana, { ids });
    await at.call("grant", ben);
    await (at.removeAccount ?? at.removeParent)(ana.id);
    await at.call("revoke", ana, { ids });
    expect(await at.levelOf(ana.id)).toBeNull();
    await readsAs(at, ana.id, null);
    if (at.removeAccount) expect(await at.levelOf(ben.id)).toBe(at.strategy.levels[0]);
  });
}
