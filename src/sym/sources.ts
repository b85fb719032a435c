// Rules over lists outside Slack: whoever is on call, members of a group of Okta or Google. Builds plain data and checks nothing; the
// check at start does. Secrets stand by their names.
import type { WrittenRule as Rule } from "../domain/flow-check-rules.ts";
import type { OnCallSource } from "../domain/source.ts";

interface InPagerDuty {
  /** What people read: "whoever is on call in LABEL". At most 75 characters. */
  readonly label: string;
  /** Name of the Worker secret with a key of PagerDuty's REST API; read-only is enough. */
  readonly token: string;
  /** Default: `us`. */
  readonly region?: "us" | "eu";
}

/** A schedule of PagerDuty: the id that the address of its page ends with. An escalation policy must use it. */
export const pagerDutySchedule = ({
  region = "us",
  ...options
}: InPagerDuty & { readonly schedule: string }): OnCallSource => ({ kind: "pagerduty_schedule", ...options, region });

/** One level of an escalation policy of PagerDuty, 1 being who is called first. */
export const pagerDutyPolicy = ({
  region = "us",
  ...options
}: InPagerDuty & { readonly policy: string; readonly level: number }): OnCallSource => ({
  kind: "pagerduty_policy",
  ...options,
  region,
});

/** A schedule of Opsgenie, by its id. Opsgenie itself ends on 5 April 2027. */
export const opsgenieSchedule = ({
  region = "us",
  ...options
}: {
  /** What people read: "whoever is on call in LABEL". At most 75 characters. */
  readonly label: string;
  readonly schedule: string;
  /** Name of the Worker secret with the key of an API integration; read access is enough. */
  readonly apiKey: string;
  /** Default: `us`. */
  readonly region?: "us" | "eu";
}): OnCallSource => ({ kind: "opsgenie_schedule", ...options, region });

/** Whoever is on call there at the moment of the click, found by the e-mail address that Slack has confirmed. */
export const onCallIn = (source: OnCallSource): Rule => ({ kind: "outside", source });

/** Members of a group of Okta whose login is the e-mail address that Slack has confirmed. */
export const oktaGroupMembers = ({
  allowLoopback = false,
  ...options
}: {
  /** What people read: "a member of LABEL". At most 75 characters. */
  readonly label: string;
  /** The org: `https://example.okta.com`, or its custom domain. */
  readonly org: string;
  /** The group's id (00g…). */
  readonly group: string;
  /** Name of the Worker secret with an API token of Okta; of a read-only admin is enough. */
  readonly apiToken: string;
  /** Lets `org` be `http://` on this machine. For tests. */
  readonly allowLoopback?: boolean;
}): Rule => ({ kind: "outside", source: { kind: "okta_group", ...options, allowLoopback } });

/** Active members of a group of Google whose primary address there is the e-mail address that Slack has confirmed. */
export const googleGroupMembers = ({
  allowLoopback = false,
  ...options
}: {
  /** What people read: "a member of LABEL". At most 75 characters. */
  readonly label: string;
  /** The group's id, as the address of its page in the Admin console ends. */
  readonly group: string;
  /** Name of the Worker secret with a service account's key, as Google Cloud hands it out. */
  readonly serviceAccount: string;
  /** The administrator as whom the service account acts. */
  readonly subject: string;
  /** In place of Google's own addresses. For tests. */
  readonly endpoint?: string;
  /** Lets `endpoint` be `http://` on this machine. For tests. */
  readonly allowLoopback?: boolean;
}): Rule => ({ kind: "outside", source: { kind: "google_group", ...options, allowLoopback } });
