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
  choices,
  defineEnvironments,
  deployment,
  duration,
  fromField,
  githubRepo,
  int,
  onCallIn,
  opsgenieSchedule,
  pagerDutyPolicy,
  pagerDutySchedule,
  people,
  postgresRole,
  slackUser,
  slackUsers,
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
    rows: int({ label: "Rows", min: 1, default: 10 }),
    urgency: choice({ label: "Urgency", options: { low: "Low", high: "High" }, default: "low" }),
    page: bool({ label: "Page somebody?", shownWhen: { field: "urgency", is: "high" } }),
    who: slackUser({ label: "Whom?", shownWhen: { field: "page", is: true } }),
    teams: choices({ label: "Teams", options: { a: "A", b: "B" }, default: ["a"], max: 2 }),
    others: slackUsers({ label: "Who else?", shownWhen: { field: "teams", is: ["a", "b"] } }),
    window: duration({ label: "How long is the incident?", max: "3d", default: "2h" }),
    write: text({ label: "What will you change?", shownWhen: { field: "target", is: "write" } }),
    repository: choice({ label: "Repository", options: async (search) => [{ value: search, label: search }] }),
  },
  maxDuration: "1mo",
  otherDuration: true,
  header: "See the <https://example.com|runbook>.",
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
const urgency = choice({ label: "Urgency", options: { low: "Low", high: "High" } });
// @ts-expect-error an option that the choice does not have
choice({ label: "Urgency", options: { low: "Low", high: "High" }, default: "hihg" });
// @ts-expect-error of several options, one that there is not
choices({ label: "Teams", options: { a: "A", b: "B" }, default: ["a", "c"] });
// @ts-expect-error a default of another type
int({ label: "Rows", default: "10" });
// @ts-expect-error a length of time that is not one
duration({ label: "How long?", default: "2 hours" });
// @ts-expect-error people have no default
slackUser({ label: "Whom?", default: "U0BEN" });
// @ts-expect-error an option is a value and a label
choice({ label: "Repository", options: async () => ["shop"] });
// @ts-expect-error written options need no secret
choice({ label: "Urgency", options: { low: "Low" }, secrets: ["KEY"] });
const conditional = { ...base, environments: { prod: { targets: ["read", "write"] } } } as const;
approval(environments, {
  ...conditional,
  // @ts-expect-error an answer that the other field does not have
  fields: { urgency, why: text({ label: "Why?", shownWhen: { field: "urgency", is: "hihg" } }) },
});
approval(environments, {
  ...conditional,
  // @ts-expect-error a field that the Flow does not have
  fields: { urgency, why: text({ label: "Why?", shownWhen: { field: "urgent", is: "high" } }) },
});
approval(environments, {
  ...conditional,
  // @ts-expect-error a field whose answers nobody can list
  fields: { note: text({ label: "Note" }), why: text({ label: "Why?", shownWhen: { field: "note", is: "high" } }) },
});
approval(environments, {
  ...conditional,
  // @ts-expect-error a Target that there is not
  fields: { why: text({ label: "Why?", shownWhen: { field: "target", is: "wirte" } }) },
});
approval(environments, {
  ...conditional,
  // @ts-expect-error yes and no are true and false
  fields: { page: bool({ label: "Page?" }), why: text({ label: "Why?", shownWhen: { field: "page", is: "yes" } }) },
});

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

githubRepo({
  label: "Code",
  token: "T",
  level: "read",
  repository: fromField("repository", { allow: /\d+/, example: 7 }),
});
// @ts-expect-error the repository is a number
githubRepo({ label: "Code", token: "T", level: "read", repository: fromField("repository", { allow: ["shop"] }) });
// @ts-expect-error a pattern needs an example
githubRepo({ label: "Code", token: "T", level: "read", repository: fromField("repository", { allow: /\d+/ }) });
// @ts-expect-error nobody says where the target is
githubRepo({ label: "Code", token: "T", level: "read", repository: 7, apiUrl: fromField("url", { allow: ["x"] }) });

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
