// Every expected no, in words.
import { expect, test } from "vitest";
import type { PersonKey } from "../../../src/domain/person.ts";
import type { Refusal } from "../../../src/domain/refusal.ts";
import type { Outcome, RequestState } from "../../../src/domain/request.ts";
import type { Source } from "../../../src/domain/source.ts";
import { sayRefusal } from "../../../src/slack/words/refusals.ts";
import { BEN } from "../../fakes/samples.ts";
import { FLOW, ID } from "./flows.ts";
import { stateNamed } from "./states.ts";

const OUTCOMES: readonly (Outcome | null)[] = [
  "approved",
  "denied",
  "cancelled",
  "lapsed",
  "expired",
  "revoked",
  "failed",
  "externally_removed",
  "closed_by_hand",
  null,
];
const OPEN: readonly RequestState[] = ["pending", "granting", "active", "revoking"];

const by: PersonKey = BEN;
const SOURCES: readonly Source[] = [
  { kind: "pagerduty_schedule", label: "Database", schedule: "PDAILY1", token: "PAGERDUTY_TOKEN", region: "us" },
  { kind: "pagerduty_policy", label: "Second line", policy: "PPOL1", level: 2, token: "PAGERDUTY_TOKEN", region: "us" },
  { kind: "opsgenie_schedule", label: "Night & day", schedule: "4513b7ea", apiKey: "OPSGENIE_KEY", region: "eu" },
  {
    kind: "okta_group",
    label: "Database people",
    org: "https://example.okta.com",
    group: "00g1emaKYZTWRYYRRTSK",
    apiToken: "OKTA_TOKEN",
    allowLoopback: false,
  },
];

/** By kind, so that a refusal without an example does not compile. */
const EXAMPLES: { readonly [Kind in Refusal["kind"]]: readonly (Refusal & { readonly kind: Kind })[] } = {
  not_found: [{ kind: "not_found" }],
  not_a_member: (["deactivated", "guest", "stranger", "bot"] as const).map((why) => ({ kind: "not_a_member", why })),
  may_not_request: [{ kind: "may_not_request", flowLabel: "Database access" }],
  not_your_stage: [{ kind: "not_your_stage", label: "Security", approvers: [FLOW.approvers] }],
  approved_already: [
    { kind: "approved_already", awaiting: null, approvers: [FLOW.approvers] },
    { kind: "approved_already", awaiting: { stage: 1, missing: 2 }, approvers: [FLOW.approvers] },
  ],
  stages_changed: [{ kind: "stages_changed" }],
  too_few_approvals: [{ kind: "too_few_approvals" }],
  may_not_approve: [
    { kind: "may_not_approve", approvers: [FLOW.approvers, FLOW.approvers] },
    { kind: "may_not_approve", approvers: [FLOW.approvers, { kind: "people", ids: ["U0CLEO"] }] },
    { kind: "may_not_approve", approvers: [] },
  ],
  own_request: [{ kind: "own_request", approvers: [{ kind: "people", ids: ["U0BEN"] }] }],
  requester_may_not: [{ kind: "requester_may_not" }],
  link_refused: (
    ["no_such_target", "unclear_target", "no_full_member", "no_place", "nothing_linked", "changed_meanwhile"] as const
  ).flatMap((why) => [
    { kind: "link_refused" as const, why, names: [] },
    { kind: "link_refused" as const, why, names: ["prod/orders-read", "sandbox/orders-read"] },
  ]),
  not_compared: (["no_such_target", "no_list", "failed"] as const).flatMap((why) => [
    { kind: "not_compared" as const, why, names: [] },
    { kind: "not_compared" as const, why, names: ["orders-read"] },
  ]),
  account_taken: [{ kind: "account_taken", account: "ana@example.com" }],
  account_changed: [{ kind: "account_changed" }],
  may_not_end: [{ kind: "may_not_end" }],
  not_requester: [{ kind: "not_requester" }],
  not_admin: [{ kind: "not_admin" }],
  not_holder: [{ kind: "not_holder" }],
  no_credential: (["not_yet", "over", "none", "unsure", "failed"] as const).map((why) => ({
    kind: "no_credential",
    why,
  })),
  already: [
    ...OPEN.map((state) => ({ kind: "already" as const, state, outcome: null, by })),
    ...OUTCOMES.map((outcome) => ({ kind: "already" as const, state: "closed" as const, outcome, by })),
    { kind: "already", state: "active", outcome: null, by: null },
    { kind: "already", state: "closed", outcome: "denied", by: null },
  ],
  frozen: [{ kind: "frozen" }],
  end_ordered: [{ kind: "end_ordered" }],
  lookup_unavailable: [
    ...(["person", "usergroup", "channel", "account"] as const).map((what) => ({
      kind: "lookup_unavailable" as const,
      what,
    })),
    ...SOURCES.map((source) => ({ kind: "lookup_unavailable" as const, what: "outside" as const, source })),
  ],
  too_many: [
    { kind: "too_many", what: "pending", most: 5 },
    { kind: "too_many", what: "day", most: 30 },
  ],
  too_fast: [{ kind: "too_fast" }],
  flow_gone: [{ kind: "flow_gone", flow: "prod-database", environment: "prod" }],
  target_gone: [{ kind: "target_gone", target: "Orders database" }],
  no_account: [{ kind: "no_account", detail: "Slack shows no confirmed e-mail address for you." }],
  duplicate: [{ kind: "duplicate", requestId: ID, card: null }],
  already_sent: [
    { kind: "already_sent", request: stateNamed("pending").request, flowLabel: FLOW.label },
    { kind: "already_sent", request: stateNamed("closed, cancelled").request, flowLabel: FLOW.label },
  ],
  wrong_answer: (
    ["deactivated", "guest", "stranger", "bot", "person_unavailable", "not_offered", "options_unavailable"] as const
  ).map((why) => ({ kind: "wrong_answer", field: "peer", why })),
  form_changed: [{ kind: "form_changed" }],
  changed: [{ kind: "changed" }],
  sent_before: [{ kind: "sent_before" }],
  freeze_imposed: [{ kind: "freeze_imposed" }],
  not_overdue: [{ kind: "not_overdue" }],
  second_person_needed: [
    { kind: "second_person_needed", why: "requester" },
    { kind: "second_person_needed", why: "proposer" },
  ],
  target_stuck: [{ kind: "target_stuck", target: "Orders database", since: 1_790_000_000_000 }],
  unreadable_record: [{ kind: "unreadable_record" }],
  not_known_yet: [{ kind: "not_known_yet" }],
  does_not_fit: [{ kind: "does_not_fit", input: "granted", state: "closed" }],
};

test.each(Object.entries(EXAMPLES))("%s", (_kind, refusals) => {
  const said = refusals.map((refusal) => sayRefusal(refusal));
  expect(`\n${said.join("\n")}\n`).toMatchSnapshot();
  for (const words of said) {
    expect(words).toMatch(/[.]$/);
    expect(words).not.toMatch(/undefined|\bnull\b|\[object|!(?!subteam|date)/);
  }
});

test("a record that does not answer is told by where one can see whether it worked: only a decision has a card", () => {
  const asked = ["decision", "request", "list", "freeze", "count", "order"] as const;
  const said = asked.map((what) => sayRefusal({ kind: "not_known_yet" }, what));
  expect(`\n${said.join("\n")}\n`).toMatchSnapshot();
  expect(said.map((words) => /the card/.test(words))).toEqual([true, false, false, false, false, false]);
  expect(said.every((words) => words.includes("its record does not answer"))).toBe(true);
});
