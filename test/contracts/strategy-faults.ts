// The part of the suite about a target that fails: lost answers, outages, missing rights, silence; and that trouble is never
// taken for an end, nor printed.
import { inspect as spellOut } from "node:util";
import { expect, test } from "vitest";
import { PermanentError, TransientError } from "../../src/ports.ts";
import { type Given, run, thrownBy } from "./strategy-calls.ts";
import { canBeRead, type Faults, type Verb } from "./strategy-world.ts";

export function standsFaults(given: () => Promise<Given>): void {
  for (const verb of ["grant", "revoke"] as const) {
    test(`${verb}: done, but the answer is lost; run again, it is done once`, async () => {
      const at = await given();
      const [ana] = at.people;
      if (verb === "revoke") await at.call("grant", ana);
      await at.faults.answerLost(verb);
      const thrown = await thrownBy(at.call(verb, ana, { key: "a" }));
      expect(thrown).toMatchObject({ name: "TransientError", effect: "unknown" });
      const done = verb === "grant" ? at.strategy.levels[0] : null;
      expect(await at.levelOf(ana.id)).toBe(done);
      await at.call(verb, ana, { key: "a" });
      expect(await at.levelOf(ana.id)).toBe(done);
      await at.call("revoke", ana);
      expect(await at.levelOf(ana.id)).toBeNull();
    });

    test(`${verb}: a target that asks us to slow down is believed, and for as long as it says`, async () => {
      const at = await given();
      const [ana] = at.people;
      if (at.faults.busy === null) return expect(at.faults.busy).toBeNull();
      if (verb === "revoke") await at.call("grant", ana);
      const before = await at.levelOf(ana.id);
      await at.faults.busy.arrange(verb);
      const thrown = await thrownBy(at.call(verb, ana));
      expect(thrown).toMatchObject({
        name: "TransientError",
        effect: "no",
        retryAfterMs: at.faults.busy.retryAfterMs,
      });
      expect(await at.levelOf(ana.id)).toBe(before);
      await at.call(verb, ana);
      expect(await at.levelOf(ana.id)).not.toBe(before);
    });

    test(`${verb}: an outage is trouble that passes`, async () => {
      const at = await given();
      const [ana] = at.people;
      if (verb === "revoke") await at.call("grant", ana);
      const before = await at.levelOf(ana.id);
      await at.faults.broken(verb);
      expect(await thrownBy(at.call(verb, ana, { key: "a" }))).toBeInstanceOf(TransientError);
      await at.call(verb, ana, { key: "a" });
      expect(await at.levelOf(ana.id)).not.toBe(before);
    });
  }

  test("a credential, a right or a thing that is missing refuses a grant for good, and is never taken for an end", async () => {
    const at = await given();
    const [ana, ben] = at.people;
    await at.call("grant", ben);
    for (const kind of ["unauthenticated", "forbidden", "missing"] as const) {
      const arrange = at.faults[kind];
      if (arrange === null) continue;
      await arrange("grant");
      expect(await thrownBy(at.call("grant", ana)), kind).toBeInstanceOf(PermanentError);
      expect(await at.levelOf(ana.id), kind).toBeNull();
      await arrange("revoke");
      await thrownBy(at.call("revoke", ben));
      expect(await at.levelOf(ben.id), kind).toBe(at.strategy.levels[0]);
      await at.call("revoke", ben);
      await at.call("grant", ben);
    }
  });

  test("trouble while reading is trouble, never absence", async () => {
    const at = await given();
    if (!canBeRead(at)) return expect(at.strategy.readable?.(at.settings) ?? false).toBe(false);
    const { busy, broken, answerLost, unauthenticated, forbidden, missing } = at.faults;
    for (const arrange of [busy?.arrange, broken, answerLost, unauthenticated, forbidden, missing]) {
      if (!arrange) continue;
      await arrange("inspect");
      await thrownBy(at.inspect(at.people[0]));
    }
  });

  for (const verb of ["grant", "revoke", "inspect"] as const) {
    test(`${verb}: a target that never answers is let go of when the time is up`, async () => {
      const at = await given();
      if (verb === "inspect" && !canBeRead(at)) return expect(canBeRead(at)).toBe(false);
      await somethingToDo(at, verb);
      const clock = new AbortController();
      const { reached } = at.faults.silent(verb);
      const pending = thrownBy(run(at, verb, clock.signal));
      await reached;
      clock.abort();
      expect(await pending).toBeInstanceOf(TransientError);
    });

    test(`${verb}: with no time left nothing is begun`, async () => {
      const at = await given();
      if (verb === "inspect" && !canBeRead(at)) return expect(canBeRead(at)).toBe(false);
      expect(await thrownBy(run(at, verb, AbortSignal.abort()))).toMatchObject({
        name: "TransientError",
        effect: "no",
      });
      expect(await at.levelOf(at.people[0].id)).toBeNull();
    });
  }

  test("no error holds a secret or a word of the target's, however it is printed", async () => {
    const at = await given();
    const verbs: Verb[] = canBeRead(at) ? ["grant", "revoke", "inspect"] : ["grant", "revoke"];
    for (const kind of Object.keys(at.faults) as (keyof Faults)[])
      for (const verb of verbs) {
        const thrown = await faulted(at, kind, verb);
        if (thrown === null) continue;
        const printed = spellOut(thrown, { depth: Number.POSITIVE_INFINITY, showHidden: true }) + String(thrown.stack);
        for (const word of [...Object.values(at.secrets).flatMap(parts), at.targetSays])
          for (const spelling of spellings(word)) expect(printed, `${kind} of ${verb}`).not.toContain(spelling);
      }
  });
}

/** Many a strategy reads first, and changes nothing where nothing is to be changed. */
const somethingToDo = (at: Given, verb: Verb): Promise<void> =>
  at.call(verb === "revoke" ? "grant" : "revoke", at.people[0]);

/** What the verb throws under this fault; null where the target has no such fault. */
async function faulted(at: Given, kind: keyof Faults, verb: Verb): Promise<TransientError | PermanentError | null> {
  await somethingToDo(at, verb);
  if (kind === "silent") {
    const clock = new AbortController();
    const { reached } = at.faults.silent(verb);
    const pending = thrownBy(run(at, verb, clock.signal));
    await reached;
    clock.abort();
    return pending;
  }
  const fault = at.faults[kind];
  if (fault === null) return null;
  await (typeof fault === "function" ? fault : fault.arrange)(verb);
  return thrownBy(run(at, verb));
}

const spellings = (word: string): string[] => [
  word,
  encodeURIComponent(word),
  Buffer.from(word).toString("base64").replace(/=+$/, ""),
];

/** A secret and, where it is a URL with a password, that. */
const parts = (secret: string): string[] => {
  const password = URL.canParse(secret) ? decodeURIComponent(new URL(secret).password) : "";
  return password === "" ? [secret] : [secret, password];
};
