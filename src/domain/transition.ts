// The lifecycle of a request: `pending -> granting -> active -> revoking -> closed`. The only code that changes a request.
// Pure; what must happen outside comes back as effects, access before words. Anything the table has no row for is refused.
import type { EffectBody } from "./effect.ts";
import type { Actor } from "./person.ts";
import { accepted, type Disallowed, type Result, refused } from "./refusal.ts";
import type { Command, Decision, EndCause, NewRequest, Outcome, Report, Request } from "./request.ts";
import type { Waiting } from "./stages.ts";
import { already, misfit, personActor, type Step, seen, step } from "./step.ts";
import {
  allClear,
  altered,
  confirmClose,
  goneAgain,
  isBack,
  proposeClose,
  seenAgain,
  struggling,
} from "./transition-overdue.ts";

export type { Step } from "./step.ts";

export function transition(request: Request | null, input: Command | Report, now: number): Result<Step> {
  if (request === null) return input.kind === "submit" ? submit(input.request, now) : refused({ kind: "not_found" });
  switch (input.kind) {
    case "submit":
      return misfit(request, input.kind);
    case "approve":
      return approve(request, input, now);
    case "deny":
      if (request.state !== "pending" || now >= request.lapsesAt) return already(request);
      return close(
        withDecision(request, "deny", input.by, input.reason, now),
        "denied",
        personActor(input.by),
        input.reason,
        now,
      );
    case "cancel":
      if (request.state === "pending") return close(request, "cancelled", personActor(input.by), null, now);
      return input.by === request.requester
        ? end(request, "revoked", personActor(input.by), null, now)
        : already(request);
    case "revoke":
      if (request.state === "pending") return close(request, "cancelled", personActor(input.by), input.note, now);
      return end(request, "revoked", personActor(input.by), input.note, now);
    case "show_credential":
      return showCredential(request, input.by, now);
    case "lapse":
      if (request.state !== "pending" || now < request.lapsesAt) return misfit(request, input.kind);
      return close(request, "lapsed", { kind: "system", name: "timer" }, null, now);
    case "disallow":
      if (request.state !== "granting") return misfit(request, input.kind);
      return end(request, "failed", { kind: "system", name: "policy" }, null, now, input.disallowed);
    case "depart":
      if (request.state === "pending")
        return close(request, "cancelled", { kind: "system", name: "policy" }, input.note, now);
      return end(request, "revoked", { kind: "system", name: "policy" }, input.note, now);
    case "propose_close":
      return proposeClose(request, input, now);
    case "confirm_close":
      return confirmClose(request, input, now);
    case "granted":
      return granted(request, input);
    case "seen_again":
      return seenAgain(request, input);
    case "altered":
      return altered(request, input);
    case "ended":
      return ended(request, input, now);
    case "gone":
      return gone(request, input, now);
    case "struggling":
      return struggling(request, input);
  }
}

function submit(asked: NewRequest, now: number): Result<Step> {
  const { timeoutMs, firstOfVersion, link, accountNews, ...rest } = asked;
  const request: Request = {
    ...rest,
    seq: 0,
    head: "",
    state: "pending",
    outcome: null,
    createdAt: now,
    lapsesAt: now + timeoutMs,
    decisions: [],
    hold: null,
    granted: null,
    ending: null,
    removed: null,
    struggling: null,
    closedAt: null,
  };
  return step(
    request,
    "submitted",
    {
      answers: asked.answers,
      ...(asked.answerLabels === undefined ? {} : { answerLabels: asked.answerLabels }),
      durationMs: asked.durationMs,
      flow: asked.flow,
      environment: asked.environment,
      version: asked.version,
      target: asked.access?.target ?? null,
      level: asked.access?.level ?? null,
      account: asked.access?.account.id ?? null,
      slot: asked.access?.key ?? null,
      ...(link === undefined ? {} : { link, realm: asked.access?.realm ?? null }),
    },
    [
      { kind: "card" },
      { kind: "receipt" },
      ...(firstOfVersion ? [{ kind: "operators" as const, alarm: "new_version" as const }] : []),
      ...(accountNews ? [{ kind: "operators" as const, alarm: "account_kept" as const }] : []),
    ],
  );
}

function approve(request: Request, input: Command & { kind: "approve" }, now: number): Result<Step> {
  if (request.state !== "pending" || now >= request.lapsesAt) return already(request);
  if (input.frozen) return refused({ kind: "frozen" });
  const { part } = input;
  if (part?.awaiting) return approveInPart(request, input.by, part.stage, part.awaiting, now);
  const decided = settledNow(withDecision(request, "approve", input.by, null, now, part?.stage));
  if (decided.access === null || decided.durationMs === null)
    return close(decided, "approved", personActor(input.by), null, now, "approved");
  const grantBy = now + input.grantWithinMs;
  const hold = { sequence: request.seq + 1, grantBy, hardEnd: grantBy + decided.durationMs };
  return step({ ...decided, state: "granting", hold }, "approved", { grantBy, hardEnd: hold.hardEnd }, [
    { kind: "hold" },
    { kind: "card" },
    { kind: "receipt" },
    { kind: "note", note: "approved" },
  ]);
}

/** One of several approvals, and not the last: an event of its own, and the request stays as it is. */
function approveInPart(
  request: Request,
  by: Decision["by"],
  stage: number,
  awaiting: Waiting,
  now: number,
): Result<Step> {
  const decided = withDecision(request, "approve", by, null, now, stage);
  return step({ ...decided, awaiting }, "approved_in_part", { stage, awaiting: { ...awaiting } }, [
    { kind: "card" },
    { kind: "receipt" },
  ]);
}

/** Nothing is awaited any more. */
const settledNow = ({ awaiting: _awaiting, ...request }: Request): Request => request;

/** Written down before a secret is set, so that nobody ever has one of which the record says nothing. */
function showCredential(request: Request, by: Request["requester"], now: number): Result<Step> {
  if (by !== request.requester) return refused({ kind: "not_holder" });
  if (request.access === null) return refused({ kind: "no_credential", why: "none" });
  if (request.state === "pending" || request.state === "granting")
    return refused({ kind: "no_credential", why: "not_yet" });
  if (request.state !== "active" || request.granted === null || now >= request.granted.until)
    return refused({ kind: "no_credential", why: "over" });
  const asked = (request.credential?.asked ?? 0) + 1;
  return step({ ...request, credential: { asked, at: now } }, "credential_asked", { asked }, [{ kind: "card" }]);
}

/** An end that somebody asked for: the outcome is fixed now, the release is owed, the removal is still to be proven. */
function end(
  request: Request,
  outcome: Outcome,
  by: Actor,
  note: string | null,
  now: number,
  disallowed?: Disallowed,
): Result<Step> {
  if (request.state !== "granting" && request.state !== "active") return already(request);
  const failed: EffectBody[] = outcome === "failed" ? [{ kind: "operators", alarm: "grant_failed" }] : [];
  const ending = { outcome, by, at: now, note, ...(disallowed && { disallowed }) };
  const data = { outcome, note, ...(disallowed && { disallowed: { ...disallowed } }) };
  return step({ ...request, state: "revoking", ending }, "ending", data, [
    { kind: "release", by },
    { kind: "card" },
    { kind: "receipt" },
    ...failed,
  ]);
}

function granted(request: Request, report: Report & { kind: "granted" }): Result<Step> {
  if (report.sequence !== request.hold?.sequence) return misfit(request, report.kind);
  if (request.granted !== null) return accepted({ request, event: null, effects: [] });
  const data = { until: report.until, evidence: { ...report.evidence } };
  const grant = { at: report.evidence.at, until: report.until, evidence: report.evidence };
  switch (request.state) {
    case "pending":
      return misfit(request, report.kind);
    case "granting":
      return step({ ...request, state: "active", granted: grant, struggling: null }, "granted", data, [
        { kind: "card" },
        { kind: "receipt" },
        { kind: "note", note: "active" },
      ]);
    case "active":
      return misfit(request, report.kind);
    case "revoking":
      return step({ ...request, granted: grant }, "granted_while_revoking", data, []);
    case "closed":
      return step({ ...request, granted: grant, back: { at: grant.at, goneAt: null } }, "granted_after_close", data, [
        { kind: "release", by: { kind: "system", name: "entitlement" } },
        { kind: "operators", alarm: "seen_after_close" },
      ]);
  }
}

const OUTCOME_OF: Readonly<Record<EndCause, Outcome>> = {
  time: "expired",
  released: "revoked",
  grant_by_passed: "failed",
  refused_by_target: "failed",
  not_cleared: "failed",
};

function ended(request: Request, report: Report & { kind: "ended" }, now: number): Result<Step> {
  if (report.sequence !== request.hold?.sequence) return misfit(request, report.kind);
  if (request.state === "closed") return isBack(request) ? goneAgain(request, report) : seen(request);
  if (request.state === "pending") return misfit(request, report.kind);
  const outcome = request.ending?.outcome ?? OUTCOME_OF[report.cause];
  const ending = request.ending ?? { outcome, by: report.by, at: report.evidence.at, note: report.detail };
  const removed = { at: report.evidence.at, cause: report.cause, evidence: report.evidence };
  const told: EffectBody[] = [{ kind: "card" }, { kind: "receipt" }, { kind: "note", note: noteOf(outcome) }];
  if (outcome === "failed" && request.ending === null) told.push({ kind: "operators", alarm: "grant_failed" });
  told.push(...allClear(request));
  const { cause, detail, class: who, evidence } = report;
  const data = { cause, detail, ...(who === undefined ? {} : { class: who }), evidence: { ...evidence } };
  return step(
    { ...request, state: "closed", outcome, ending, removed, struggling: null, closedAt: now },
    "ended",
    data,
    told,
  );
}

/** The target lost it and not by us. The Entitlement has dropped the hold; nothing is put back. */
function gone(request: Request, report: Report & { kind: "gone" }, now: number): Result<Step> {
  if (report.sequence !== request.hold?.sequence) return misfit(request, report.kind);
  if (request.state === "closed") return isBack(request) ? goneAgain(request, report) : seen(request);
  if (request.state === "pending") return misfit(request, report.kind);
  const outcome = request.ending?.outcome ?? "externally_removed";
  const by: Actor = { kind: "system", name: "entitlement" };
  const ending = request.ending ?? { outcome, by, at: report.evidence.at, note: null };
  const removed = { at: report.evidence.at, cause: "gone" as const, evidence: report.evidence };
  return step(
    { ...request, state: "closed", outcome, ending, removed, struggling: null, closedAt: now },
    "gone",
    { evidence: { ...report.evidence } },
    [
      { kind: "card" },
      { kind: "receipt" },
      { kind: "note", note: noteOf(outcome) },
      { kind: "operators", alarm: "externally_removed" },
      ...allClear(request),
    ],
  );
}

function close(
  request: Request,
  outcome: Outcome,
  by: Actor,
  note: string | null,
  now: number,
  name: string = outcome,
): Result<Step> {
  const closed: Request = {
    ...request,
    state: "closed",
    outcome,
    ending: { outcome, by, at: now, note },
    closedAt: now,
  };
  return step(closed, name, { outcome, note }, [
    { kind: "card" },
    { kind: "receipt" },
    { kind: "note", note: noteOf(outcome) },
  ]);
}

const noteOf = (outcome: Outcome) => outcome;

const withDecision = (
  request: Request,
  verdict: Decision["verdict"],
  by: Decision["by"],
  reason: string | null,
  at: number,
  stage = 0,
): Request => ({
  ...request,
  decisions: [...request.decisions, { verdict, by, at, reason, ...(stage === 0 ? {} : { stage }) }],
});
