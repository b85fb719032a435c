// The edge where configuration becomes data: one shape of zod schemas for each thing that implementers write, setting by
// setting. Judges each setting by itself; what must fit together is judged in flow-check.
import * as z from "zod";
import { goesByForm, isWrittenOut, rule } from "./flow-check-rules.ts";
import {
  channelId,
  duration,
  LIMITS,
  MOST,
  must,
  personId,
  secretName,
  slug,
  twice,
  usergroupId,
  wholeNumber,
  words,
  yesOrNo,
} from "./flow-check-values.ts";
import { driftShape } from "./flow-drift.ts";
import type { PersonFacts } from "./person.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Of so many people nobody keeps count, and each is looked up at every click. */
export const MOST_APPROVALS = 10;
const approvals = wholeNumber(1, MOST_APPROVALS);
const stages = z
  .array(
    z.strictObject({ label: words(LIMITS.optionText), approvers: rule, approvals: approvals.default(1) }),
    must(
      'stages such as [{ label: "Manager", approvers: people("U…") }, { label: "Security", approvers: usergroup("S…") }]',
    ),
  )
  .min(2, { error: "has fewer than 2 stages; for one, say approvers" })
  .max(5, { error: "has more than 5 stages" })
  .refine((list) => twice(list.map(({ label }) => label)).length === 0, { error: "has two stages of one label" })
  .refine((list) => list.reduce((sum, one) => sum + one.approvals, 0) <= MOST_APPROVALS, {
    error: `asks for more than ${MOST_APPROVALS} approvals together`,
  });

/** Whoever is picked in the form is picked by whoever fills it in. */
const requesters = rule.refine((written) => !goesByForm(written), {
  error: "goes by pickedIn(…), which is about who decides: whoever asks fills in the form",
});

/** What a Flow may say for all its Environments and again, otherwise, for one. */
const overridable = {
  requesters,
  approvers: rule.optional(),
  approvals: approvals.optional(),
  stages: stages.optional(),
  selfApproval: yesOrNo,
  guestsMayDecide: yesOrNo,
  route: z
    .strictObject({ kind: z.literal("channel", must('channel("C…")')), id: channelId }, must('channel("C…")'))
    .transform(({ id }) => ({ channel: id })),
  durations: z
    .array(duration(30_000, 90 * DAY_MS), must('a list such as ["15m", "4h"]'))
    .max(MOST.durations, { error: `offers more than ${MOST.durations} durations` })
    .refine((list) => new Set(list).size === list.length, { error: "offers one length of time twice" }),
  maxDuration: duration(30_000, 90 * DAY_MS),
  otherDuration: yesOrNo,
  timeout: duration(MINUTE_MS, 30 * DAY_MS),
  grantWithin: duration(MINUTE_MS, DAY_MS),
  header: words(LIMITS.header),
  howToUse: words(LIMITS.howToUse),
};

export const flowEnvironmentShape = {
  ...z.object(overridable).partial().shape,
  targets: z
    .array(z.string(must("the name of a Target")), must('a list of names of Targets such as ["orders-read"]'))
    .max(MOST.targets, { error: `lists more than ${MOST.targets} Targets` })
    .default([]),
};

const record = (what: string) => z.record(z.string(), z.unknown(), must(what));

/** Writes the account that a person has at the Flow's Targets. */
export type AccountOf = (person: PersonFacts) => string | Promise<string>;

export const flowShape = {
  template: z.literal("sym:approval", { error: "must be made by approval(…)" }),
  name: slug,
  label: words(LIMITS.title),
  description: words(LIMITS.description).nullable().default(null),
  fields: record('fields such as { reason: text({ label: "Why?" }) }')
    .refine((fields) => Object.keys(fields).length <= MOST.fields, { error: `has more than ${MOST.fields} fields` })
    .default({}),
  environments: record('the Flow\'s Environments such as { prod: { targets: ["orders-read"] } }').refine(
    (environments) => Object.keys(environments).length > 0,
    { error: "names no Environment, so nobody could ever ask" },
  ),
  ...overridable,
  requesters: requesters.default({ kind: "anyone" }),
  selfApproval: yesOrNo.default(false),
  guestsMayDecide: yesOrNo.default(false),
  durations: overridable.durations.default([]),
  maxDuration: overridable.maxDuration.optional(),
  otherDuration: yesOrNo.default(false),
  timeout: overridable.timeout.default(DAY_MS),
  grantWithin: overridable.grantWithin.default(15 * MINUTE_MS),
  header: overridable.header.optional(),
  howToUse: overridable.howToUse.nullable().default(null),
  account: z
    .custom<AccountOf>((value) => typeof value === "function", {
      error: "must be a function from a person to the name of an account",
    })
    .refine(isWrittenOut, {
      error: "must be written out in the Flow, not bound or built in, so that a change of it is seen",
    })
    .optional(),
  sharedAccount: yesOrNo.default(false),
};

export const targetShape = {
  label: words(LIMITS.optionText),
  strategy: z.string(must("made by postgresRole(…), webhook(…), a strategy of your own or the like")),
  level: z.string(must("the name of a level")).optional(),
  settings: record("settings"),
  maxDuration: duration(30_000, 90 * DAY_MS).optional(),
  endRemovesStanding: yesOrNo.default(false),
  drift: driftShape.optional(),
};

export const environmentShape = { label: words(LIMITS.optionText), targets: record("Targets by name").default({}) };

const onCallChannel = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("pagerduty"),
      routingKey: secretName,
      region: z.enum(["us", "eu"]).default("us"),
    }),
    z.strictObject({
      kind: z.literal("webhook"),
      url: secretName,
      secret: secretName,
      allowLoopback: z.boolean().default(false),
    }),
  ],
  must("made by pagerDuty(…) or onCallWebhook(…)"),
);

export const deploymentShape = {
  environments: record("made by defineEnvironments(…)"),
  defaultEnvironment: z.string(must("the name of an Environment")).default("prod"),
  strategies: z.array(z.unknown(), must("a list of what custom(…) made")).default([]),
  flows: z.array(z.unknown(), must("a list of Flows")).min(1, { error: "names no Flow" }),
  admins: z
    .strictObject(
      { people: z.array(personId).default([]), usergroup: usergroupId.nullable().default(null) },
      must("people or a user group"),
    )
    .refine(({ people, usergroup }) => people.length > 0 || usergroup !== null, {
      error: "must name at least one person or a user group",
    }),
  operatorsChannel: channelId,
  auditChannel: channelId.nullable().default(null),
  limits: z
    .strictObject({
      pendingPerPerson: wholeNumber(1, 100).default(5),
      requestsPerDay: wholeNumber(1, 1_000).default(30),
    })
    .default({ pendingPerPerson: 5, requestsPerDay: 30 }),
  onCall: z
    .array(onCallChannel, must("a list of pagerDuty(…) and onCallWebhook(…)"))
    .max(5, { error: "names more than 5 channels" })
    .default([]),
  stopWhenStuck: yesOrNo.default(true),
  emailDomains: z
    .array(
      z
        .string(must('a domain such as "example.com"'))
        .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain in small letters, without @, such as "example.com"'),
      must('a list of domains such as ["example.com"]'),
    )
    .min(1, { error: "names no domain; leave it out to go by any confirmed address" })
    .max(100, { error: "names more than 100 domains" })
    .default([]),
};
