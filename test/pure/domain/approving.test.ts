// Several approvals: how many it takes, of whom, in which order, and which of them still count. As a table, and for any Flows and
// people whatever against somebody who simply counts.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type FactsOfEarlier, mayApprove, stillApproved } from "../../../src/domain/approving.ts";
import type { Flow, Rule } from "../../../src/domain/flow.ts";
import { type PersonFacts, type PersonKey, personKey, userIdOf } from "../../../src/domain/person.ts";
import { type Facts, matterOf } from "../../../src/domain/policy.ts";
import type { Request } from "../../../src/domain/request.ts";
import { stagesOf, type Waiting } from "../../../src/domain/stages.ts";
import {
  ANA,
  BEN,
  CLEO,
  NOON,
  sampleApprove,
  sampleAsk,
  sampleChange,
  sampleFlow,
  sampleSubmit,
  TEAM,
} from "../../fakes/samples.ts";
import { plainFacts } from "../../world/doors.ts";

const DORA: PersonKey = "T0SYM/U0DORA";
const people = (...ids: string[]): Rule => ({ kind: "people", ids });
const asked: Request = sampleChange(null, sampleSubmit(sampleAsk("r1")), NOON).request;
const factsOf = (key: PersonKey, more: Partial<PersonFacts> = {}, memberships: Facts["memberships"] = {}): Facts => ({
  person: { ...plainFacts(userIdOf(key)), key, ...more },
  memberships,
  matter: matterOf(asked),
});
const everybody: FactsOfEarlier = ({ by }) => factsOf(by);
const stage = (label: string, approvals: number, ...ids: string[]) => ({ label, approvals, approvers: people(...ids) });
const staged = (...stages: ReturnType<typeof stage>[]): Flow =>
  sampleFlow({ stages, approvers: { kind: "any_of", rules: stages.map(({ approvers }) => approvers) } });

const two = sampleFlow({ approvers: people("U0BEN", "U0CLEO", "U0DORA"), approvals: 2 });
const leadThenTwo = staged(stage("Lead", 1, "U0BEN"), stage("Security", 2, "U0CLEO", "U0DORA", "U0BEN"));

/** The request once they have approved it, each in turn; a refusal is a mistake of the test. */
function approvedBy(flow: Flow, ...keys: readonly PersonKey[]): Request {
  return keys.reduce((request, by, at) => {
    const may = mayApprove(request, [flow, flow], factsOf(by), everybody);
    if (!may.ok || may.value.part === null) throw new Error(`no part: ${may.ok ? "one is all" : may.refusal.kind}`);
    const approve = sampleApprove({ commandId: `a${at}`, by, part: may.value.part });
    return sampleChange(request, approve, NOON + at + 1).request;
  }, asked);
}
type Flows = readonly [Flow, Flow | null];
function says(
  request: Request,
  flows: Flows,
  by: PersonKey,
  earlier = everybody,
  facts = factsOf(by),
): string | Waiting {
  const may = mayApprove(request, flows, facts, earlier);
  if (!may.ok) return may.refusal.kind;
  return may.value.part === null ? "all" : (may.value.part.awaiting ?? "last");
}
const without =
  (id: PersonKey, more: Partial<PersonFacts> = { deactivated: true }): FactsOfEarlier =>
  ({ by }) =>
    factsOf(by, by === id ? more : {});

describe("two of three", () => {
  const flows: Flows = [two, two];
  const once = approvedBy(two, BEN);
  test("the first leaves one to wait for, the second is the last", () => {
    expect(says(asked, flows, BEN)).toEqual({ stage: 0, missing: 1 });
    expect(says(once, flows, CLEO)).toBe("last");
    expect(approvedBy(two, BEN, CLEO).state).toBe("granting");
  });
  test("one person counts once, under whatever team", () => {
    expect(says(once, flows, BEN)).toBe("approved_already");
    expect(says(once, flows, personKey("E0ORG", "U0BEN"))).toBe("approved_already");
  });
  test("whoever is not named counts not at all", () =>
    expect(says(once, flows, "T0SYM/U0EVE")).toBe("may_not_approve"));
  test("the requester counts only where the Flow allows it", () => {
    const named = { ...two, approvers: people("U0ANA", "U0BEN") };
    expect(says(once, [named, named], ANA)).toBe("own_request");
    const self = { ...named, selfApproval: true };
    expect(says(once, [self, self], ANA)).toBe("last");
  });
  test("whoever approved and has left since counts no more, so that one more is needed", () => {
    expect(says(once, flows, CLEO, without(BEN))).toEqual({ stage: 0, missing: 1 });
    const three = sampleChange(
      once,
      sampleApprove({ commandId: "x", by: CLEO, part: { stage: 0, awaiting: { stage: 0, missing: 1 } } }),
      NOON + 5,
    ).request;
    expect(says(three, flows, DORA, without(BEN))).toBe("last");
  });
  test("who approved meanwhile, and was not looked up, counts", () =>
    expect(says(once, flows, CLEO, () => null)).toBe("last"));
  test("who cannot be looked up counts at the click; where there is no grant, all must be known", () => {
    const unknown: FactsOfEarlier = ({ by }) => ({ ...factsOf(by), person: "unavailable" });
    expect(says(once, flows, CLEO, unknown)).toBe("last");
    const bare = { ...once, access: null, durationMs: null };
    const only = { ...two, targets: [], durationsMs: [] };
    expect(says(bare, [only, only], CLEO, unknown)).toBe("lookup_unavailable");
    expect(says(bare, [only, only], CLEO)).toBe("last");
  });
  test("the more of what was asked then and what is asked now", () => {
    const one = { ...two, approvals: 1 };
    const three = { ...two, approvals: 3 };
    expect(says(asked, [one, two], BEN)).toEqual({ stage: 0, missing: 1 });
    expect(says(asked, [two, one], BEN)).toEqual({ stage: 0, missing: 1 });
    expect(says(once, [two, three], CLEO)).toEqual({ stage: 0, missing: 1 });
  });
});

describe("stages, one after the other", () => {
  const flows: Flows = [leadThenTwo, leadThenTwo];
  test("each waits for the one before, and who comes later is told so", () => {
    expect(says(asked, flows, CLEO)).toBe("not_your_stage");
    expect(says(asked, flows, "T0SYM/U0EVE")).toBe("may_not_approve");
    expect(says(asked, flows, BEN)).toEqual({ stage: 1, missing: 2 });
    const lead = approvedBy(leadThenTwo, BEN);
    expect(says(lead, flows, CLEO)).toEqual({ stage: 1, missing: 1 });
    expect(says(approvedBy(leadThenTwo, BEN, CLEO), flows, DORA)).toBe("last");
  });
  test("whoever two stages name approves in one of them alone", () =>
    expect(says(approvedBy(leadThenTwo, BEN), flows, BEN)).toBe("approved_already"));
  test("where the lead has left since, the first stage comes up again and the later ones keep what they have", () => {
    const also = staged(stage("Lead", 1, "U0BEN", "U0KIM"), stage("Security", 1, "U0CLEO"));
    const late = approvedBy(also, BEN);
    expect(says(late, [also, also], CLEO, without(BEN))).toBe("not_your_stage");
    expect(says(late, [also, also], "T0SYM/U0KIM", without(BEN))).toEqual({ stage: 1, missing: 1 });
  });
  test("a Flow with another number of stages approves nothing that was asked before", () => {
    expect(says(asked, [leadThenTwo, two], BEN)).toBe("stages_changed");
    expect(says(asked, [two, leadThenTwo], BEN)).toBe("stages_changed");
  });
});

describe("before the grant", () => {
  const whole = approvedBy(leadThenTwo, BEN, CLEO, DORA);
  const still = (earlier: FactsOfEarlier, flows: Flows = [leadThenTwo, leadThenTwo], of = whole): string =>
    stillApproved(of, flows, (one) => earlier(one) ?? factsOf(one.by))?.kind ?? "yes";
  test("all who approved may still do so", () => expect(still(everybody)).toBe("yes"));
  test.each([BEN, CLEO, DORA])("%s may not any more", (key) => expect(still(without(key))).toBe("not_a_member"));
  test("the rules of now do not name one of them any more", () => {
    const now = staged(stage("Lead", 1, "U0BEN"), stage("Security", 2, "U0CLEO", "U0EVE"));
    expect(still(everybody, [leadThenTwo, now])).toBe("may_not_approve");
    expect(still(everybody, [now, leadThenTwo])).toBe("may_not_approve");
  });
  test("more are asked for now", () => {
    const now = staged(stage("Lead", 1, "U0BEN"), stage("Security", 3, "U0CLEO", "U0DORA", "U0EVE"));
    expect(still(everybody, [leadThenTwo, now])).toBe("too_few_approvals");
  });
  test("somebody cannot be looked up: not known yet, unless it would not be enough with them", () => {
    const unknown =
      (key: PersonKey): FactsOfEarlier =>
      (one) =>
        one.by === key ? { ...factsOf(key), person: "unavailable" } : factsOf(one.by);
    expect(still(unknown(CLEO))).toBe("lookup_unavailable");
    const both: FactsOfEarlier = (one) => (one.by === DORA ? factsOf(DORA, { guest: true }) : unknown(CLEO)(one));
    expect(still(both)).toBe("not_a_member");
  });
  test("nobody has approved", () => expect(still(everybody, undefined, asked)).toBe("too_few_approvals"));
  test("the Flow is gone, or asks otherwise", () => {
    expect(still(everybody, [leadThenTwo, null])).toBe("flow_gone");
    expect(still(everybody, [leadThenTwo, two])).toBe("stages_changed");
  });
});

const IDS = ["U0ANA", "U0BEN", "U0CLEO", "U0DORA", "U0EVE"];
const somePeople = fc.subarray(IDS).map((ids) => people(...ids));
const someFlow = fc
  .record({
    stages: fc.array(fc.record({ approvers: somePeople, approvals: fc.integer({ min: 1, max: 3 }) }), {
      minLength: 1,
      maxLength: 3,
    }),
    selfApproval: fc.boolean(),
  })
  .map(({ stages, selfApproval }): Flow => {
    const [first] = stages;
    if (stages.length === 1 && first !== undefined) return sampleFlow({ ...first, selfApproval });
    return { ...staged(...stages.map((one, at) => ({ ...one, label: `s${at}` }))), selfApproval };
  });

/** Counts without any of the words of the code: by stage, who is in the list, is there, is themselves, and pressed. */
function naively(flow: Flow, presses: readonly string[], gone: readonly string[]): boolean {
  const stages = stagesOf(flow);
  const used = new Set<string>();
  let at = 0;
  let given = 0;
  for (const id of presses) {
    const here = stages[at];
    if (here === undefined) break;
    if (used.has(id) || (id === "U0ANA" && !flow.selfApproval)) continue;
    if (here.approvers.kind !== "people" || !here.approvers.ids.includes(id)) continue;
    used.add(id);
    if (++given < here.approvals) continue;
    [at, given] = [at + 1, 0];
  }
  return at === stages.length && ![...used].some((id) => gone.includes(id));
}

test("for any Flow and whoever presses: granted exactly where somebody who simply counts says so", () => {
  fc.assert(
    fc.property(
      someFlow,
      fc.array(fc.constantFrom(...IDS), { maxLength: 12 }),
      fc.subarray(IDS),
      (flow, presses, gone) => {
        let request = asked;
        for (const [at, id] of presses.entries()) {
          const by = personKey(TEAM, id);
          const may = mayApprove(request, [flow, flow], factsOf(by), everybody);
          if (!may.ok || request.state !== "pending") continue;
          const { part } = may.value;
          const approve = sampleApprove({ commandId: `a${at}`, by, ...(part === null ? {} : { part }) });
          request = sampleChange(request, approve, NOON + at + 1).request;
        }
        const left: FactsOfEarlier = ({ by }) => factsOf(by, { deactivated: gone.includes(userIdOf(by)) });
        const given =
          request.state === "granting" &&
          stillApproved(request, [flow, flow], (one) => left(one) ?? factsOf(one.by)) === null;
        expect(given).toBe(naively(flow, presses, gone));
        expect(request.state === "granting").toBe(naively(flow, presses, []));
      },
    ),
    { numRuns: 1_000 },
  );
});

test("what an unknown person would decide is decided the same, or not at all, once they are known", () => {
  fc.assert(
    fc.property(someFlow, fc.subarray(IDS), fc.constantFrom(...IDS), (flow, gone, unknown) => {
      const decisions = IDS.map((id, at) => ({
        verdict: "approve" as const,
        by: personKey(TEAM, id),
        at,
        reason: null,
        stage: at % stagesOf(flow).length,
      }));
      const of = { ...asked, state: "granting" as const, decisions };
      const known = ({ by }: { by: PersonKey }): Facts => factsOf(by, { deactivated: gone.includes(userIdOf(by)) });
      const doubtful = stillApproved(of, [flow, flow], (one) =>
        userIdOf(one.by) === unknown ? { ...known(one), person: "unavailable" } : known(one),
      );
      const sure = stillApproved(of, [flow, flow], known);
      if (doubtful?.kind !== "lookup_unavailable") expect(doubtful === null).toBe(sure === null);
    }),
  );
});
