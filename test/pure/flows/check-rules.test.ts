// What the check at start says of rules: how they are joined, what goes by the form, functions, and what each becomes.
import { describe, expect, test } from "vitest";
import { leavesOf } from "../../../src/domain/flow.ts";
import {
  admins,
  allOf,
  anyOf,
  anyone,
  approval,
  channel,
  defineEnvironments,
  deployment,
  not,
  onCallIn,
  pagerDutySchedule,
  people,
  pickedIn,
  type Rule,
  rule,
  slackUser,
  slackUsers,
  text,
  usergroup,
} from "../../../src/sym.ts";
import { deploymentOf, problemsOf } from "./checking.ts";

const environments = defineEnvironments({ prod: { label: "Production", targets: {} } });
const withRules = (rules: { approvers?: Rule; requesters?: Rule; guestsMayDecide?: boolean; approvals?: number }) =>
  deployment({
    environments,
    flows: [
      approval(environments, {
        name: "deploy",
        label: "Deploy",
        route: channel("C0REQUESTS"),
        fields: {
          who: text({ label: "Who?" }),
          peer: slackUser({ label: "Who helps?" }),
          others: slackUsers({ label: "Who else?", required: false }),
        },
        approvers: people("U0BEN"),
        ...rules,
        environments: { prod: {} },
      }),
    ],
    admins: { people: ["U0ADA"], usergroup: "S0ADMINS" },
    operatorsChannel: "C0OPS",
  });
const problems = (rules: Parameters<typeof withRules>[0]) => problemsOf(withRules(rules));
const flowOf = (rules: Parameters<typeof withRules>[0]) => deploymentOf(withRules(rules)).flows[0]?.flow;
const onCall = onCallIn(pagerDutySchedule({ label: "Database", schedule: "PDAILY1", token: "PAGERDUTY_TOKEN" }));
const ALONE =
  'Flow "deploy", approvers: has a not(…) beside which nobody is named: it would let in everybody else; write allOf(anyone(), not(people("U…"))), or whoever is meant';

describe("not(…)", () => {
  test.each<[string, Rule]>([
    ["alone", not(people("U0EVE"))],
    ["beside others of whom one is enough", anyOf(usergroup("S0DBA"), not(people("U0EVE")))],
    ["twice", not(not(people("U0EVE")))],
    ["with nothing but its like", allOf(not(people("U0EVE")), not(people("U0BEN")))],
  ])("is refused %s: it would let in everybody else", (_name, approvers) =>
    expect(problems({ approvers })).toEqual([ALONE]),
  );
  test("is taken beside a rule that names somebody", () => {
    expect(problems({ approvers: allOf(anyone(), not(people("U0EVE"))) })).toEqual([]);
    expect(problems({ approvers: anyOf(people("U0BEN"), allOf(usergroup("S0DBA"), not(channel("C0OPS")))) })).toEqual(
      [],
    );
  });
  test("takes no list outside Slack, however deep", () =>
    expect(problems({ approvers: allOf(anyone(), not(anyOf(people("U0EVE"), onCall))) })).toEqual([
      'Flow "deploy", approvers: has a list outside Slack in not(…): whoever Slack confirms no e-mail address of would count as not being on it',
    ]));
});

test("rules within rules end somewhere, and a list of them too", () => {
  const deep = (levels: number): Rule => (levels === 0 ? people("U0BEN") : anyOf(deep(levels - 1)));
  expect(problems({ approvers: deep(4) })).toEqual([]);
  expect(problems({ approvers: deep(5) })).toEqual(['Flow "deploy", approvers: has rules within rules, deeper than 4']);
  const many = Array.from({ length: 21 }, () => people("U0BEN")) as unknown as readonly [Rule, ...Rule[]];
  expect(problems({ approvers: allOf(...many) })).toEqual(['Flow "deploy", approvers.rules: has more than 20 parts']);
});

test("admins() become the deployment's admins, so that another admin is another version", () => {
  expect(flowOf({ approvers: anyOf(people("U0BEN"), admins()) })?.approvers).toEqual({
    kind: "any_of",
    rules: [
      { kind: "people", ids: ["U0BEN"] },
      { kind: "admins", people: ["U0ADA"], usergroup: "S0ADMINS" },
    ],
  });
});

test("pickedIn(…) goes by a field that picks people, and never says who may ask", () => {
  const NO_FIELD =
    'Flow "deploy" in prod, approvers: goes by the field "FIELD", and the Flow has no field of that name that picks people';
  expect(problems({ approvers: pickedIn("who") })).toEqual([NO_FIELD.replace("FIELD", "who")]);
  expect(problems({ approvers: anyOf(people("U0BEN"), pickedIn("nobody")) })).toEqual([
    NO_FIELD.replace("FIELD", "nobody"),
  ]);
  expect(flowOf({ approvers: anyOf(pickedIn("peer"), pickedIn("others")) })?.approvers).toEqual({
    kind: "any_of",
    rules: [
      { kind: "picked", field: "peer", label: "Who helps?" },
      { kind: "picked", field: "others", label: "Who else?" },
    ],
  });
  expect(problems({ requesters: allOf(anyone(), pickedIn("peer")) })).toContain(
    'Flow "deploy", requesters: goes by pickedIn(…), which is about who decides: whoever asks fills in the form',
  );
});

describe("a function", () => {
  const isBen = rule("Ben", ({ person }) => person.key.endsWith("/U0BEN"));
  const found = (rules: Parameters<typeof withRules>[0]) => {
    const checked = deploymentOf(withRules(rules));
    const [leaf] = leavesOf(checked.flows[0]?.flow.approvers ?? { kind: "anyone" });
    return leaf?.kind === "function" ? { leaf, decides: checked.rule(leaf), other: checked } : null;
  };
  test("is found by its text and label, and takes part in the version", () => {
    const ben = found({ approvers: isBen });
    expect(ben?.leaf).toMatchObject({ label: "Ben", secrets: [] });
    expect(ben?.decides).toBe(isBen.kind === "function" ? isBen.decides : null);
    const changed = found({ approvers: rule("Ben", ({ person }) => person.key.endsWith("/U0BEN") && !person.guest) });
    expect(changed?.leaf.source).not.toBe(ben?.leaf.source);
    expect(ben && changed?.other.rule(ben.leaf)).toBeNull();
  });
  test("may stand in several places, and for several Flows", () =>
    expect(problems({ approvers: anyOf(isBen, people("U0ADA")), requesters: isBen })).toEqual([]));
  test("that only looks like another of its label is refused", () => {
    const isOne = (id: string) => rule("one of us", ({ person }) => person.key.endsWith(id));
    expect(problems({ approvers: anyOf(isOne("U0BEN"), isOne("U0ADA")) })).toEqual([
      'Flow "deploy" in prod, approvers: has a function labelled "one of us" that is written like another of that label, and is not the same: label them differently',
    ]);
  });
  test("is written out, has a label and names its secrets as the Worker does", () => {
    expect(problems({ approvers: rule("bound", (() => true).bind(null)) })).toEqual([
      'Flow "deploy", approvers.decides: must be a function that is written out there, not bound or built in, so that a change of it is seen',
    ]);
    expect(problems({ approvers: rule("", () => true) })).toEqual([
      'Flow "deploy", approvers.label: must not be empty',
    ]);
    expect(problems({ approvers: rule("x", () => true, ["people key"]) })).toEqual([
      'Flow "deploy", approvers.secrets[0]: must be the name of a Worker secret: capitals, digits and _',
    ]);
  });
});

test("guests decide only where the Flow says so, which is another version", () => {
  expect(flowOf({ guestsMayDecide: true })?.guestsMayDecide).toBe(true);
  expect(flowOf({})).not.toHaveProperty("guestsMayDecide");
});

describe("several approvals", () => {
  const named = { name: "deploy", label: "Deploy", route: channel("C0REQUESTS") } as const;
  const flowWith = (flow: object): unknown => ({
    environments,
    flows: [{ template: "sym:approval", ...named, ...flow }],
    admins: { people: ["U0ADA"] },
    operatorsChannel: "C0OPS",
  });
  const stages = [
    { label: "Lead", approvers: people("U0BEN") },
    { label: "Security", approvers: usergroup("S0SECURITY"), approvals: 2 },
  ] as const;
  const saidOf = (flow: object) => problemsOf(flowWith(flow));
  const prod = { environments: { prod: {} } } as const;

  test("one is the default, and says nothing of itself", () =>
    expect(flowOf({ approvals: 1 })).not.toHaveProperty("approvals"));
  test("so many people must be named, where only ids are", () => {
    expect(problems({ approvals: 2 })).toEqual([
      'Flow "deploy" in prod, approvals: asks for 2 people, and only one is named',
    ]);
    expect(problems({ approvers: anyOf(people("U0BEN"), people("U0BEN", "U0KIM")), approvals: 3 })).toEqual([
      'Flow "deploy" in prod, approvals: asks for 3 people, and only 2 are named',
    ]);
    expect(problems({ approvers: anyOf(people("U0BEN"), usergroup("S0DBA")), approvals: 3 })).toEqual([]);
  });
  test.each([0, 11, 1.5, -1])("%s approvals are refused", (approvals) =>
    expect(problems({ approvers: usergroup("S0DBA"), approvals })).toHaveLength(1),
  );
  test("stages have labels of their own, are two to five, and stand alone", () => {
    expect(saidOf({ stages, ...prod })).toEqual([]);
    expect(saidOf({ stages: stages.slice(0, 1), ...prod })).toEqual([
      'Flow "deploy", stages: has fewer than 2 stages; for one, say approvers',
    ]);
    expect(saidOf({ stages: [stages[0], { ...stages[1], label: "Lead" }], ...prod })).toEqual([
      'Flow "deploy", stages: has two stages of one label',
    ]);
    expect(saidOf({ stages: [stages[0], { ...stages[1], approvals: 10 }], ...prod })).toEqual([
      'Flow "deploy", stages: asks for more than 10 approvals together',
    ]);
    expect(saidOf({ stages: [{ ...stages[0], approvals: 2 }, stages[1]], ...prod })).toEqual([
      'Flow "deploy" in prod, stages[0].approvals: asks for 2 people, and only one is named',
    ]);
    expect(saidOf({ stages, approvers: people("U0BEN"), ...prod })).toEqual([
      'Flow "deploy" in prod, stages: stand beside approvers or approvals; each stage has its own, so say either',
    ]);
  });
  test("what an Environment says takes the place of what the Flow says", () => {
    const only = { approvers: people("U0KIM") };
    const inProd = (flow: object) => deploymentOf(flowWith(flow)).flows[0]?.flow;
    expect(inProd({ stages, environments: { prod: only } })).not.toHaveProperty("stages");
    expect(inProd({ stages, environments: { prod: only } })?.approvers).toEqual({ kind: "people", ids: ["U0KIM"] });
    expect(inProd({ ...only, environments: { prod: { stages } } })?.stages).toHaveLength(2);
    expect(inProd({ approvers: usergroup("S0DBA"), environments: { prod: { approvals: 2 } } })?.approvals).toBe(2);
  });
  test("whoever decides in any stage stands in the Flow's approvers too", () =>
    expect(
      leavesOf(deploymentOf(flowWith({ stages, ...prod })).flows[0]?.flow.approvers ?? { kind: "anyone" }),
    ).toEqual([
      { kind: "people", ids: ["U0BEN"] },
      { kind: "usergroup", id: "S0SECURITY" },
    ]));
});
