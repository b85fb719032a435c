// The shape of a Flow as a version stores it. Looser than what implementers may write today: a version that was good when
// it was stored stays readable, and members that a newer Sym wrote are kept.
import * as z from "zod";
import type { Binding } from "../domain/bound-target.ts";
import type { Flow, Rule } from "../domain/flow.ts";
import type { Source } from "../domain/source.ts";
import { storedField } from "./stored-field.ts";

const region = z.enum(["us", "eu"]);
const source: z.ZodType<Source> = z.discriminatedUnion("kind", [
  z.looseObject({
    kind: z.literal("pagerduty_schedule"),
    label: z.string(),
    schedule: z.string(),
    token: z.string(),
    region,
  }),
  z.looseObject({
    kind: z.literal("pagerduty_policy"),
    label: z.string(),
    policy: z.string(),
    level: z.number(),
    token: z.string(),
    region,
  }),
  z.looseObject({
    kind: z.literal("opsgenie_schedule"),
    label: z.string(),
    schedule: z.string(),
    apiKey: z.string(),
    region,
  }),
  z.looseObject({
    kind: z.literal("okta_group"),
    label: z.string(),
    org: z.string(),
    group: z.string(),
    apiToken: z.string(),
    allowLoopback: z.boolean(),
  }),
  z.looseObject({
    kind: z.literal("google_group"),
    label: z.string(),
    group: z.string(),
    serviceAccount: z.string(),
    subject: z.string(),
    endpoint: z.string().optional(),
    allowLoopback: z.boolean(),
  }),
]);

const rule: z.ZodType<Rule> = z.lazy(() =>
  z.discriminatedUnion("kind", [
    z.looseObject({ kind: z.literal("people"), ids: z.array(z.string()) }),
    z.looseObject({ kind: z.literal("usergroup"), id: z.string() }),
    z.looseObject({ kind: z.literal("channel"), id: z.string() }),
    z.looseObject({ kind: z.literal("outside"), source }),
    z.looseObject({ kind: z.literal("anyone") }),
    z.looseObject({ kind: z.literal("admins"), people: z.array(z.string()), usergroup: z.string().nullable() }),
    z.looseObject({ kind: z.literal("picked"), field: z.string(), label: z.string() }),
    z.looseObject({
      kind: z.literal("function"),
      label: z.string(),
      source: z.string(),
      secrets: z.array(z.string()),
    }),
    z.looseObject({ kind: z.literal("any_of"), rules: z.array(rule) }),
    z.looseObject({ kind: z.literal("all_of"), rules: z.array(rule) }),
    z.looseObject({ kind: z.literal("not"), rule }),
  ]),
);

const value = z.union([z.string(), z.number()]);
const binding: z.ZodType<Binding> = z.looseObject({
  setting: z.string(),
  field: z.string(),
  as: z.enum(["text", "number"]),
  allow: z.discriminatedUnion("kind", [
    z.looseObject({ kind: z.literal("list"), values: z.array(value) }),
    z.looseObject({ kind: z.literal("pattern"), source: z.string() }),
  ]),
  example: value,
});

export const storedFlow: z.ZodType<Flow> = z.looseObject({
  template: z.literal("sym:approval"),
  name: z.string(),
  label: z.string(),
  environment: z.string(),
  environmentLabel: z.string(),
  description: z.string().nullable(),
  header: z.string().exactOptional(),
  requesters: rule,
  approvers: rule,
  approvals: z.number().exactOptional(),
  stages: z.array(z.looseObject({ label: z.string(), approvers: rule, approvals: z.number() })).exactOptional(),
  selfApproval: z.boolean(),
  guestsMayDecide: z.literal(true).exactOptional(),
  route: z.looseObject({ channel: z.string() }),
  fields: z.array(storedField),
  targets: z.array(
    z.looseObject({
      name: z.string(),
      label: z.string(),
      strategy: z.string(),
      level: z.string(),
      settings: z.json(),
      endRemovesStanding: z.boolean(),
      maxDurationMs: z.number().exactOptional(),
      bound: binding.exactOptional(),
    }),
  ),
  durationsMs: z.array(z.number()),
  maxDurationMs: z.number().exactOptional(),
  otherDuration: z.literal(true).exactOptional(),
  timeoutMs: z.number(),
  grantWithinMs: z.number(),
  howToUse: z.string().nullable(),
  sharedAccount: z.literal(true).exactOptional(),
  functions: z.record(z.string(), z.string()),
});
