// The lifecycle as a table: every state meets every command and report. A row says what becomes of the request and what is
// owed afterwards, in order; whatever has no row is refused and changes nothing.
import { describe, expect, test } from "vitest";
import type { EffectBody } from "../../../src/domain/effect.ts";
import { changeOf } from "../../../src/domain/record.ts";
import type { Command, Report, Request, RequestState } from "../../../src/domain/request.ts";
import { transition } from "../../../src/domain/transition.ts";
import {
  ANA,
  BEN,
  CLEO,
  HOUR_MS,
  MINUTE_MS,
  NOON,
  sampleApprove,
  sampleAsk,
  sampleChange,
  sampleEnded,
  sampleEvidence,
  sampleGranted,
  sampleSubmit,
} from "../../fakes/samples.ts";

const LATER = NOON + 5 * MINUTE_MS;
const UNTIL = NOON + 65 * MINUTE_MS;

const step = (request: Request | null, input: Command | Report, at: number): Request =>
  sampleChange(request, input, at).request;
const pending = step(null, sampleSubmit(sampleAsk("r1")), NOON);
const granting = step(pending, sampleApprove(), NOON + MINUTE_MS);
const active = step(granting, sampleGranted(granting, NOON + 2 * MINUTE_MS, UNTIL), NOON + 2 * MINUTE_MS);
const revoke: Command = { kind: "revoke", commandId: "revoke-0", by: BEN, note: null };
const revoking = step(active, revoke, NOON + 3 * MINUTE_MS);
const closed = step(revoking, sampleEnded(revoking, NOON + 4 * MINUTE_MS), NOON + 4 * MINUTE_MS);
/** Closed without having been told that it was granted: the hold failed. */
const failed = step(
  granting,
  sampleEnded(granting, NOON + 3 * MINUTE_MS, { cause: "grant_by_passed" }),
  NOON + 3 * MINUTE_MS,
);
const STATES: Readonly<Record<RequestState, Request>> = { pending, granting, active, revoking, closed };

const inputs = {
  submit: () => sampleSubmit(sampleAsk("r1")),
  approve: () => sampleApprove({ commandId: "now" }),
  "approve in part": () => sampleApprove({ commandId: "now", part: { stage: 0, awaiting: { stage: 1, missing: 1 } } }),
  deny: () => ({ kind: "deny", commandId: "now", by: CLEO, reason: "not today" }),
  "cancel by the requester": () => ({ kind: "cancel", commandId: "now", by: ANA }),
  "cancel by somebody else": () => ({ kind: "cancel", commandId: "now", by: CLEO }),
  revoke: () => ({ kind: "revoke", commandId: "now", by: BEN, note: null }),
  "show the sign-in": () => ({ kind: "show_credential", commandId: "now", by: ANA }),
  "show the sign-in to somebody else": () => ({ kind: "show_credential", commandId: "now", by: CLEO }),
  lapse: () => ({ kind: "lapse", commandId: "now" }),
  disallow: () => ({ kind: "disallow", commandId: "now", disallowed: { kind: "own_request", who: "approver" } }),
  granted: (request) => ({ ...sampleGranted(request, LATER, UNTIL), commandId: "now" }),
  "ended by time": (request) => ({ ...sampleEnded(request, LATER), commandId: "now" }),
  "ended by an early release": (request) => sampleEnded(request, LATER, { commandId: "now", cause: "released" }),
  gone: (request) => ({
    kind: "gone",
    commandId: "now",
    sequence: request.hold?.sequence ?? 0,
    evidence: sampleEvidence({ seen: "absent", at: LATER }),
  }),
  struggling: (request) => ({
    kind: "struggling",
    commandId: "now",
    sequence: request.hold?.sequence ?? 0,
    since: NOON,
    at: LATER,
    detail: "the target does not answer",
  }),
  "struggling to grant": (request) => ({
    kind: "struggling",
    commandId: "now",
    sequence: request.hold?.sequence ?? 0,
    since: NOON,
    at: LATER,
    detail: "the target does not answer",
    wanting: "grant",
  }),
  depart: () => ({ kind: "depart", commandId: "now", note: "gone" }),
  "propose to close": () => ({ kind: "propose_close", commandId: "now", by: BEN, evidence: "looked" }),
  "confirm the close": () => ({ kind: "confirm_close", commandId: "now", by: CLEO }),
  "seen again": (request) => ({
    kind: "seen_again",
    commandId: "now",
    sequence: request.hold?.sequence ?? 0,
    evidence: sampleEvidence({ at: LATER }),
  }),
  altered: (request) => ({
    kind: "altered",
    commandId: "now",
    sequence: request.hold?.sequence ?? 0,
    evidence: sampleEvidence({ seen: "admin", at: LATER }),
  }),
} satisfies Record<string, (request: Request) => Command | Report>;
type Input = keyof typeof inputs;

/** `state/outcome: event; effects` where something changes, `seen` where it is only acknowledged, else the refusal. */
const TABLE: Readonly<Record<RequestState, Readonly<Record<Input, string>>>> = {
  pending: {
    submit: "does_not_fit",
    approve: "granting: approved; hold card receipt note.approved",
    "approve in part": "pending: approved_in_part; card receipt",
    deny: "closed/denied: denied; card receipt note.denied",
    "cancel by the requester": "closed/cancelled: cancelled; card receipt note.cancelled",
    "cancel by somebody else": "closed/cancelled: cancelled; card receipt note.cancelled",
    revoke: "closed/cancelled: cancelled; card receipt note.cancelled",
    "show the sign-in": "no_credential",
    "show the sign-in to somebody else": "not_holder",
    lapse: "does_not_fit",
    disallow: "does_not_fit",
    granted: "does_not_fit",
    "ended by time": "does_not_fit",
    "ended by an early release": "does_not_fit",
    gone: "does_not_fit",
    struggling: "does_not_fit",
    "struggling to grant": "does_not_fit",
    depart: "closed/cancelled: cancelled; card receipt note.cancelled",
    "propose to close": "not_overdue",
    "confirm the close": "not_overdue",
    "seen again": "does_not_fit",
    altered: "does_not_fit",
  },
  granting: {
    submit: "does_not_fit",
    approve: "already",
    "approve in part": "already",
    deny: "already",
    "cancel by the requester": "revoking: ending; release card receipt",
    "cancel by somebody else": "already",
    revoke: "revoking: ending; release card receipt",
    "show the sign-in": "no_credential",
    "show the sign-in to somebody else": "not_holder",
    lapse: "does_not_fit",
    disallow: "revoking: ending; release card receipt operators.grant_failed",
    granted: "active: granted; card receipt note.active",
    "ended by time": "closed/expired: ended; card receipt note.expired",
    "ended by an early release": "closed/revoked: ended; card receipt note.revoked",
    gone: "closed/externally_removed: gone; card receipt note.externally_removed operators.externally_removed",
    struggling: "granting: struggling; card operators.revoke_struggling",
    "struggling to grant": "granting: struggling; card",
    depart: "revoking: ending; release card receipt",
    "propose to close": "not_overdue",
    "confirm the close": "not_overdue",
    "seen again": "does_not_fit",
    altered: "granting: altered; operators.externally_changed",
  },
  active: {
    submit: "does_not_fit",
    approve: "already",
    "approve in part": "already",
    deny: "already",
    "cancel by the requester": "revoking: ending; release card receipt",
    "cancel by somebody else": "already",
    revoke: "revoking: ending; release card receipt",
    "show the sign-in": "active: credential_asked; card",
    "show the sign-in to somebody else": "not_holder",
    lapse: "does_not_fit",
    disallow: "does_not_fit",
    granted: "seen",
    "ended by time": "closed/expired: ended; card receipt note.expired",
    "ended by an early release": "closed/revoked: ended; card receipt note.revoked",
    gone: "closed/externally_removed: gone; card receipt note.externally_removed operators.externally_removed",
    struggling: "active: struggling; card operators.revoke_struggling",
    "struggling to grant": "seen",
    depart: "revoking: ending; release card receipt",
    "propose to close": "not_overdue",
    "confirm the close": "not_overdue",
    "seen again": "does_not_fit",
    altered: "active: altered; operators.externally_changed",
  },
  revoking: {
    submit: "does_not_fit",
    approve: "already",
    "approve in part": "already",
    deny: "already",
    "cancel by the requester": "already",
    "cancel by somebody else": "already",
    revoke: "already",
    "show the sign-in": "no_credential",
    "show the sign-in to somebody else": "not_holder",
    lapse: "does_not_fit",
    disallow: "does_not_fit",
    granted: "seen",
    "ended by time": "closed/revoked: ended; card receipt note.revoked",
    "ended by an early release": "closed/revoked: ended; card receipt note.revoked",
    gone: "closed/revoked: gone; card receipt note.revoked operators.externally_removed",
    struggling: "revoking: struggling; card operators.revoke_struggling",
    "struggling to grant": "seen",
    depart: "already",
    "propose to close": "not_overdue",
    "confirm the close": "not_overdue",
    "seen again": "does_not_fit",
    altered: "revoking: altered; operators.externally_changed",
  },
  closed: {
    submit: "does_not_fit",
    approve: "already",
    "approve in part": "already",
    deny: "already",
    "cancel by the requester": "already",
    "cancel by somebody else": "already",
    revoke: "already",
    "show the sign-in": "no_credential",
    "show the sign-in to somebody else": "not_holder",
    lapse: "does_not_fit",
    disallow: "does_not_fit",
    granted: "seen",
    "ended by time": "seen",
    "ended by an early release": "seen",
    gone: "seen",
    struggling: "seen",
    "struggling to grant": "seen",
    depart: "already",
    "propose to close": "already",
    "confirm the close": "already",
    "seen again": "closed/revoked: seen_again; card operators.seen_after_close",
    altered: "seen",
  },
};

const said = (effect: EffectBody): string =>
  effect.kind === "note"
    ? `note.${effect.note}`
    : effect.kind === "operators"
      ? `operators.${effect.alarm}`
      : effect.kind === "on_call"
        ? `on_call.${effect.action}`
        : effect.kind;

function row(request: Request | null, input: Command | Report, at: number): string {
  const answer = transition(request, input, at);
  if (!answer.ok) return answer.refusal.kind;
  const { request: next, event, effects } = answer.value;
  if (event === null) {
    expect(next).toEqual(request);
    expect(effects).toEqual([]);
    return "seen";
  }
  const state = next.outcome === null ? next.state : `${next.state}/${next.outcome}`;
  return `${state}: ${event.name}; ${effects.map(said).join(" ")}`.trimEnd();
}

describe.each(Object.keys(TABLE) as RequestState[])("a request that is %s", (state) => {
  test.each(Object.keys(inputs) as Input[])("meets %s", (input) => {
    const request = STATES[state];
    expect(request.state).toBe(state);
    expect(row(request, inputs[input](request), LATER)).toBe(TABLE[state][input]);
  });
});

const onCall = step(active, { ...inputs.struggling(active), at: NOON + 16 * MINUTE_MS }, LATER);
const proposed = step(onCall, inputs["propose to close"](), LATER);
const lateGrant = step(granting, inputs["struggling to grant"](granting), LATER);
const alteredOnce = step(active, inputs.altered(active), LATER);
const cameBack = step(failed, inputs.granted(failed), LATER);

const goneAgain = step(cameBack, inputs["ended by time"](cameBack), LATER);

describe("rows that depend on more than the state", () => {
  const noHold = { ...sampleAsk("r2"), access: null, durationMs: null };
  const approvalOnly = step(null, sampleSubmit(noHold), NOON);

  test.each<[string, Request | null, Command | Report, number, string]>([
    [
      "nothing is known of it: a submission makes it",
      null,
      sampleSubmit(sampleAsk("r1")),
      NOON,
      "pending: submitted; card receipt",
    ],
    [
      "the first of a version: the operators hear",
      null,
      sampleSubmit(sampleAsk("r1", { firstOfVersion: true })),
      NOON,
      "pending: submitted; card receipt operators.new_version",
    ],
    ["nothing is known of it: anything else is refused", null, sampleApprove(), NOON, "not_found"],
    ["frozen: no approval", pending, sampleApprove({ frozen: true }), LATER, "frozen"],
    ["too late to approve", pending, sampleApprove(), NOON + HOUR_MS, "already"],
    ["too late to deny", pending, inputs.deny(), NOON + HOUR_MS, "already"],
    ["its time to lapse", pending, inputs.lapse(), NOON + HOUR_MS, "closed/lapsed: lapsed; card receipt note.lapsed"],
    [
      "approval only: no hold",
      approvalOnly,
      sampleApprove(),
      LATER,
      "closed/approved: approved; card receipt note.approved",
    ],
    [
      "the grant did not come in time",
      granting,
      sampleEnded(granting, LATER, { cause: "grant_by_passed" }),
      LATER,
      "closed/failed: ended; card receipt note.failed operators.grant_failed",
    ],
    [
      "the target refused for good",
      granting,
      sampleEnded(granting, LATER, { cause: "refused_by_target" }),
      LATER,
      "closed/failed: ended; card receipt note.failed operators.grant_failed",
    ],
    [
      "the record held no decision",
      granting,
      sampleEnded(granting, LATER, { cause: "not_cleared" }),
      LATER,
      "closed/failed: ended; card receipt note.failed operators.grant_failed",
    ],
    [
      "granted while it is being taken away",
      step(granting, revoke, LATER),
      inputs.granted(granting),
      LATER,
      "revoking: granted_while_revoking;",
    ],
    [
      "granted after it was closed: released again",
      failed,
      inputs.granted(failed),
      LATER,
      "closed/failed: granted_after_close; release operators.seen_after_close",
    ],
    [
      "granted after it was closed, and overdue again: people hear of it",
      cameBack,
      { ...inputs.struggling(cameBack), at: NOON + 20 * MINUTE_MS },
      LATER,
      "closed/failed: struggling; card operators.revoke_struggling on_call.trigger",
    ],
    [
      "granted after it was closed, and gone again",
      cameBack,
      inputs["ended by time"](cameBack),
      LATER,
      "closed/failed: gone_again; card",
    ],
    [
      "overdue by two minutes: the card alone",
      active,
      { ...inputs.struggling(active), at: NOON + 2 * MINUTE_MS },
      LATER,
      "active: struggling; card",
    ],
    [
      "overdue by a quarter of an hour, found late: operators and whoever is on call",
      active,
      { ...inputs.struggling(active), at: NOON + 16 * MINUTE_MS },
      LATER,
      "active: struggling; card operators.revoke_struggling on_call.trigger",
    ],
    [
      "gone at last: whoever is on call hears that too",
      onCall,
      inputs["ended by time"](onCall),
      LATER,
      "closed/expired: ended; card receipt note.expired on_call.resolve",
    ],
    [
      "one says that it is gone",
      onCall,
      inputs["propose to close"](),
      LATER,
      "active: close_proposed; card operators.close_proposed",
    ],
    ["nobody has said so yet", onCall, inputs["confirm the close"](), LATER, "not_overdue"],
    [
      "a second one confirms it",
      proposed,
      inputs["confirm the close"](),
      LATER,
      "closed/closed_by_hand: closed_by_hand; let_go card receipt note.closed_by_hand operators.closed_by_hand on_call.resolve",
    ],
    ["told again of what others gave", alteredOnce, inputs.altered(alteredOnce), LATER, "seen"],
    ["told again that it is there, when it is gone", goneAgain, { ...inputs.granted(goneAgain) }, LATER, "seen"],
    ["told again that it is gone again", goneAgain, inputs["ended by time"](goneAgain), LATER, "seen"],
    ["a grant that is late cannot be closed by hand", lateGrant, inputs["propose to close"](), LATER, "not_overdue"],
    [
      "a report about another hold",
      active,
      { ...inputs["ended by time"](active), sequence: 99 } as Report,
      LATER,
      "does_not_fit",
    ],
  ])("%s", (_name, request, input, at, expected) => {
    expect(row(request, input, at)).toBe(expected);
  });

  test("a struggle told again within the hour it was told at is acknowledged without a trace", () => {
    const told = step(active, { ...inputs.struggling(active), commandId: "first" }, LATER);
    expect(row(told, inputs.struggling(told), LATER)).toBe("seen");
  });

  test("each of several approvals is kept, with its stage, and the last one leaves nothing to wait for", () => {
    const part = step(pending, inputs["approve in part"](), LATER);
    expect(part).toMatchObject({ state: "pending", hold: null, awaiting: { stage: 1, missing: 1 } });
    const last = sampleApprove({ commandId: "last", by: CLEO, part: { stage: 1, awaiting: null } });
    const whole = step(part, last, LATER + 1);
    expect(whole.state).toBe("granting");
    expect(whole).not.toHaveProperty("awaiting");
    expect(whole.decisions).toEqual([
      { verdict: "approve", by: BEN, at: LATER, reason: null },
      { verdict: "approve", by: CLEO, at: LATER + 1, reason: null, stage: 1 },
    ]);
    expect(whole.hold?.sequence).toBe(whole.seq);
    expect(row(part, { ...inputs.deny(), by: CLEO }, LATER)).toBe("closed/denied: denied; card receipt note.denied");
    expect(row(part, inputs.lapse(), NOON + HOUR_MS)).toBe("closed/lapsed: lapsed; card receipt note.lapsed");
    expect(row(part, sampleApprove({ frozen: true, part: { stage: 1, awaiting: null } }), LATER)).toBe("frozen");
  });

  test("the end that was asked for first is the one that counts", () => {
    const ended = step(revoking, sampleEnded(revoking, LATER, { cause: "time" }), LATER);
    expect(ended).toMatchObject({ outcome: "revoked", ending: { by: { kind: "person", key: BEN } } });
  });

  test("the hold's deadline and its hard latest end are fixed when it is approved", () => {
    expect(granting.hold).toEqual({
      sequence: granting.seq,
      grantBy: NOON + 11 * MINUTE_MS,
      hardEnd: NOON + 11 * MINUTE_MS + HOUR_MS,
    });
  });
});

test("access comes before words in every list of effects", () => {
  for (const request of Object.values(STATES))
    for (const make of Object.values(inputs)) {
      const answer = transition(request, make(request), LATER);
      const kinds = answer.ok ? answer.value.effects.map((effect) => effect.kind) : [];
      const access = kinds.findLastIndex((kind) => kind === "hold" || kind === "release" || kind === "let_go");
      expect(access).toBeLessThanOrEqual(0);
    }
});

test("a closed request never opens again, whatever comes in whatever order", () => {
  for (const make of Object.values(inputs)) {
    const input = make(failed);
    const answer = transition(failed, input, LATER);
    if (!answer.ok) continue;
    const change = changeOf(answer.value, failed, input, LATER);
    expect((change?.request ?? answer.value.request).state).toBe("closed");
    expect((change?.request ?? answer.value.request).outcome).toBe("failed");
  }
});

test("gone again is an event of its own, also where the first end had the same id", () => {
  const report = { ...sampleEnded(failed, NOON + 3 * MINUTE_MS), commandId: `ended:${failed.id}` };
  expect(sampleChange(cameBack, report, LATER).event.commandId).toBe(`ended:${failed.id}:again`);
});
