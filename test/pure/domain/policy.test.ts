// Who may do what: the rules as sentences, and what must hold for any rules whatever.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mayApprove, mayDeny } from "../../../src/domain/approving.ts";
import type { Flow, Rule } from "../../../src/domain/flow.ts";
import { type PersonFacts, type PersonKey, personKey, userIdOf } from "../../../src/domain/person.ts";
import {
  type Facts,
  matterOf,
  mayAdminister,
  mayAskPlainly,
  mayEnd,
  mayRequest,
  maySee,
} from "../../../src/domain/policy.ts";
import type { Result } from "../../../src/domain/refusal.ts";
import type { Request } from "../../../src/domain/request.ts";
import { type Answers, questionKey } from "../../../src/domain/rule.ts";
import {
  ANA,
  BEN,
  CLEO,
  HOUR_MS,
  NOON,
  sampleAccess,
  sampleApprove,
  sampleAsk,
  sampleChange,
  sampleFlow,
  sampleSubmit,
  TEAM,
} from "../../fakes/samples.ts";

const EVE: PersonKey = "T0SYM/U0EVE";
const people = (...ids: string[]): Rule => ({ kind: "people", ids });
const group = (id: string): Rule => ({ kind: "usergroup", id });
const onCall = (schedule: string) =>
  ({
    kind: "outside",
    source: { kind: "pagerduty_schedule", label: "Database", schedule, token: "PAGERDUTY_TOKEN", region: "us" },
  }) as const;
const person = (key: PersonKey, overrides: Partial<PersonFacts> = {}): PersonFacts => ({
  key,
  name: key,
  email: null,
  tz: "UTC",
  deactivated: false,
  guest: false,
  stranger: false,
  bot: false,
  ...overrides,
});
const request: Request = sampleChange(null, sampleSubmit(sampleAsk("r1")), NOON).request;
const factsOf = (who: Facts["person"], memberships: Answers = {}): Facts => ({
  person: who,
  memberships,
  matter: matterOf(request),
});
const facts = (key: PersonKey, memberships: Answers = {}): Facts => factsOf(person(key), memberships);
const flow = sampleFlow();
const why = (answer: Result<unknown>): string => (answer.ok ? "yes" : answer.refusal.kind);
const approves = (flows: [Flow, Flow | null], who: Facts, of: Request = request): string =>
  why(mayApprove(of, flows, who));

describe("who may approve", () => {
  test("somebody whom both versions name", () => expect(approves([flow, flow], facts(BEN))).toBe("yes"));
  test("nobody whom the version of then did not name", () =>
    expect(approves([flow, sampleFlow({ approvers: people("U0EVE") })], facts(EVE))).toBe("may_not_approve"));
  test("nobody whom the version of now does not name any more", () =>
    expect(approves([flow, sampleFlow({ approvers: people("U0CLEO") })], facts(BEN))).toBe("may_not_approve"));
  test("nobody where the Flow is gone", () => expect(approves([flow, null], facts(BEN))).toBe("flow_gone"));
  test("not the requester", () => {
    const self = sampleFlow({ approvers: people("U0ANA") });
    expect(approves([self, self], facts(ANA))).toBe("own_request");
  });
  test("the requester where both versions allow it, and not where only one does", () => {
    const self = sampleFlow({ approvers: people("U0ANA"), selfApproval: true });
    expect(approves([self, self], facts(ANA))).toBe("yes");
    expect(approves([self, { ...self, selfApproval: false }], facts(ANA))).toBe("own_request");
    expect(approves([{ ...self, selfApproval: false }, self], facts(ANA))).toBe("own_request");
  });
  test("not the requester under another team's key", () => {
    const named = sampleFlow({ approvers: people("U0ANA") });
    expect(approves([named, named], facts("E0ORG/U0ANA"))).toBe("own_request");
  });
  test.each(["deactivated", "guest", "stranger", "bot"] as const)("not somebody who is %s, named or not", (flag) =>
    expect(approves([flow, flow], factsOf(person(BEN, { [flag]: true })))).toBe("not_a_member"),
  );
  test("whoever is on call by the list of then and by that of now, and nobody who is on one of them alone", () => {
    const [then, now] = [onCall("PDAILY1"), onCall("PDAILY2")];
    const flows: [Flow, Flow] = [sampleFlow({ approvers: then }), sampleFlow({ approvers: now })];
    const on = (first: Answers[string], second: Answers[string]) =>
      approves(flows, facts(BEN, { [questionKey(then)]: first, [questionKey(now)]: second }));
    expect(on(true, true)).toBe("yes");
    expect(on(true, false)).toBe("may_not_approve");
    expect(on(false, true)).toBe("may_not_approve");
    expect(on("unavailable", true)).toBe("lookup_unavailable");
    expect(on("unavailable", false)).toBe("may_not_approve");
  });
  test("nobody who cannot be looked up", () =>
    expect(approves([flow, flow], factsOf("unavailable"))).toBe("lookup_unavailable"));
});

describe("what must still be offered", () => {
  const [target] = flow.targets;
  const offering = (change: object): Flow => sampleFlow({ targets: target ? [{ ...target, ...change }] : [] });
  test.each<[string, Flow]>([
    ["the Target", offering({ name: "another" })],
    ["its level", offering({ level: "admin" })],
    ["its strategy", offering({ strategy: "webhook" })],
    ["its settings", offering({ settings: { slot: "elsewhere" } })],
    ["a duration at least as long", sampleFlow({ durationsMs: [HOUR_MS / 2] })],
  ])("%s", (_what, current) => expect(approves([flow, current], facts(BEN))).toBe("target_gone"));
  test("settings written in another order are the same settings", () => {
    const asked = { ...request, access: sampleAccess({ settings: { a: 1, b: { c: 2, d: 3 } } }) };
    expect(approves([flow, offering({ settings: { b: { d: 3, c: 2 }, a: 1 } })], facts(BEN), asked)).toBe("yes");
  });
  test("a new label changes nothing", () =>
    expect(approves([flow, offering({ label: "Another label" })], facts(BEN))).toBe("yes"));
});

describe("who may deny", () => {
  const deny = (flows: [Flow, Flow | null], who: Facts): string => why(mayDeny(request, flows, who));
  test("whoever may approve, also where the Flow is gone", () => {
    expect(deny([flow, flow], facts(BEN))).toBe("yes");
    expect(deny([flow, null], facts(BEN))).toBe("yes");
  });
  test("the requester only where they may approve it too; elsewhere they cancel", () => {
    const none = sampleFlow({ approvers: people("U0ANA") });
    const self = sampleFlow({ approvers: people("U0ANA"), selfApproval: true });
    for (const flows of [
      [none, none],
      [self, none],
      [none, self],
    ] as const) {
      expect(deny([...flows], facts(ANA))).toBe("own_request");
      expect(deny([...flows], facts("E0ORG/U0ANA"))).toBe("own_request");
    }
    expect(deny([self, self], facts(ANA))).toBe("yes");
  });
  test("nobody else", () => expect(deny([flow, flow], facts(EVE))).toBe("may_not_approve"));
});

describe("who may end access early", () => {
  const admins = { people: ["U0ADA"], usergroup: "S0ADMINS" };
  const approved = sampleChange(request, sampleApprove(), NOON).request;
  const denied = sampleChange(request, { kind: "deny", commandId: "d", by: CLEO, reason: null }, NOON).request;
  const ends = (of: Request, key: PersonKey, memberships: Answers = { "usergroup:S0ADMINS": false }): string =>
    why(mayEnd(of, key, admins, memberships));
  test("the requester, the approver and an admin, with nobody to be asked about them", () => {
    for (const key of [ANA, BEN, "T0SYM/U0ADA"] as const) expect(ends(approved, key, {})).toBe("yes");
  });
  test("a member of the admins' group", () => expect(ends(approved, EVE, { "usergroup:S0ADMINS": true })).toBe("yes"));
  test("nobody else, and not whoever could have approved", () => {
    expect(ends(approved, EVE)).toBe("may_not_end");
    expect(ends(approved, CLEO)).toBe("may_not_end");
  });
  test("not whoever denied it", () => expect(ends(denied, CLEO)).toBe("may_not_end"));
  test("who may be an admin and cannot be looked up hears just that", () =>
    expect(ends(approved, EVE, { "usergroup:S0ADMINS": "unavailable" })).toBe("lookup_unavailable"));
  test("an admin who is not one is told so", () =>
    expect(why(mayAdminister(admins, EVE, { "usergroup:S0ADMINS": false }))).toBe("not_admin"));
});

test("a no of one version outweighs an unknown of the other", () => {
  const unknown = sampleFlow({ approvers: group("S1") });
  expect(approves([unknown, sampleFlow({ approvers: people("U0EVE") })], facts(BEN))).toBe("may_not_approve");
  expect(approves([unknown, flow], facts(BEN))).toBe("lookup_unavailable");
});

describe("which Flows somebody is shown", () => {
  const own = { kind: "function", label: "x", source: "5e", secrets: [] } as const;
  const shown = (requesters: Rule, memberships: Answers = {}, more: Partial<PersonFacts> = {}) =>
    maySee(sampleFlow({ requesters }), { ...factsOf(person(BEN, more), memberships), matter: null });
  test("those that plain ids or anyone() let them ask for, with nobody looked up", () => {
    const plainly = (requesters: Rule) => mayAskPlainly(sampleFlow({ requesters }), BEN);
    expect(plainly({ kind: "anyone" })).toBe(true);
    expect(plainly(people("U0BEN"))).toBe(true);
    expect(plainly(people("U0EVE"))).toBe(false);
    expect(plainly(group("S1"))).toBe("unavailable");
  });
  test("those whose lists name them; what cannot be looked up is not shown", () => {
    expect(shown(group("S1"), { "usergroup:S1": true })).toBe(true);
    expect(shown(group("S1"), { "usergroup:S1": false })).toBe(false);
    expect(shown(group("S1"), { "usergroup:S1": "unavailable" })).toBe("unavailable");
    expect(maySee(flow, factsOf("unavailable"))).toBe("unavailable");
  });
  test("a function hides nothing until it is known what is asked for; whatever else says no does", () => {
    expect(shown(own)).toBe(true);
    expect(shown({ kind: "all_of", rules: [group("S1"), own] }, { "usergroup:S1": true })).toBe(true);
    expect(shown({ kind: "all_of", rules: [group("S1"), own] }, { "usergroup:S1": false })).toBe(false);
    expect(shown({ kind: "all_of", rules: [group("S1"), own] }, { "usergroup:S1": "unavailable" })).toBe("unavailable");
    expect(shown({ kind: "all_of", rules: [{ kind: "anyone" }, { kind: "not", rule: own }] })).toBe(true);
  });
  test("none to whoever is no full member", () =>
    expect(shown(group("S1"), { "usergroup:S1": true }, { guest: true })).toBe(false));
});

describe("guests and people of other organisations", () => {
  const open = sampleFlow({ guestsMayDecide: true, approvers: group("S1"), requesters: { kind: "anyone" } });
  const shut = sampleFlow({ approvers: group("S1") });
  const named = { "usergroup:S1": true };
  const guest = (flags: Partial<PersonFacts>, key: PersonKey = "T0FAR/U0GUEST") => factsOf(person(key, flags), named);
  test.each(["guest", "stranger"] as const)("a %s decides where both versions say so and name them", (flag) => {
    expect(approves([open, open], guest({ [flag]: true }))).toBe("yes");
    expect(approves([open, shut], guest({ [flag]: true }))).toBe("not_a_member");
    expect(approves([shut, open], guest({ [flag]: true }))).toBe("not_a_member");
    const unnamed = factsOf(person("T0FAR/U0GUEST", { [flag]: true }), { "usergroup:S1": false });
    expect(approves([open, open], unnamed)).toBe("may_not_approve");
    expect(why(mayDeny(request, [open, open], guest({ [flag]: true })))).toBe("yes");
  });
  test("anyone() names full members alone", () => {
    const anyone = sampleFlow({ guestsMayDecide: true, approvers: { kind: "anyone" } });
    expect(approves([anyone, anyone], guest({ guest: true }))).toBe("may_not_approve");
    expect(approves([anyone, anyone], facts(EVE))).toBe("yes");
  });
  test("they never ask", () => {
    for (const flag of ["guest", "stranger"] as const)
      expect(why(mayRequest(open, guest({ [flag]: true })))).toBe("not_a_member");
  });
  test("whoever acts under a team that Slack does not know them by never decides, whose id it may be", () => {
    const ben = sampleFlow({ guestsMayDecide: true, approvers: people("U0BEN") });
    const claimed = factsOf(person(BEN, { stranger: true, elsewhere: true }));
    expect(approves([ben, ben], claimed)).toBe("not_a_member");
  });
  test("bots and deactivated people do not decide there either", () => {
    for (const flag of ["bot", "deactivated"] as const)
      expect(approves([open, open], guest({ [flag]: true, guest: true }))).toBe("not_a_member");
  });
});

const userId = fc.constantFrom("U0ANA", "U0BEN", "U0CLEO", "U0EVE", "W/1", "");
const { rule } = fc.letrec<{ rule: Rule }>((tie) => ({
  rule: fc.oneof(
    { depthSize: "small" },
    fc.array(userId, { maxLength: 3 }).map((ids): Rule => ({ kind: "people", ids })),
    fc.constantFrom("S1", "S2").map(group),
    fc.constantFrom("C1", "C2").map((id): Rule => ({ kind: "channel", id })),
    fc.constantFrom("PDAILY1", "PDAILY2").map(onCall),
    fc.array(tie("rule"), { maxLength: 3 }).map((rules): Rule => ({ kind: "any_of", rules })),
  ),
}));
const answers = fc.dictionary(
  fc.constantFrom(
    ...["usergroup:S1", "usergroup:S2", "channel:C1", "channel:C2"],
    ...["PDAILY1", "PDAILY2"].map((schedule) => questionKey(onCall(schedule))),
  ),
  fc.constantFrom<Answers[string][]>(true, false, "unavailable"),
);
const key = userId.map((id) => personKey(TEAM, id));

describe("for any rules", () => {
  test("whoever may approve is allowed by the version of then and by that of now, each alone", () => {
    fc.assert(
      fc.property(rule, rule, key, answers, fc.boolean(), fc.boolean(), (then, now, who, known, selfThen, selfNow) => {
        const made = sampleFlow({ approvers: then, selfApproval: selfThen });
        const current = sampleFlow({ approvers: now, selfApproval: selfNow });
        const both = mayApprove(request, [made, current], facts(who, known)).ok;
        const each = [made, current].every((one) => mayApprove(request, [one, one], facts(who, known)).ok);
        expect(both).toBe(each);
      }),
    );
  });
  test("the requester never approves where self-approval is off, under whatever team", () => {
    fc.assert(
      fc.property(rule, answers, fc.constantFrom("T0SYM", "E0ORG", "T/1"), (some, known, team) => {
        const off = sampleFlow({ approvers: some, selfApproval: false });
        expect(mayApprove(request, [off, off], facts(personKey(team, "U0ANA"), known)).ok).toBe(false);
      }),
    );
  });
  test("who is no full member may do nothing", () => {
    fc.assert(
      fc.property(rule, answers, fc.constantFrom("deactivated", "guest", "stranger", "bot"), (some, known, flag) => {
        const who = factsOf(person(EVE, { [flag]: true }), known);
        const open = sampleFlow({ approvers: some, requesters: some });
        for (const answer of [
          mayApprove(request, [open, open], who),
          mayDeny(request, [open, open], who),
          mayRequest(open, who),
        ])
          expect(answer.ok).toBe(false);
      }),
    );
  });
  test("the user id is what stands after the last slash", () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[^/]*$/), (team, id) => {
        expect(userIdOf(personKey(team, id))).toBe(id);
      }),
    );
  });
});
