// What must fail in the editor, proven by the compiler: each line below an expected error is a mistake. Never runs.
import type { CheckedDeployment } from "../../../src/domain/flow-check.ts";
import type { KnownStrategy } from "../../../src/domain/flow-check-targets.ts";
import type { Deployment, Strategy } from "../../../src/ports.ts";
import {
  anyOf,
  anyone,
  approval,
  bool,
  channel,
  choice,
  defineEnvironments,
  deployment,
  int,
  onCallIn,
  opsgenieSchedule,
  pagerDutyPolicy,
  pagerDutySchedule,
  people,
  postgresRole,
  text,
  usergroup,
  webhook,
} from "../../../src/sym.ts";

const read = postgresRole({ label: "Read", cluster: "main", url: "DATABASE_URL", role: "reader" });
const environments = defineEnvironments({
  prod: { label: "Production", targets: { read, write: read } },
  sandbox: { label: "Sandbox", targets: { read } },
});
const named = { name: "a", label: "A" } as const;
const terms = { approvers: people("U0BEN"), route: channel("C0REQUESTS") } as const;

// As it should be.
const flow = approval(environments, {
  name: "database",
  label: "Database",
  ...terms,
  durations: ["15m", "1mo"],
  fields: {
    why: text({ label: "Why?", pattern: { regex: /[A-Z]+/, message: "Capitals" } }),
    rows: int({ label: "Rows", min: 1 }),
  },
  environments: {
    prod: { targets: ["read", "write"], approvers: channel("C0REQUESTS") },
    sandbox: { targets: ["read"] },
  },
  account: async (person) => person.email ?? person.name,
});
deployment({
  environments,
  defaultEnvironment: "sandbox",
  flows: [flow],
  admins: { people: ["U0ADA"] },
  operatorsChannel: "C0OPS",
});

const base = { ...named, ...terms } as const;
// @ts-expect-error a Target that no Environment has
approval(environments, { ...base, environments: { prod: { targets: ["raed"] } } });
// @ts-expect-error a Target of another Environment
approval(environments, { ...base, environments: { sandbox: { targets: ["write"] } } });
// @ts-expect-error an Environment that does not exist
approval(environments, { ...base, environments: { stagging: { targets: ["read"] } } });
// @ts-expect-error a setting that a Flow does not have
approval(environments, { ...base, environments: { prod: {} }, selfAproval: true });
// @ts-expect-error a setting that an Environment of a Flow does not have
approval(environments, { ...base, environments: { prod: { target: ["read"] } } });
// @ts-expect-error a length of time that is not one
approval(environments, { ...base, environments: { prod: {} }, timeout: "90 minutes" });
// @ts-expect-error a unit that there is not
approval(environments, { ...base, environments: { prod: {} }, durations: ["1w"] });
// @ts-expect-error no approvers
approval(environments, { ...named, route: channel("C0REQUESTS"), environments: { prod: {} } });
// @ts-expect-error no route
approval(environments, { ...named, approvers: anyone(), environments: { prod: {} } });
// @ts-expect-error people are not a place
approval(environments, { ...named, approvers: anyone(), route: people("U0BEN"), environments: { prod: {} } });
// @ts-expect-error an account is text
approval(environments, { ...base, environments: { prod: {} }, account: () => 7 });

// @ts-expect-error nobody
people();
// @ts-expect-error a user group is no person
people("S0DBA");
// @ts-expect-error a person is no user group
usergroup("U0BEN");
// @ts-expect-error a name is no channel id
channel("#sym-requests");

onCallIn(pagerDutySchedule({ label: "Database", schedule: "PABC123", token: "PAGERDUTY_TOKEN", region: "eu" }));
// @ts-expect-error a schedule is no rule by itself
anyOf(pagerDutySchedule({ label: "Database", schedule: "PABC123", token: "PAGERDUTY_TOKEN" }));
// @ts-expect-error an escalation policy has levels
pagerDutyPolicy({ label: "Second line", policy: "PABC123", token: "PAGERDUTY_TOKEN" });
// @ts-expect-error people read a label
opsgenieSchedule({ schedule: "4513b7ea-3b91-438f-b7e4-e3e54af9147c", apiKey: "OPSGENIE_KEY" });
// @ts-expect-error a region that there is not
pagerDutySchedule({ label: "Database", schedule: "PABC123", token: "PAGERDUTY_TOKEN", region: "moon" });

// @ts-expect-error an option that text does not have
text({ label: "Why?", multiLine: true });
// @ts-expect-error a pattern needs words for whoever does not match it
text({ label: "Why?", pattern: { regex: /a/ } });
// @ts-expect-error a bound is a number
int({ label: "Rows", max: "100" });
// @ts-expect-error a yes or no has no bounds
bool({ label: "Dry run", min: 1 });
// @ts-expect-error a choice needs options
choice({ label: "Kind" });
// @ts-expect-error a field needs a label
choice({ options: { small: "Small" } });

// @ts-expect-error a setting that the strategy does not have
postgresRole({ label: "Read", cluster: "main", url: "DATABASE_URL", role: "reader", roles: "x" });
// @ts-expect-error a setting of the strategy is missing
postgresRole({ label: "Read", cluster: "main", role: "reader" });
// @ts-expect-error a setting that the strategy does not have
webhook({ label: "Hook", url: "https://example.com", secret: "HOOK_SECRET", methods: "PUT" });
// @ts-expect-error a Target needs a label
webhook({ url: "https://example.com", secret: "HOOK_SECRET" });

// @ts-expect-error a setting that an Environment does not have
defineEnvironments({ prod: { label: "Production", targets: { read }, route: "C0REQUESTS" } });
// @ts-expect-error an Environment needs a label
defineEnvironments({ prod: { targets: { read } } });
// @ts-expect-error a Target is made by its constructor
defineEnvironments({ prod: { label: "Production", targets: { read: "reader" } } });

const rest = { flows: [flow], admins: { people: ["U0ADA"] }, operatorsChannel: "C0OPS" } as const;
// @ts-expect-error an Environment that does not exist
deployment({ environments, ...rest, defaultEnvironment: "production" });
// @ts-expect-error a setting that a deployment does not have
deployment({ environments, ...rest, operators: "C0OPS" });
// @ts-expect-error an admin is a person's id
deployment({ environments, ...rest, admins: { people: ["ada"] } });
// @ts-expect-error no operators' channel
deployment({ environments, flows: [flow], admins: { people: ["U0ADA"] } });

// What the check gives is what the engine takes, and every strategy of the engine can be checked against.
export const fits = (checked: CheckedDeployment): Deployment => checked;
export const known = (strategy: Strategy): KnownStrategy => strategy;
