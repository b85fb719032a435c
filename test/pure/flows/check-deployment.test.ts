// What the check at start says about a deployment as a whole: what fits together, what does not, and everything at once.
import { expect, test } from "vitest";
import type { Flow } from "../../../src/domain/flow.ts";
import { sayProblems } from "../../../src/domain/flow-check.ts";
import {
  anyOf,
  anyone,
  approval,
  channel,
  defineEnvironments,
  deployment,
  googleGroup,
  googleGroupMembers,
  memory,
  oktaGroup,
  oktaGroupMembers,
  people,
  postgresRole,
  type Rule,
  slackUsergroup,
  usergroup,
} from "../../../src/sym.ts";
import { deploymentOf, problemsOf } from "./checking.ts";
import { put, sample } from "./sample.ts";

test("a Flow becomes one complete version for each of its Environments, in milliseconds and with every default", () => {
  const environments = defineEnvironments({
    prod: {
      label: "Production",
      targets: { read: postgresRole({ label: "Read", cluster: "main", url: "DATABASE_URL", role: "reader" }) },
    },
  });
  const flow = approval(environments, {
    name: "database",
    label: "Database access",
    approvers: people("U0BEN"),
    route: channel("C0REQUESTS"),
    durations: ["15m", "1mo"],
    environments: { prod: { targets: ["read"] } },
  });
  const { flows } = deploymentOf({
    environments,
    flows: [flow],
    admins: { people: ["U0ADA"] },
    operatorsChannel: "C0OPS",
  });
  expect(flows.map((version) => version.flow)).toEqual([
    {
      template: "sym:approval",
      name: "database",
      label: "Database access",
      environment: "prod",
      environmentLabel: "Production",
      description: null,
      requesters: { kind: "anyone" },
      approvers: { kind: "people", ids: ["U0BEN"] },
      selfApproval: false,
      route: { channel: "C0REQUESTS" },
      fields: [],
      targets: [
        {
          name: "read",
          label: "Read",
          strategy: "postgres_role",
          level: "member",
          settings: { cluster: "main", url: "DATABASE_URL", role: "reader", account: "email", endSessions: false },
          endRemovesStanding: false,
        },
      ],
      durationsMs: [900_000, 2_592_000_000],
      timeoutMs: 86_400_000,
      grantWithinMs: 900_000,
      howToUse: null,
      functions: {},
    } satisfies Flow,
  ]);
});

test("what a Flow says for one Environment holds there and nowhere else", () => {
  const { flows, defaultEnvironment, environments, admins, operatorsChannel } = deploymentOf(sample());
  const in_ = (environment: string) =>
    flows.find(({ flow }) => flow.name === "cluster" && flow.environment === environment)?.flow;
  expect(flows).toHaveLength(6);
  expect(in_("prod")).toMatchObject({
    durationsMs: [900_000, 3_600_000],
    selfApproval: false,
    timeoutMs: 28_800_000,
    route: { channel: "C0REQUESTS" },
  });
  expect(in_("sandbox")).toMatchObject({ selfApproval: true, timeoutMs: 86_400_000, route: { channel: "G0SANDBOX" } });
  expect(in_("sandbox")?.durationsMs).toHaveLength(3);
  expect(in_("sandbox")?.targets.map((target) => target.name)).toEqual(["read", "view", "edit"]);
  expect({ defaultEnvironment, environments, admins, operatorsChannel }).toEqual({
    defaultEnvironment: "prod",
    environments: [
      { name: "prod", label: "Production" },
      { name: "sandbox", label: "Sandbox" },
    ],
    admins: { people: ["U0ADA"], usergroup: "S0ADMINS" },
    operatorsChannel: "C0OPS",
  });
});

test("a group of Okta that a Target gives cannot say who approves; who asks it can", () => {
  const group = "00g1emaKYZTWRYYRRTSK";
  const of = (org: string, id = group) => ({ org, group: id, apiToken: "OKTA_TOKEN" });
  const environments = defineEnvironments({
    prod: {
      label: "Production",
      targets: { deployers: oktaGroup({ label: "Deployers", ...of("https://a.okta.com") }) },
    },
  });
  const members = (org: string, id?: string) => oktaGroupMembers({ label: "Deployers", ...of(org, id) });
  const terms = { label: "Deploy", durations: ["1h"], route: channel("C0REQUESTS") } as const;
  const withRules = (rules: { approvers: Rule; requesters?: Rule }) =>
    problemsOf(
      deployment({
        environments,
        flows: [
          approval(environments, {
            ...terms,
            ...rules,
            name: "deploy",
            environments: { prod: { targets: ["deployers"] } },
          }),
        ],
        admins: { people: ["U0ADA"] },
        operatorsChannel: "C0OPS",
      }),
    );
  expect(withRules({ approvers: anyOf(people("U0BEN"), members("https://sso.example.com")) })).toEqual([
    'Flow "deploy" in prod, approvers: names a group of Okta that the Target "deployers" of the Flow "deploy" gives: whoever gets that access could approve',
  ]);
  expect(withRules({ approvers: members("https://a.okta.com", "00g2emaKYZTWRYYRRTSK") })).toEqual([]);
  expect(withRules({ approvers: people("U0BEN"), requesters: members("https://a.okta.com") })).toEqual([]);
});

const SLACK = { token: "SLACK_GROUPS_TOKEN", keeper: "U0KEEPER" } as const;
const GOOGLE = { group: "03x8tuzt3hqdv5v", serviceAccount: "GOOGLE_KEY", subject: "sym@example.com" } as const;

/** Two Flows: one gives a user group and a group of Google, the other is decided by these rules. */
const fed = (
  rules: { approvers: Rule; requesters?: Rule },
  admins: { people?: ["U0ADA"]; usergroup?: "S0DEPLOYERS" },
) => {
  const environments = defineEnvironments({
    prod: {
      label: "Production",
      targets: {
        deployers: slackUsergroup({ label: "Deployers", group: "S0DEPLOYERS", ...SLACK }),
        cloud: googleGroup({ label: "Cloud", level: "member", ...GOOGLE }),
      },
    },
  });
  const terms = { route: channel("C0REQUESTS"), durations: ["1h"] } as const;
  return problemsOf(
    deployment({
      environments,
      flows: [
        approval(environments, {
          ...terms,
          name: "deploy",
          label: "Deploy",
          approvers: people("U0BEN"),
          environments: { prod: { targets: ["deployers", "cloud"] } },
        }),
        approval(environments, {
          name: "release",
          label: "Release",
          route: terms.route,
          ...rules,
          environments: { prod: {} },
        }),
      ],
      admins,
      operatorsChannel: "C0OPS",
    }),
  );
};

test("a user group that a Target of any Flow gives cannot say who approves, nor who is an admin; who asks it can", () => {
  const ada = { people: ["U0ADA"] as ["U0ADA"] };
  const problem =
    'Flow "release" in prod, approvers: names a user group that the Target "deployers" of the Flow "deploy" gives: whoever gets that access could approve';
  expect(fed({ approvers: anyOf(people("U0BEN"), anyOf(usergroup("S0DEPLOYERS"))) }, ada)).toEqual([problem]);
  expect(fed({ approvers: usergroup("S0OTHERS"), requesters: usergroup("S0DEPLOYERS") }, ada)).toEqual([]);
  expect(fed({ approvers: people("U0BEN") }, { ...ada, usergroup: "S0DEPLOYERS" })).toEqual([
    'Deployment, admins.usergroup: is a user group that the Target "deployers" of the Flow "deploy" gives: whoever gets that access would be an admin',
  ]);
});

test("a group of Google that a Target gives cannot say who approves; who asks it can", () => {
  const ada = { people: ["U0ADA"] as ["U0ADA"] };
  const members = (group: string) => googleGroupMembers({ ...GOOGLE, label: "Cloud", group });
  expect(fed({ approvers: members(GOOGLE.group) }, ada)).toEqual([
    'Flow "release" in prod, approvers: names a group of Google that the Target "cloud" of the Flow "deploy" gives: whoever gets that access could approve',
  ]);
  expect(fed({ approvers: members("03x8tuzt3others"), requesters: members(GOOGLE.group) }, ada)).toEqual([]);
});

test("the function of a Flow is found again for any of its versions, also an old one", async () => {
  const { account, flows } = deploymentOf(sample());
  const flow = flows[0]?.flow;
  const person = {
    key: "T0/U0ANA",
    name: "ana",
    email: null,
    tz: "UTC",
    deactivated: false,
    guest: false,
    stranger: false,
    bot: false,
  } as const;
  expect(flow && (await account({ ...flow, functions: { account: "of another day" } })?.(person))).toBe("ana");
  expect(flow && account({ ...flow, name: "gone" })).toBeNull();
});

test("everything that is wrong is told at once, also where one wrong thing could hide another", () => {
  const broken = [
    [["flows", 0, "label"], undefined],
    [["flows", 0, "durations"], ["soon"]],
    [["flows", 0, "environments", "prod", "targets"], ["raed"]],
    [["flows", 1, "name"], "Cluster!"],
    [["flows", 1, "fields", "rows", "max"], "many"],
    [["flows", 2, "environments", "production"], {}],
    [["environments", "prod", "targets", "write", "settings", "role"], "pg_read_all_data"],
    [["environments", "sandbox", "targets", "hook", "endRemovesStanding"], false],
    [["admins"], {}],
  ] as const;
  const problems = problemsOf(broken.reduce<unknown>((definition, [path, to]) => put(definition, path, to), sample()));
  expect(problems.map((problem) => problem.slice(0, problem.indexOf(":"))).sort()).toEqual([
    "Deployment, admins",
    'Environment "prod", Target "write", role',
    'Environment "sandbox", Target "hook", endRemovesStanding',
    'Flow "Cluster!", fields.rows.max',
    'Flow "Cluster!", name',
    'Flow "billing", environments.production',
    'Flow "database" in prod, targets[0]',
    'Flow "database", durations[0]',
    'Flow "database", label',
  ]);
});

test("the problems are one text, for people who read a log", () => {
  expect(sayProblems(["Deployment, flows: names no Flow"])).toBe(
    "src/flows has a problem:\n  - Deployment, flows: names no Flow",
  );
  expect(sayProblems(["a", "b"])).toBe("src/flows has 2 problems:\n  - a\n  - b");
});

test.each([[undefined], [null], ["flows"], [[]], [7]])("%j is not a deployment", (definition) => {
  expect(problemsOf(definition)).toEqual(["Deployment: must be an object with settings"]);
});

test("a name belongs to one Flow, in whatever case it is written", () => {
  expect(problemsOf(put(sample(), ["flows", 1, "name"], "database"))).toEqual([
    'Flow "database", name: is the name of another Flow too',
  ]);
  expect(problemsOf(put(sample(), ["flows", 1, "name"], "Database"))).toEqual([
    expect.stringContaining('Flow "Database", name: must be a name of lower-case letters'),
    'Flow "Database", name: is the name of another Flow too',
  ]);
});

test("a Flow without a name is called by its place", () => {
  expect(problemsOf(put(sample(), ["flows", 1, "name"], undefined))[0]).toMatch(/^Flow number 2, name: is missing/);
  expect(problemsOf(put(sample(), ["flows", 1], "database"))).toEqual([
    "Flow number 2: must be an object with settings",
  ]);
});

test.each(["Prod", "2nd", "pro d", "", "-prod", "x".repeat(41)])(
  "%j is no name for an Environment or a Target",
  (name) => {
    const moved = put(
      put(sample(), ["environments", name], { label: "Another", targets: {} }),
      ["environments", "prod", "targets", name],
      {
        ...memory({ label: "Another", group: "another", level: "read" }),
      },
    );
    expect(problemsOf(moved)).toEqual([
      expect.stringMatching(/^Environment "prod", Target ".*": the name must be/),
      expect.stringMatching(/^Environment ".*": the name must be/),
    ]);
  },
);

test("anyone can be an approver only by an explicit word", () => {
  const open = put(sample(), ["flows", 0, "approvers"], anyone());
  expect(problemsOf(open)).toEqual([]);
});

test("a Flow that is too large for the record is told before anybody asks through it", () => {
  const target = {
    label: "T",
    strategy: "webhook",
    settings: { url: "https://a.example.com/", secret: "HOOK", data: { note: "" } },
  };
  const large = (count: number, note: string) => {
    const names = Array.from({ length: count }, (_, at) => `t${at}`);
    const targets = names.map((name) => [
      name,
      { ...target, label: name, endRemovesStanding: true, settings: { ...target.settings, data: { name, note } } },
    ]);
    return problemsOf(
      put(
        put(sample(), ["environments", "prod", "targets"], Object.fromEntries(targets)),
        ["flows", 0, "environments", "prod", "targets"],
        names,
      ),
    );
  };
  expect(large(400, "x".repeat(1_000)).filter((problem) => problem.includes("500000 are kept"))).toEqual([]);
  expect(large(400, "x".repeat(1_500)).join()).toMatch(/fill \d+ characters as JSON; 500000 are kept/);
});
