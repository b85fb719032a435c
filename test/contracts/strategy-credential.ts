// The part of the suite about sign-ins, for strategies that have one to show: only for access that is there, another one each
// time, and never in an error.
import { inspect as spellOut } from "node:util";
import { expect, test } from "vitest";
import { PermanentError, TransientError } from "../../src/ports.ts";
import { type Given, thrownBy } from "./strategy-calls.ts";

export function showsSignIns(given: () => Promise<Given>): void {
  test("a sign-in is made only for access that is there, and is another one each time", async () => {
    const at = await given();
    if (at.strategy.credential === undefined) return expect(at.strategy.credential).toBeUndefined();
    const [ana, ben] = at.people;
    await at.call("grant", ben);
    expect(await thrownBy(at.credential(ana))).toBeInstanceOf(PermanentError);
    expect(await at.levelOf(ana.id)).toBeNull();
    await at.call("grant", ana);
    const [first, second] = [await at.credential(ana), await at.credential(ana)];
    expect(first.map(({ label }) => label)).toEqual(second.map(({ label }) => label));
    expect(first).not.toEqual(second);
    for (const { label, value } of first) expect([label, value].filter((text) => /^$|[\n`]/.test(text))).toEqual([]);
    await at.call("revoke", ana);
    expect(await thrownBy(at.credential(ana))).toBeInstanceOf(PermanentError);
    expect(await at.levelOf(ana.id)).toBeNull();
  });

  test("a sign-in that the target does not give is trouble without a word of it", async () => {
    const at = await given();
    if (at.strategy.credential === undefined) return expect(at.strategy.credential).toBeUndefined();
    const [ana] = at.people;
    await at.call("grant", ana);
    const shown = (await at.credential(ana)).map(({ value }) => value).filter((value) => value.length >= 16);
    await at.faults.broken("grant");
    const broken = await thrownBy(at.credential(ana));
    expect(broken).toBeInstanceOf(TransientError);
    await at.faults.answerLost("grant");
    const lost = await thrownBy(at.credential(ana));
    const printed = [broken, lost].map((error) => spellOut(error, { depth: null, showHidden: true }) + error.stack);
    for (const word of [...shown, at.targetSays]) for (const text of printed) expect(text).not.toContain(word);
  });
}
