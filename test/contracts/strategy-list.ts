// The part of the suite about strategies that say who is there: everybody once, as the slot that they have, and all or nothing.
import { inspect as spellOut } from "node:util";
import { expect, test } from "vitest";
import { slotKey } from "../../src/domain/access.ts";
import { type Member, placeOf } from "../../src/domain/drift.ts";
import { TransientError } from "../../src/ports.ts";
import { type Given, thrownBy } from "./strategy-calls.ts";

const cannot = (at: Given): boolean => at.strategy.list === undefined;

export function saysWhoIsThere(given: () => Promise<Given>): void {
  test("a list has everybody once, as the slot that they have, and nobody whose access has ended", async () => {
    const at = await given();
    if (cannot(at)) return expect(at.strategy.list).toBeUndefined();
    const [ana, ben] = at.people;
    const before = (await at.list()).members.length;
    await at.call("grant", ana);
    await at.call("grant", ben);
    expect((await at.list()).members).toHaveLength(before + 2);
    for (const person of at.people) expect(await membersFor(at, person.id), person.id).toHaveLength(1);
    expect((await membersFor(at, ana.id))[0]).toMatchObject({ level: at.strategy.levels[0] });
    await at.call("revoke", ben);
    expect(await membersFor(at, ben.id)).toEqual([]);
    expect(await membersFor(at, ana.id)).toHaveLength(1);
  });

  test("whoever is listed can be taken away by what the list says, and nobody else goes", async () => {
    const at = await given();
    if (cannot(at)) return expect(at.strategy.list).toBeUndefined();
    const [ana, ben] = at.people;
    await at.call("grant", ana);
    await at.call("grant", ben);
    const [member] = await membersFor(at, ana.id);
    if (member === undefined) throw new Error("nobody is listed");
    expect(member.ids).toEqual((await at.inspect(member.account)).ids);
    await at.call("revoke", member.account, { ids: member.ids });
    expect([await at.levelOf(ana.id), await at.levelOf(ben.id)]).toEqual([null, at.strategy.levels[0]]);
  });

  test("slots of one place differ in their last id alone", async () => {
    const at = await given();
    const place = placeOf(at.strategy, at.settings);
    if (cannot(at)) return expect(at.strategy.list).toBeUndefined();
    for (const { id, label } of at.people)
      expect(place?.slotOf(id)).toBe(slotKey(at.strategy.type, at.strategy.slot(at.settings, { id, label })));
  });

  test("trouble while listing is trouble, never an empty list, and no error says more than it may", async () => {
    const at = await given();
    if (cannot(at)) return expect(at.strategy.list).toBeUndefined();
    await at.call("grant", at.people[0]);
    const { busy, broken, answerLost, unauthenticated, forbidden, missing } = at.faults;
    for (const arrange of [busy?.arrange, broken, answerLost, unauthenticated, forbidden, missing]) {
      if (!arrange) continue;
      await arrange("inspect");
      const printed = spellOut(await thrownBy(at.list()), { depth: Number.POSITIVE_INFINITY, showHidden: true });
      for (const word of [...Object.values(at.secrets), at.targetSays]) expect(printed).not.toContain(word);
    }
    await at.removeParent();
    await thrownBy(at.list());
  });

  test("a list that never comes is let go of when the time is up, and with none left none is asked for", async () => {
    const at = await given();
    if (cannot(at)) return expect(at.strategy.list).toBeUndefined();
    const clock = new AbortController();
    const { reached } = at.faults.silent("inspect");
    const pending = thrownBy(at.list({ signal: clock.signal }));
    await reached;
    clock.abort();
    expect(await pending).toBeInstanceOf(TransientError);
    expect(await thrownBy(at.list({ signal: AbortSignal.abort() }))).toMatchObject({
      name: "TransientError",
      effect: "no",
    });
  });
}

/** Found as a comparison would: by a name, or by the account's own id. */
async function membersFor(at: Given, account: string): Promise<Member[]> {
  const { accountId, members } = await at.list();
  const place = placeOf(at.strategy, at.settings);
  const { ids } = await at.inspect({ id: account, label: account });
  return members.filter(
    ({ account: own, names, ids: theirs }) =>
      [own.id, ...names].some((name) => place?.slotOf(name) === place?.slotOf(account)) ||
      (accountId !== null && theirs[accountId] !== undefined && theirs[accountId] === ids[accountId]),
  );
}
