// What a rule may say of a system outside Slack: ids in the form that the system gives them, since they go into addresses, and
// names of secrets. Never a secret.
import * as z from "zod";
import { LIMITS, matching, must, secretName, wholeNumber, words, yesOrNo } from "./flow-check-values.ts";
import type { Source } from "./source.ts";

const label = words(LIMITS.optionText);
const region = z.enum(["us", "eu"], must('"us" or "eu"')).default("us");
const pagerDutyId = matching(/^[A-Z0-9]{5,20}$/, "an id of PagerDuty, as the address of its page ends (P…)");
const opsgenieId = matching(
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  "the id of a schedule of Opsgenie, as the address of its page has it (four dashes)",
);
const oktaGroupId = matching(/^00g[A-Za-z0-9]{1,61}$/, "the id of a group of Okta (00g…)");
const googleGroupId = matching(
  /^[a-z0-9]{8,40}$/,
  "the id of a group of Google, such as 03x8tuzt3hqdv5v, not its address",
);
/** For tests: the key would be shown to whoever answers there. */
const googleEndpoint = matching(/^http:\/\/(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/, "left out, but on this machine");
const googleSubject = matching(
  /^[a-z0-9._'+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}$/,
  "the e-mail address of an administrator at Google, in lower case",
);
/** The org itself, not its console, whose API is elsewhere. */
const oktaOrg = matching(
  /^https?:\/\/(?![^/]*-admin\.(?:okta|oktapreview|okta-emea)\.com)[a-z0-9.-]+(?::\d{1,5})?\/?$/,
  'the address of an org such as "https://example.okta.com", without -admin and without a path',
);

export const source: z.ZodType<Source> = z
  .discriminatedUnion(
    "kind",
    [
      z.strictObject({
        kind: z.literal("pagerduty_schedule"),
        label,
        schedule: pagerDutyId,
        token: secretName,
        region,
      }),
      z.strictObject({
        kind: z.literal("pagerduty_policy"),
        label,
        policy: pagerDutyId,
        level: wholeNumber(1, 20),
        token: secretName,
        region,
      }),
      z.strictObject({
        kind: z.literal("opsgenie_schedule"),
        label,
        schedule: opsgenieId,
        apiKey: secretName,
        region,
      }),
      z.strictObject({
        kind: z.literal("okta_group"),
        label,
        org: oktaOrg,
        group: oktaGroupId,
        apiToken: secretName,
        allowLoopback: yesOrNo.default(false),
      }),
      z.strictObject({
        kind: z.literal("google_group"),
        label,
        group: googleGroupId,
        serviceAccount: secretName,
        subject: googleSubject,
        endpoint: googleEndpoint.optional(),
        allowLoopback: yesOrNo.default(false),
      }),
    ],
    must(
      "made by pagerDutySchedule(…), pagerDutyPolicy(…), opsgenieSchedule(…), oktaGroupMembers(…) or googleGroupMembers(…)",
    ),
  )
  .refine((given) => given.kind !== "google_group" || given.allowLoopback || !given.endpoint?.startsWith("http:"), {
    path: ["endpoint"],
    error: "is for tests on this machine, and needs allowLoopback",
  })
  .refine((given) => given.kind !== "okta_group" || given.org.startsWith("https:") || given.allowLoopback, {
    path: ["org"],
    error: "must begin with https://",
  });
