// What the check at start says about Targets: their names, settings and levels, and two names for one access.
import { expect, test } from "vitest";
import {
  approval,
  channel,
  type DeploymentDefinition,
  defineEnvironments,
  deployment,
  memory,
  people,
  postgresRole,
  type TargetDefinition,
  webhook,
} from "../../../src/sym.ts";
import { deploymentOf, problemsOf } from "./checking.ts";

/** A deployment with these Targets and one Flow that offers them all. */
function withTargets(targets: Readonly<Record<string, TargetDefinition>>): DeploymentDefinition {
  const environments = defineEnvironments({ prod: { label: "Production", targets } });
  const flow = approval(environments, {
    name: "access",
    label: "Access",
    approvers: people("U0BEN"),
    route: channel("C0REQUESTS"),
    durations: ["1h"],
    environments: { prod: { targets: Object.keys(targets) } },
  });
  return deployment({ environments, flows: [flow], admins: { people: ["U0ADA"] }, operatorsChannel: "C0OPS" });
}

test("a Target cannot be called by a word of the command that names Targets", () => {
  const [problem] = problemsOf(withTargets({ everything: memory({ label: "All", group: "all", level: "read" }) }));
  expect(problem).toBe(
    'Environment "prod", Target "everything": must have another name: "everything" is a word of /sym revoke-all',
  );
});

test("one access has one name in an Environment, whatever the labels and the secrets say", () => {
  const read = { cluster: "main", url: "DATABASE_URL", role: "reader" };
  const problems = problemsOf(
    withTargets({
      read: postgresRole({ label: "Read", ...read }),
      reports: postgresRole({ label: "Reports", ...read, url: "OTHER_URL", endSessions: true }),
    }),
  );
  expect(problems).toEqual([
    'Environment "prod", Target "reports": gives the same access as Target "read"; one access has one name in an Environment',
  ]);
});

test("two levels of one slot, and two bodies for one webhook, are two accesses", () => {
  const hook = { url: "https://example.com/grants", readUrl: "https://example.com/grants", secret: "HOOK_SECRET" };
  expect(
    problemsOf(
      withTargets({
        view: memory({ label: "View", group: "plans", level: "read" }),
        edit: memory({ label: "Edit", group: "plans", level: "write" }),
        billing: webhook({ label: "Billing", ...hook, data: { team: "billing" } }),
        orders: webhook({ label: "Orders", ...hook, data: { team: "orders" } }),
      }),
    ),
  ).toEqual([]);
});

test("two Targets with one label are refused, because an approver could not tell them apart", () => {
  const problems = problemsOf(
    withTargets({
      view: memory({ label: "Plans", group: "plans", level: "read" }),
      edit: memory({ label: "plans", group: "plans", level: "write" }),
    }),
  );
  expect(problems).toEqual([
    'Environment "prod", targets: two Targets are labelled "plans"; an approver could not tell them apart',
  ]);
});

test("a Target that cannot be read back needs the implementer's word that an end also removes standing access", () => {
  const hook = { label: "Hook", url: "https://example.com/grants", secret: "HOOK_SECRET" };
  const [problem] = problemsOf(withTargets({ hook: webhook(hook) }));
  expect(problem).toMatch(
    /^Environment "prod", Target "hook", endRemovesStanding: must be true: this Target cannot be read back/,
  );
  expect(problemsOf(withTargets({ hook: webhook({ ...hook, endRemovesStanding: true }) }))).toEqual([]);
  expect(problemsOf(withTargets({ hook: webhook({ ...hook, readUrl: "https://example.com/grants" }) }))).toEqual([]);
});

test("what is to be done about others' access is said by a Target that can list, and makes no new version of a Flow", () => {
  const orders = (more: object = {}) =>
    withTargets({ orders: { ...memory({ label: "Orders", group: "orders", level: "read" }), ...more } });
  const said = deploymentOf(orders({ drift: { remove: "not_ours", except: ["root"] } }));
  expect(said.drift).toEqual([
    { environment: "prod", target: "orders", looks: true, removes: true, allowed: ["root"] },
  ]);
  const silent = deploymentOf(orders());
  expect(silent.drift).toEqual([]);
  expect(silent.flows.map(({ hash }) => hash)).toEqual(said.flows.map(({ hash }) => hash));
  const hook = webhook({
    label: "Hook",
    url: "https://example.com/a",
    secret: "HOOK_SECRET",
    endRemovesStanding: true,
  });
  expect(problemsOf(withTargets({ hook: { ...hook, drift: { except: ["root"] } } }))).toEqual([
    'Environment "prod", Target "hook", drift: must be left out: this strategy cannot say who has the access',
  ]);
});

test("the settings of a Target are judged by its strategy and told by their own names", () => {
  const read = postgresRole({
    label: "Read",
    cluster: "Main!",
    url: "postgres://secret",
    role: "pg_monitor",
    account: "email_local_part",
  });
  expect(problemsOf(withTargets({ read })).map((problem) => problem.slice(0, problem.indexOf(":")))).toEqual([
    'Environment "prod", Target "read", cluster',
    'Environment "prod", Target "read", url',
    'Environment "prod", Target "read", role',
    'Environment "prod", Target "read", emailDomain',
  ]);
  expect(problemsOf(withTargets({ read: { ...read, settings: {} } }))).toContain(
    'Environment "prod", Target "read", role: is missing',
  );
});

test("a level must be chosen where a strategy has several, and is known where it has one", () => {
  const plans = memory({ label: "Plans", group: "plans", level: "read" });
  expect(
    problemsOf(withTargets({ plans: { label: plans.label, strategy: plans.strategy, settings: plans.settings } })),
  ).toEqual(['Environment "prod", Target "plans", level: is missing; the levels are read, write and admin']);
});
