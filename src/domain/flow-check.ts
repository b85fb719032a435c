// Checks what implementers wrote as a whole and turns it into the deployment that the bot runs: every problem in one list,
// each naming its Flow, Environment and setting. Never starts half a deployment, never guesses what was meant.
import { canonicalJson, hashOf } from "./canonical.ts";
import type { Flow, FlowVersion, Rule, Target } from "./flow.ts";
import { checkBound } from "./flow-check-bound.ts";
import { checkDecided, decidersOf } from "./flow-check-deciders.ts";
import { checkDurations } from "./flow-check-durations.ts";
import { checkFeeds } from "./flow-check-feeds.ts";
import { type CheckedForm, checkForm, sourceHash } from "./flow-check-form.ts";
import { KnownRules } from "./flow-check-functions.ts";
import { checkOwnStrategies } from "./flow-check-own.ts";
import { collectIn, list, type Parts, quoted, readParts, type Say, type Saying } from "./flow-check-parts.ts";
import { checkShared } from "./flow-check-shared.ts";
import { type CheckedEnvironment, checkEnvironment, type KnownStrategies } from "./flow-check-targets.ts";
import { twice } from "./flow-check-values.ts";
import type { TargetDrift } from "./flow-drift.ts";
import { type AccountOf, deploymentShape, flowEnvironmentShape, flowShape } from "./flow-schema.ts";
import { memberOf } from "./member.ts";
import type { OptionsOf } from "./options.ts";
import type { Admins } from "./policy.ts";
import type { Decides } from "./rule-function.ts";

/** The `Deployment` of the ports. */
export interface CheckedDeployment {
  readonly admins: Admins;
  readonly operatorsChannel: string;
  readonly auditChannel: string | null;
  readonly onCall: readonly OnCallSetting[];
  readonly stopWhenStuck: boolean;
  readonly emailDomains: readonly string[];
  readonly environments: readonly { readonly name: string; readonly label: string }[];
  readonly defaultEnvironment: string;
  readonly flows: readonly FlowVersion[];
  readonly drift: readonly TargetDrift[];
  readonly limits: { readonly pendingPerPerson: number; readonly requestsPerDay: number };
  account(flow: Flow): AccountOf | null;
  /** The function that says what can be chosen in a field; null where none does. */
  options(flow: Flow, field: string): OptionsOf | null;
  rule(rule: Extract<Rule, { kind: "function" }>): Decides | null;
}

export type OnCallSetting =
  | { readonly kind: "pagerduty"; readonly routingKey: string; readonly region: "us" | "eu" }
  | { readonly kind: "webhook"; readonly url: string; readonly secret: string; readonly allowLoopback: boolean };

export type DeploymentCheck =
  | { readonly ok: true; readonly deployment: CheckedDeployment }
  | { readonly ok: false; readonly problems: readonly string[] };

/** `definition`: what `deployment(…)` gave. Asks nothing of the world; the same input always gives the same versions. */
export function checkDeployment(definition: unknown, strategies: KnownStrategies): DeploymentCheck {
  const problems: string[] = [];
  const saying = collectIn(problems);
  const say = saying("Deployment");
  const { good, whole } = readParts(deploymentShape, definition, say);

  checkOwnStrategies(good.strategies ?? [], saying);
  const environments = new Map<string, CheckedEnvironment>();
  for (const [name, raw] of Object.entries(good.environments ?? {}))
    environments.set(name, checkEnvironment(name, raw, strategies, saying));
  if (
    good.environments !== undefined &&
    good.defaultEnvironment !== undefined &&
    !environments.has(good.defaultEnvironment)
  )
    say(
      ["defaultEnvironment"],
      `there is no Environment ${quoted(good.defaultEnvironment)}; there is ${list([...environments.keys()])}`,
    );
  for (const label of twice([...environments.values()].flatMap((environment) => environment.label ?? [])))
    say(["environments"], `two Environments are labelled ${JSON.stringify(label)}`);

  const rules = new KnownRules(good.admins ?? { people: [], usergroup: null });
  const flows = (good.flows ?? []).map((raw, at) => checkFlow(raw, at, environments, rules, saying));
  for (const name of twice(flows.flatMap((flow) => flow.name ?? [])))
    saying(`Flow "${name}"`)(["name"], "is the name of another Flow too");
  for (const label of twice(flows.flatMap((flow) => flow.label ?? [])))
    say(["flows"], `two Flows are labelled ${JSON.stringify(label)}`);

  const all = flows.flatMap(({ versions }) => versions);
  checkShared(all, strategies, saying);
  checkFeeds(all, good.admins?.usergroup ?? null, saying);

  if (whole === null || problems.length > 0) return { ok: false, problems };
  const byName = new Map(flows.map((flow) => [flow.name, flow]));
  return {
    ok: true,
    deployment: {
      admins: whole.admins,
      operatorsChannel: whole.operatorsChannel,
      auditChannel: whole.auditChannel,
      limits: whole.limits,
      onCall: whole.onCall,
      stopWhenStuck: whole.stopWhenStuck,
      emailDomains: whole.emailDomains,
      environments: [...environments.values()].map(({ name, label }) => ({ name, label: label ?? name })),
      defaultEnvironment: whole.defaultEnvironment,
      flows: all,
      drift: [...environments.values()].flatMap(({ drift }) => drift),
      account: (flow) => byName.get(flow.name)?.account ?? null,
      options: (flow, field) => byName.get(flow.name)?.options.get(field) ?? null,
      rule: rules.find,
    },
  };
}

/** The one text that a start with a broken configuration ends with. */
export const sayProblems = (problems: readonly string[]): string =>
  [
    `src/flows has ${problems.length === 1 ? "a problem" : `${problems.length} problems`}:`,
    ...problems.map((problem) => `  - ${problem}`),
  ].join("\n");

/** The record keeps a version in one row, which D1 limits to 2 MB, and reads it at every click. */
const FLOW_MAX = 500_000;

interface CheckedFlow {
  readonly name: string | null;
  readonly label: string | undefined;
  readonly account: AccountOf | null;
  readonly options: CheckedForm["options"];
  readonly versions: readonly FlowVersion[];
}

function checkFlow(
  raw: unknown,
  at: number,
  environments: ReadonlyMap<string, CheckedEnvironment>,
  rules: KnownRules,
  saying: Saying,
): CheckedFlow {
  const written: unknown = typeof raw === "object" && raw !== null && "name" in raw ? raw.name : undefined;
  const name = typeof written === "string" && written !== "" ? written : null;
  const where = name === null ? `Flow number ${at + 1}` : `Flow "${name}"`;
  const say = saying(where);
  const own = readParts(flowShape, raw, say);
  const form = checkForm(own.good.fields ?? {}, targetsNamed(own.good.environments ?? {}), say);
  checkDecided(own, say);
  const versions: FlowVersion[] = [];
  for (const [key, part] of Object.entries(own.good.environments ?? {})) {
    const environment = environments.get(key);
    if (environment === undefined) {
      say(["environments", key], `there is no such Environment; there is ${list([...environments.keys()])}`);
      continue;
    }
    const sayHere = saying(`${where} in ${key}`);
    const here = readParts(flowEnvironmentShape, part, sayHere);
    const found = checkTargets(here.good.targets ?? [], environment, sayHere);
    checkDurations(own, here, found, sayHere);
    if (!own.broken.has("fields") && form.isWhole) checkBound(form.fields, found, sayHere);
    if (own.whole !== null && here.whole !== null) {
      const settled = {
        requesters: rules.settled(here.whole.requesters ?? own.whole.requesters, ["requesters"], form.fields, sayHere),
        ...decidersOf(own.whole, here.whole, rules, form.fields, sayHere),
      };
      const flow = buildFlow(own.whole, here.whole, environment, form, found, settled);
      const size = canonicalJson(flow).length;
      if (size > FLOW_MAX)
        sayHere(["targets"], `and the Flow around them fill ${size} characters as JSON; ${FLOW_MAX} are kept`);
      versions.push({ hash: hashOf(flow), flow });
    }
  }
  return { name, label: own.good.label, account: own.good.account ?? null, options: form.options, versions };
}

/** All that is listed in one Environment or another; what is no list is told there. */
const targetsNamed = (environments: Readonly<Record<string, unknown>>): string[] =>
  Object.values(environments).flatMap((part) => {
    const listed = memberOf(part, "targets");
    return Array.isArray(listed) ? listed.filter((one) => typeof one === "string") : [];
  });

function checkTargets(names: readonly string[], environment: CheckedEnvironment, say: Say): Target[] {
  return names.flatMap((name, at) => {
    const target = environment.targets.get(name);
    if (target === undefined)
      say(
        ["targets", at],
        `${environment.name} has no Target ${quoted(name)}; it has ${list([...environment.targets.keys()])}`,
      );
    if (names.indexOf(name) < at) say(["targets", at], `lists ${quoted(name)} a second time`);
    return target ?? [];
  });
}

function buildFlow(
  own: NonNullable<Parts<typeof flowShape>["whole"]>,
  here: NonNullable<Parts<typeof flowEnvironmentShape>["whole"]>,
  environment: CheckedEnvironment,
  form: CheckedForm,
  targets: readonly Target[],
  rules: Pick<Flow, "requesters" | "approvers" | "approvals" | "stages">,
): Flow {
  const header = here.header ?? own.header;
  const maxDurationMs = here.maxDuration ?? own.maxDuration;
  return {
    template: own.template,
    name: own.name,
    label: own.label,
    environment: environment.name,
    environmentLabel: environment.label ?? environment.name,
    description: own.description,
    ...(header === undefined ? {} : { header }),
    ...rules,
    selfApproval: here.selfApproval ?? own.selfApproval,
    ...((here.guestsMayDecide ?? own.guestsMayDecide) ? { guestsMayDecide: true } : {}),
    route: here.route ?? own.route,
    fields: form.fields,
    targets,
    durationsMs: here.durations ?? own.durations,
    ...(maxDurationMs === undefined ? {} : { maxDurationMs }),
    ...((here.otherDuration ?? own.otherDuration) ? { otherDuration: true } : {}),
    timeoutMs: here.timeout ?? own.timeout,
    grantWithinMs: here.grantWithin ?? own.grantWithin,
    howToUse: here.howToUse ?? own.howToUse,
    ...(own.sharedAccount ? { sharedAccount: true } : {}),
    functions: {
      ...(own.account === undefined ? {} : { account: sourceHash(own.account) }),
      ...Object.fromEntries([...form.options].map(([field, written]) => [`options.${field}`, sourceHash(written)])),
    },
  };
}
