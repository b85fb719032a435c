// What rules say of people: each kind as a sentence, every way of joining them as a table, and for any rules whatever what a
// naive reader of them says.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Rule } from "../../../src/domain/flow.ts";
import { type PersonKey, personKey } from "../../../src/domain/person.ts";
import {
  type About,
  type Answers,
  type Matter,
  matches,
  questionKey,
  questionsOf,
  type Verdict,
} from "../../../src/domain/rule.ts";
import { ANA, BEN, CLEO, TEAM } from "../../fakes/samples.ts";

const people = (...ids: string[]): Rule => ({ kind: "people", ids });
const group = (id: string): Rule => ({ kind: "usergroup", id });
const any = (...rules: Rule[]): Rule => ({ kind: "any_of", rules });
const all = (...rules: Rule[]): Rule => ({ kind: "all_of", rules });
const not = (rule: Rule): Rule => ({ kind: "not", rule });
const onCall = (schedule: string) =>
  ({
    kind: "outside",
    source: { kind: "pagerduty_schedule", label: "Database", schedule, token: "PAGERDUTY_TOKEN", region: "us" },
  }) as const;
const own = (label: string) => ({ kind: "function", label, source: "5e", secrets: [] }) as const;
const picked: Rule = { kind: "picked", field: "who", label: "Who?" };

const matter = (who: unknown, requester: PersonKey = ANA): Matter => ({
  requester,
  flow: "database",
  environment: "prod",
  target: null,
  level: null,
  durationMs: null,
  answers: { who } as Matter["answers"],
});
const about = (key: PersonKey, more: Partial<About> = {}): About => ({
  key,
  outsider: false,
  matter: matter("U0BEN"),
  ...more,
});

describe("a rule over several", () => {
  test("says yes where one part does, whatever cannot be looked up", () =>
    expect(matches(any(group("S1"), people("U0BEN")), about(BEN), { "usergroup:S1": "unavailable" })).toBe(true));
  test("does not say no while a part is unknown", () =>
    expect(matches(any(group("S1"), people("U0EVE")), about(BEN), {})).toBe("unavailable"));
  test("without parts names nobody", () => {
    expect(matches(any(), about(BEN), {})).toBe(false);
    expect(matches(all(), about(BEN), {})).toBe(false);
  });
  test("an empty list of people names nobody", () => expect(matches(people(), about(BEN), {})).toBe(false));

  const [yes, no, unknown] = [people("U0BEN"), people("U0EVE"), group("S1")];
  test.each<[string, Rule, Verdict]>([
    ["yes and yes", all(yes, yes), true],
    ["yes and no", all(yes, no), false],
    ["yes and unknown", all(yes, unknown), "unavailable"],
    ["no and unknown", all(no, unknown), false],
    ["unknown and unknown", all(unknown, unknown), "unavailable"],
    ["yes or no", any(yes, no), true],
    ["yes or unknown", any(yes, unknown), true],
    ["no or unknown", any(no, unknown), "unavailable"],
    ["no or no", any(no, no), false],
    ["not yes", not(yes), false],
    ["not no", not(no), true],
    ["not unknown", not(unknown), "unavailable"],
    ["not (no or unknown)", not(any(no, unknown)), "unavailable"],
    ["yes, but not unknown", all(yes, not(unknown)), "unavailable"],
    ["no, but not unknown", all(no, not(unknown)), false],
  ])("%s", (_name, rule, verdict) => expect(matches(rule, about(BEN), {})).toBe(verdict));
});

describe("whom a rule names", () => {
  test("anyone() names full members, and no guest", () => {
    expect(matches({ kind: "anyone" }, about(BEN), {})).toBe(true);
    expect(matches({ kind: "anyone" }, about(BEN, { outsider: true }), {})).toBe(false);
  });
  test("admins are the people and the group that the deployment names", () => {
    const admins: Rule = { kind: "admins", people: ["U0BEN"], usergroup: "S1" };
    expect(matches(admins, about(BEN), {})).toBe(true);
    expect(matches(admins, about(CLEO), {})).toBe("unavailable");
    expect(matches(admins, about(CLEO), { "usergroup:S1": true })).toBe(true);
    expect(matches({ ...admins, usergroup: null }, about(CLEO), {})).toBe(false);
  });
  test("whoever was picked in the form, one or several, and nobody else", () => {
    expect(matches(picked, about(BEN), {})).toBe(true);
    expect(matches(picked, about(CLEO), {})).toBe(false);
    expect(matches(picked, about(CLEO, { matter: matter(["U0BEN", "U0CLEO"]) }), {})).toBe(true);
    for (const nobody of [null, undefined, true, 7, [], "", [null]])
      expect(matches(picked, about(BEN, { matter: matter(nobody) }), {})).toBe(false);
  });
  test("requesters who pick themselves are not picked, under whatever team", () => {
    expect(matches(picked, about(ANA, { matter: matter("U0ANA") }), {})).toBe(false);
    expect(matches(picked, about(personKey("E0ORG", "U0ANA"), { matter: matter("U0ANA") }), {})).toBe(false);
  });
  test("where there is no request, nobody knows who was picked", () =>
    expect(matches(not(picked), about(BEN, { matter: null }), {})).toBe("unavailable"));
});

describe("what is looked up", () => {
  const asked = (rule: Rule, key: PersonKey = BEN): string[] => questionsOf([rule], about(key)).map(questionKey);
  const [S1, S2] = ["usergroup:S1", "usergroup:S2"];
  test("nothing that plain ids decide, whichever way", () => {
    expect(asked(any(people("U0BEN"), group("S1")))).toEqual([]);
    expect(asked(all(people("U0EVE"), group("S1")))).toEqual([]);
    expect(asked(all(not(people("U0BEN")), onCall("PDAILY1")))).toEqual([]);
  });
  test("of several parts only those that are not decided", () => {
    expect(asked(all(people("U0BEN"), group("S1")))).toEqual([S1]);
    expect(asked(any(group("S1"), all(people("U0EVE"), group("S2"))))).toEqual([S1]);
    expect(asked(any(group("S1"), all(people("U0BEN"), not(group("S2")))))).toEqual([S1, S2]);
  });
  test("the same thing once", () => expect(asked(any(group("S1"), all(group("S1"), own("x"))))).toHaveLength(2));
  test("two functions of one text and two labels are two questions", () =>
    expect(asked(any(own("x"), own("y")))).toHaveLength(2));
});

const userId = fc.constantFrom("U0ANA", "U0BEN", "U0CLEO", "U0EVE", "W1", "");
const { rule } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { depthSize: "small" },
    fc.array(userId, { maxLength: 3 }).map((ids): Rule => ({ kind: "people", ids })),
    fc.constantFrom("S1", "S2").map(group),
    fc.constantFrom("C1", "C2").map((id): Rule => ({ kind: "channel", id })),
    fc.constantFrom("PDAILY1", "PDAILY2").map(onCall),
    fc.constantFrom("x", "y").map(own),
    fc.constant<Rule>({ kind: "anyone" }),
    fc.constant(picked),
    fc.constantFrom("S1", null).map((usergroup): Rule => ({ kind: "admins", people: ["U0EVE"], usergroup })),
    fc.array(tie("rule"), { maxLength: 3 }).map((rules) => any(...rules)),
    fc.array(tie("rule"), { maxLength: 3 }).map((rules) => all(...rules)),
    tie("rule").map(not),
  ),
}));
const KEYS = [
  ...["usergroup:S1", "usergroup:S2", "channel:C1", "channel:C2"],
  ...[onCall("PDAILY1"), onCall("PDAILY2"), own("x"), own("y")].map(questionKey),
];
const answers = fc.dictionary(fc.constantFrom(...KEYS), fc.constantFrom<Answers[string][]>(true, false, "unavailable"));
const someone = fc.record({
  key: userId.map((id) => personKey(TEAM, id)),
  outsider: fc.boolean(),
  matter: fc.oneof(
    fc.constant(null),
    fc.array(userId, { maxLength: 2 }).map((who) => matter(who)),
  ),
});

/** Every way in which what is not known could turn out: yes in all is yes, no in all is no. */
function naively(of: Rule, who: About, known: Answers): Verdict {
  const open = KEYS.filter((key) => typeof known[key] !== "boolean");
  const picks = who.matter === null ? [true, false] : [peopleIn(who)];
  const outcomes = new Set<boolean>();
  for (let bits = 0; bits < 2 ** open.length; bits++) {
    const world = { ...known, ...Object.fromEntries(open.map((key, at) => [key, (bits >> at) % 2 === 1])) };
    for (const isPicked of picks) outcomes.add(reads(of, who, world, isPicked));
  }
  return outcomes.size === 2 ? "unavailable" : outcomes.has(true);
}
const peopleIn = ({ key, matter: of }: About): boolean => {
  const id = key.slice(TEAM.length + 1);
  return id !== "U0ANA" && ((of?.answers["who"] ?? []) as unknown as string[]).includes(id);
};
function reads(of: Rule, who: About, world: Readonly<Record<string, unknown>>, isPicked: boolean): boolean {
  const id = who.key.slice(TEAM.length + 1);
  switch (of.kind) {
    case "people":
      return of.ids.some((one) => one === id);
    case "admins":
      return (
        of.people.some((one) => one === id) || (of.usergroup !== null && world[`usergroup:${of.usergroup}`] === true)
      );
    case "anyone":
      return !who.outsider;
    case "picked":
      return isPicked;
    case "any_of":
      return of.rules.some((one) => reads(one, who, world, isPicked));
    case "all_of":
      return of.rules.length > 0 && !of.rules.some((one) => !reads(one, who, world, isPicked));
    case "not":
      return !reads(of.rule, who, world, isPicked);
    default:
      return world[questionKey(of)] === true;
  }
}

describe("for any rules", () => {
  test("a yes or a no is what every world that fits what is known would say", () => {
    fc.assert(
      fc.property(rule, someone, answers, (some, who, known) => {
        const verdict = matches(some, who, known);
        if (verdict !== "unavailable") expect(naively(some, who, known)).toBe(verdict);
      }),
      { numRuns: 300 },
    );
  });
  test("with everything known, it is what a naive reader says", () => {
    fc.assert(
      fc.property(rule, someone, fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (some, who, bits) => {
        const known = Object.fromEntries(KEYS.map((key, at) => [key, bits[at] === true]));
        const sure = { ...who, matter: who.matter ?? matter([]) };
        expect(matches(some, sure, known)).toBe(naively(some, sure, known));
      }),
    );
  });
  test("learning what was asked never turns a yes or a no, and leaves nothing unknown but who was picked", () => {
    fc.assert(
      fc.property(rule, someone, answers, fc.boolean(), (some, who, known, learnt) => {
        const before = matches(some, who, known);
        const more = { ...known };
        for (const q of questionsOf([some], who))
          if (typeof more[questionKey(q)] !== "boolean") more[questionKey(q)] = learnt;
        if (before !== "unavailable") expect(matches(some, who, more)).toBe(before);
        else if (who.matter !== null) expect(matches(some, who, more)).not.toBe("unavailable");
      }),
    );
  });
});
