// One mistake a line: where it is made, what is written there, and what the refusal must say. Applied to every Flow,
// Environment and Target of the sample.
type Path = readonly (string | number)[];

export interface Mutation {
  /** Below a Flow, a Flow's Environment, a Target or the deployment. */
  readonly at: Path;
  readonly to: unknown;
  /** Place of the problem as it is told; the written path where it is the same. */
  readonly named?: string;
  readonly says: RegExp;
}

const long = (length: number) => "x".repeat(length);
const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const empty = /names nobody/;
const missing = /^is missing/;
const aTime = /must be a length of time such as 30s, 15m, 4h or 1d, not/;
const anId = (what: string) => new RegExp(`must be a Slack ${what} id`);
const ROTA = "4513b7ea-3b91-438f-b7e4-e3e54af9147c";
const peopleRule = (...ids: string[]) => ({ kind: "people", ids });

const none = { schedule: undefined, token: undefined, region: undefined };
const policy = { ...none, kind: "pagerduty_policy", policy: "PABC123", level: 1, token: "PAGERDUTY_TOKEN" };
const genie = { ...none, kind: "opsgenie_schedule", schedule: ROTA, apiKey: "OPSGENIE_KEY" };
const okta = {
  ...none,
  kind: "okta_group",
  org: "https://example.okta.com",
  group: "00g1emaKYZTWRYYRRTSK",
  apiToken: "OKTA_TOKEN",
};
const google = {
  ...none,
  kind: "google_group",
  group: "03x8tuzt3hqdv5v",
  serviceAccount: "GOOGLE_KEY",
  subject: "sym@example.com",
};
/** A mistake in a rule over a list outside, as who decides and within another rule as who asks. */
function outside(change: object, setting: string, says: RegExp): Mutation[] {
  const right = { kind: "pagerduty_schedule", label: "Database", schedule: "PABC123", token: "PAGERDUTY_TOKEN" };
  const source = Object.fromEntries(Object.entries({ ...right, ...change }).filter(([, value]) => value !== undefined));
  const rule = { kind: "outside", source };
  const below = setting === "" ? "source" : `source.${setting}`;
  return [
    { at: ["approvers"], to: rule, named: `approvers.${below}`, says },
    { at: ["requesters"], to: { kind: "any_of", rules: [rule] }, named: `requesters.rules[0].${below}`, says },
  ];
}

/** What a Flow says for all its Environments or for one of them. */
const terms: readonly Mutation[] = [
  { at: ["approvers"], to: peopleRule(), named: "approvers.ids", says: empty },
  { at: ["approvers"], to: { kind: "any_of", rules: [] }, named: "approvers.rules", says: empty },
  {
    at: ["approvers"],
    to: { kind: "any_of", rules: [{ kind: "any_of", rules: [] }] },
    named: "approvers.rules[0].rules",
    says: empty,
  },
  { at: ["approvers"], to: { kind: "any_of", rules: [peopleRule()] }, named: "approvers.rules[0].ids", says: empty },
  { at: ["approvers"], to: peopleRule("U0BEN", "ben"), named: "approvers.ids[1]", says: anId("user") },
  { at: ["approvers"], to: peopleRule("u0ben"), named: "approvers.ids[0]", says: anId("user") },
  { at: ["approvers"], to: peopleRule("S0DBA"), named: "approvers.ids[0]", says: anId("user") },
  { at: ["approvers"], to: { kind: "usergroup", id: "@dba" }, named: "approvers.id", says: anId("user group") },
  { at: ["approvers"], to: { kind: "channel", id: "#sym-requests" }, named: "approvers.id", says: anId("channel") },
  { at: ["approvers"], to: { kind: "nobody" }, says: /must be a rule: people/ },
  { at: ["approvers"], to: ["U0BEN"], says: /must be a rule: people/ },
  { at: ["approvers"], to: { kind: "anyone", except: "U0ANA" }, named: "approvers.except", says: /is not a setting/ },
  ...outside({ schedule: "daily" }, "schedule", /an id of PagerDuty/),
  ...outside({ schedule: "PABC123&schedule_ids[]=PXYZ999" }, "schedule", /an id of PagerDuty/),
  ...outside({ token: "u+the-token-itself" }, "token", /must be the name of a Worker secret/),
  ...outside({ region: "moon" }, "region", /must be "us" or "eu"/),
  ...outside({ label: " " }, "label", /must not be empty/),
  ...outside({ label: long(76) }, "label", /Slack leaves room for 75/),
  ...outside({ level: 1 }, "level", /is not a setting/),
  ...outside({ kind: "pagerduty_team" }, "", /must be made by pagerDutySchedule/),
  ...outside({ ...policy, level: 0 }, "level", /must be at least 1/),
  ...outside({ ...policy, level: "first" }, "level", /must be a whole number/),
  ...outside({ ...policy, policy: undefined }, "policy", missing),
  ...outside({ ...genie, schedule: "../../v2/users" }, "schedule", /id of a schedule of Opsgenie/),
  ...outside({ ...genie, apiKey: "eb24-key" }, "apiKey", /must be the name of a Worker secret/),
  ...outside({ ...okta, group: "00g/../users" }, "group", /id of a group of Okta/),
  ...outside({ ...okta, org: "https://example-admin.okta.com" }, "org", /without -admin/),
  ...outside({ ...okta, org: "https://example.okta.com/admin" }, "org", /without a path/),
  ...outside({ ...okta, org: "https://ann:secret@example.okta.com" }, "org", /the address of an org/),
  ...outside({ ...okta, org: "http://example.okta.com" }, "org", /must begin with https/),
  ...outside({ ...google, group: "engineers@example.com" }, "group", /id of a group of Google/),
  ...outside({ ...google, subject: "Sym" }, "subject", /address of an administrator/),
  ...outside({ ...google, serviceAccount: "{}" }, "serviceAccount", /must be the name of a Worker secret/),
  ...outside({ ...google, endpoint: "https://evil.example.com" }, "endpoint", /this machine/),
  ...outside({ ...google, endpoint: "http://127.0.0.1:9" }, "endpoint", /needs allowLoopback/),
  { at: ["requesters"], to: peopleRule(), named: "requesters.ids", says: empty },
  { at: ["requesters"], to: peopleRule("U0 ANA"), named: "requesters.ids[0]", says: anId("user") },
  { at: ["selfApproval"], to: "yes", says: /must be true or false/ },
  { at: ["route"], to: { kind: "channel", id: "requests" }, named: "route.id", says: anId("channel") },
  { at: ["route"], to: { kind: "channel", id: "U0BEN" }, named: "route.id", says: anId("channel") },
  { at: ["route"], to: "C0REQUESTS", says: /must be channel\("C…"\)/ },
  { at: ["durations"], to: "15m", says: /must be a list such as/ },
  { at: ["durations"], to: ["15m", "90 minutes"], named: "durations[1]", says: aTime },
  { at: ["durations"], to: ["1.5h"], named: "durations[0]", says: aTime },
  { at: ["durations"], to: ["-1h"], named: "durations[0]", says: aTime },
  { at: ["durations"], to: ["0m"], named: "durations[0]", says: aTime },
  { at: ["durations"], to: ["29s"], named: "durations[0]", says: /between 30 seconds and 90 days/ },
  { at: ["durations"], to: ["15m", "91d"], named: "durations[1]", says: /between 30 seconds and 90 days/ },
  { at: ["durations"], to: [900], named: "durations[0]", says: /must be a length of time/ },
  { at: ["durations"], to: ["60m", "1h"], says: /offers one length of time twice/ },
  { at: ["durations"], to: times(26, (at) => `${at + 1}h`), says: /offers more than 25/ },
  { at: ["maxDuration"], to: "91d", says: /between 30 seconds and 90 days/ },
  { at: ["otherDuration"], to: "1h", says: /must be true or false/ },
  { at: ["header"], to: " ", says: /must not be empty/ },
  { at: ["header"], to: long(2_501), says: /Slack leaves room for 2500/ },
  { at: ["timeout"], to: "59s", says: /between 1 minute and 30 days/ },
  { at: ["timeout"], to: "31d", says: /between 1 minute and 30 days/ },
  { at: ["timeout"], to: "tomorrow", says: aTime },
  { at: ["grantWithin"], to: "30s", says: /between 1 minute and 1 day/ },
  { at: ["grantWithin"], to: "2d", says: /between 1 minute and 1 day/ },
  { at: ["howToUse"], to: "  ", says: /must not be empty/ },
  { at: ["howToUse"], to: long(2_001), says: /has 2001 characters; Slack leaves room for 2000/ },
];

/** A field besides, with a mistake in it. */
const extra = (field: object, below: string, says: RegExp): Mutation => ({
  at: ["fields", "extra"],
  to: { label: "Extra", ...field },
  named: below === "" ? "fields.extra" : `fields.extra.${below}`,
  says,
});
const sizes = { a: "A", b: "B" };

const ofFields: readonly Mutation[] = [
  extra({ type: "duration", max: "soon" }, "max", aTime),
  extra({ type: "duration", min: "2h", max: "1h" }, "min", /must not be above max/),
  extra({ type: "duration", max: "1h", default: "2h" }, "default", /must be from min to max/),
  extra({ type: "text", default: "" }, "default", /cannot be answered: Please fill this in/),
  extra({ type: "text", max: 3, default: "four" }, "default", /cannot be answered: This has 4 characters/),
  extra({ type: "text", default: 4 }, "default", /must be text/),
  extra({ type: "int", min: 5, default: 4 }, "default", /cannot be answered: This must be at least 5/),
  extra({ type: "bool", default: "yes" }, "default", /must be true or false/),
  extra({ type: "bool", tick: long(76) }, "tick", /Slack leaves room for 75/),
  extra({ type: "bool", tick: "I agree", default: true }, "default", /must be left out where it has to be ticked/),
  extra({ type: "choice", options: sizes, default: "c" }, "default", /cannot be answered: Choose one of the options/),
  extra({ type: "choice", options: sizes, secrets: ["KEY"] }, "secrets", /written out need none/),
  extra({ type: "choice", options: String }, "options", /must be written out in the Flow/),
  extra({ type: "choice", options: () => [], default: "a" }, "default", /must be left out where a function says/),
  extra({ type: "choice", options: () => [], secrets: ["a key"] }, "secrets[0]", /must be the name of a Worker secret/),
  extra({ type: "choices", options: {} }, "options", /must offer at least one option/),
  extra({ type: "choices", options: sizes, max: 51 }, "max", /must be at most 50/),
  extra({ type: "choices", options: sizes, max: 1, default: ["a", "b"] }, "default", /Choose 1 at the most/),
  extra({ type: "slack_user", default: "U0BEN" }, "default", /is not a setting/),
  extra({ type: "slack_users", max: 21 }, "max", /must be at most 20/),
  extra({ type: "text", shownWhen: "kind" }, "shownWhen", /must be a condition such as/),
  extra({ type: "text", shownWhen: { field: "kind" } }, "shownWhen.is", /must be an answer/),
  extra(
    { type: "text", shownWhen: { field: "kindd", is: "a" } },
    "shownWhen.field",
    /must name a field that stands above/,
  ),
  extra(
    { type: "text", shownWhen: { field: "extra", is: "a" } },
    "shownWhen.field",
    /must name a field that stands above/,
  ),
  extra(
    { type: "text", shownWhen: { field: "rows", is: "1" } },
    "shownWhen.field",
    /with a list of options, or one of yes/,
  ),
  extra(
    { type: "text", shownWhen: { field: "kind", is: "tiny" } },
    "shownWhen.is",
    /"tiny" is no answer to it; there is small and large/,
  ),
  extra({ type: "text", shownWhen: { field: "dryRun", is: "perhaps" } }, "shownWhen.is", /there is true and false/),
  extra(
    { type: "text", shownWhen: { field: "target", is: ["read", "wirte"] } },
    "shownWhen.is",
    /offers no Target "wirte"/,
  ),
];

export const ofFlows: readonly Mutation[] = [
  ...terms,
  ...ofFields,
  { at: ["template"], to: "sym:other", says: /must be made by approval/ },
  { at: ["label"], to: undefined, says: missing },
  { at: ["label"], to: long(25), says: /has 25 characters; Slack leaves room for 24/ },
  { at: ["label"], to: "", says: /must not be empty/ },
  { at: ["description"], to: long(301), says: /Slack leaves room for 300/ },
  { at: ["approvers"], to: undefined, says: missing },
  { at: ["route"], to: undefined, says: missing },
  { at: ["aprovers"], to: peopleRule("U0BEN"), says: /is not a setting; the settings are template, name/ },
  { at: ["account"], to: "email", says: /must be a function/ },
  { at: ["account"], to: String, says: /must be written out in the Flow/ },
  { at: ["environments"], to: undefined, says: missing },
  { at: ["environments"], to: {}, says: /names no Environment/ },
  {
    at: ["environments", "staging"],
    to: { targets: ["read"] },
    says: /there is no such Environment; there is prod and sandbox/,
  },
  { at: ["fields", "reason"], to: "text", says: /must be a field/ },
  { at: ["fields", "reason", "type"], to: "date", named: "fields.reason", says: /must be a field/ },
  { at: ["fields", "reason", "label"], to: undefined, says: missing },
  { at: ["fields", "reason", "label"], to: long(151), says: /Slack leaves room for 150/ },
  { at: ["fields", "reason", "hint"], to: long(301), says: /Slack leaves room for 300/ },
  { at: ["fields", "reason", "required"], to: "no", says: /must be true or false/ },
  { at: ["fields", "reason", "max"], to: 3_001, says: /must be at most 3000/ },
  { at: ["fields", "reason", "max"], to: 0, says: /must be at least 1/ },
  { at: ["fields", "reason", "max"], to: 1.5, says: /must be a whole number/ },
  { at: ["fields", "reason", "placeholder"], to: "Because", says: /is not a setting/ },
  { at: ["fields", "reason", "label"], to: "Ticket", named: "fields", says: /two fields are labelled "Ticket"/ },
  { at: ["fields", "ticket", "pattern", "message"], to: undefined, says: missing },
  { at: ["fields", "ticket", "pattern", "regex"], to: "[A-Z]+", says: /must be a regular expression/ },
  { at: ["fields", "ticket", "pattern", "regex"], to: /(a+)+/, says: /must not repeat a group that holds a repeat/ },
  { at: ["fields", "ticket", "pattern", "regex"], to: /ops-\d+/i, says: /must have no flags, not "i"/ },
  {
    at: ["fields", "ticket", "pattern", "regex"],
    to: new RegExp(long(301)),
    says: /is 301 characters long; 300 are the most/,
  },
  { at: ["fields", "rows", "min"], to: 101, says: /must not be above max/ },
  { at: ["fields", "rows", "max"], to: "100", says: /must be a whole number/ },
  { at: ["fields", "rows", "max"], to: 2 ** 53, says: /must be a whole number/ },
  { at: ["fields", "kind", "options"], to: undefined, says: missing },
  { at: ["fields", "kind", "options"], to: {}, says: /must offer at least one option/ },
  { at: ["fields", "kind", "options", "small"], to: long(76), says: /Slack leaves room for 75/ },
  {
    at: ["fields", "kind", "options", "tiny"],
    to: "SMALL",
    named: "fields.kind.options",
    says: /two options labelled "SMALL"/,
  },
  { at: ["fields", "kind", "options", ""], to: "None", named: "fields.kind.options.", says: /an option needs a value/ },
  {
    at: ["fields", "kind", "options"],
    to: Object.fromEntries(times(501, (at) => [`v${at}`, `Option ${at}`])),
    says: /offers 501 options; 500 are the most/,
  },
  { at: ["fields", "target"], to: { type: "bool", label: "Target?" }, says: /must have another name/ },
  { at: ["fields", "why not"], to: { type: "bool", label: "Why not?" }, says: /the name must be a name of letters/ },
  {
    at: ["fields"],
    to: Object.fromEntries(times(21, (at) => [`f${at}`, { type: "bool", label: `Question ${at}` }])),
    says: /has more than 20 fields/,
  },
];

export const ofFlowEnvironments: readonly Mutation[] = [
  ...terms,
  {
    at: ["targets"],
    to: ["read", "wirte"],
    named: "targets[1]",
    says: /has no Target "wirte"; it has read, write, hook, view and edit/,
  },
  { at: ["targets"], to: ["read", "read"], named: "targets[1]", says: /lists "read" a second time/ },
  { at: ["targets"], to: "read", says: /must be a list of names of Targets/ },
  { at: ["targets"], to: [7], named: "targets[0]", says: /must be the name of a Target/ },
  { at: ["targets"], to: [], named: "durations", says: /must be left out: the Flow has no Target here/ },
  { at: ["durations"], to: [], says: /is missing: for how long/ },
  { at: ["maxDuration"], to: "10m", named: "durations", says: /which is more than maxDuration: 10 minutes/ },
  { at: ["otherDuration"], to: true, named: "maxDuration", says: /is missing: what is the longest/ },
  { at: ["label"], to: "Prod", says: /is not a setting/ },
  { at: ["fields"], to: {}, says: /is not a setting/ },
];

export const ofTargets: readonly Mutation[] = [
  { at: ["label"], to: long(76), says: /Slack leaves room for 75/ },
  { at: ["label"], to: undefined, says: missing },
  { at: ["strategy"], to: "oracle_role", says: /there is no strategy "oracle_role"/ },
  { at: ["strategy"], to: undefined, says: missing },
  { at: ["level"], to: "owner", says: /there is no level "owner"; the levels are/ },
  { at: ["settings"], to: undefined, says: missing },
  { at: ["endRemovesStanding"], to: "true", says: /must be true or false/ },
  { at: ["maxDuration"], to: "for ever", says: aTime },
  { at: ["expires"], to: "1h", says: /is not a setting/ },
  { at: ["drift"], to: "remove", says: /must be what is to be done about others' access/ },
];

export const ofDeployments: readonly Mutation[] = [
  { at: ["operatorsChannel"], to: undefined, says: missing },
  { at: ["operatorsChannel"], to: "#sym-ops", says: anId("channel") },
  { at: ["admins"], to: undefined, says: missing },
  { at: ["admins"], to: {}, says: /must name at least one person or a user group/ },
  { at: ["admins"], to: { people: [] }, says: /must name at least one person or a user group/ },
  { at: ["admins", "people", 0], to: "ada@example.com", named: "admins.people[0]", says: anId("user") },
  { at: ["admins", "usergroup"], to: "U0ADA", says: anId("user group") },
  { at: ["admins", "channel"], to: "C0OPS", says: /is not a setting/ },
  {
    at: ["defaultEnvironment"],
    to: "production",
    says: /there is no Environment "production"; there is prod and sandbox/,
  },
  {
    at: ["environments", "sandbox", "label"],
    to: "production",
    named: "environments",
    says: /two Environments are labelled "production"/,
  },
  { at: ["flows"], to: [], says: /names no Flow/ },
  { at: ["flows"], to: {}, says: /must be a list of Flows/ },
  {
    at: ["flows", 1, "label"],
    to: "access to DATABASE",
    named: "flows",
    says: /two Flows are labelled "access to DATABASE"/,
  },
  { at: ["owner"], to: "U0ADA", says: /is not a setting/ },
];
