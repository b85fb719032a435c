// Rows of the lifecycle for what does not end by itself: the ladder, an end by hand, access that is back, what others changed.
// Part of `transition`, which alone calls it; people's right to do it was asked before.
import type { EffectBody } from "./effect.ts";
import { rungsReached } from "./ladder.ts";
import { accepted, type Result, refused } from "./refusal.ts";
import type { Command, Report, Request } from "./request.ts";
import { already, misfit, personActor, type Step, seen, step } from "./step.ts";

/** An end overdue climbs the ladder; a grant that does not come is said on the card alone, since it gives up by itself. */
export function struggling(request: Request, report: Report & { kind: "struggling" }): Result<Step> {
  if (report.sequence !== request.hold?.sequence || request.state === "pending") return misfit(request, report.kind);
  const told = request.struggling;
  const { since, detail, tries, wanting, class: who } = report;
  const stale = wanting === "grant" && request.state !== "granting";
  if (stale || (told !== null && told.toldAt >= report.at)) return seen(request);
  if (request.state === "closed" && !isBack(request)) return seen(request);
  const heard = told === null || told.wanting !== wanting ? null : told.toldAt;
  const reached = wanting === "grant" ? NOBODY : rungsReached(since, heard, report.at);
  const onCall = reached.onCall || (told?.onCall ?? false);
  const next = {
    since,
    detail,
    toldAt: report.at,
    ...(tries === undefined ? {} : { tries }),
    ...(wanting === undefined ? {} : { wanting }),
    ...(who === undefined ? {} : { class: who }),
    ...(onCall ? { onCall } : {}),
  };
  const why = { since, detail, tries: tries ?? null, ...(who === undefined ? {} : { class: who }) };
  const effects: EffectBody[] = [{ kind: "card" }];
  if (reached.operators) effects.push({ kind: "operators", alarm: "revoke_struggling" });
  if (reached.onCall) effects.push({ kind: "on_call", action: "trigger" });
  return step({ ...request, struggling: next }, "struggling", why, effects);
}
const NOBODY = { operators: false, onCall: false } as const;

/** Whoever is on call hears that it is over, where they had heard of it. */
export const allClear = ({ struggling }: Request): EffectBody[] =>
  struggling?.onCall === true ? [{ kind: "on_call", action: "resolve" }] : [];

/** Only what is overdue: where the target still answers, it is the target that says when it is gone. */
const isOverdue = ({ state, struggling }: Request): boolean =>
  (state === "active" || state === "revoking") && struggling !== null && struggling.wanting === undefined;

export function proposeClose(request: Request, input: Command & { kind: "propose_close" }, now: number): Result<Step> {
  if (request.state === "closed") return already(request);
  if (!isOverdue(request)) return refused({ kind: "not_overdue" });
  const { by, evidence } = input;
  const byHand = { by, at: now, evidence, seq: request.seq + 1 };
  return step({ ...request, byHand }, "close_proposed", { evidence }, [
    { kind: "card" },
    { kind: "operators", alarm: "close_proposed" },
  ]);
}

/** The second person, as policy has asked: from here on people answer for it, and Sym only looks. */
export function confirmClose(request: Request, input: Command & { kind: "confirm_close" }, now: number): Result<Step> {
  if (request.state === "closed") return already(request);
  const { byHand } = request;
  if (!isOverdue(request) || byHand === undefined) return refused({ kind: "not_overdue" });
  const outcome = "closed_by_hand";
  const closed: Request = {
    ...request,
    state: "closed",
    outcome,
    byHand: { ...byHand, confirmedBy: input.by },
    ending: { outcome, by: personActor(input.by), at: now, note: byHand.evidence },
    struggling: null,
    closedAt: now,
  };
  return step(closed, outcome, { evidence: byHand.evidence, proposedBy: byHand.by }, [
    { kind: "let_go" },
    { kind: "card" },
    { kind: "receipt" },
    { kind: "note", note: outcome },
    { kind: "operators", alarm: outcome },
    ...allClear(request),
  ]);
}

/** Closed, and yet access of ours came or came back; not yet gone again. */
export const isBack = ({ back }: Request): boolean => back !== undefined && back.goneAt === null;

/** The Entitlement removes it again by itself; people hear of it, and of every hour that it takes. */
export function seenAgain(request: Request, report: Report & { kind: "seen_again" }): Result<Step> {
  if (report.sequence !== request.hold?.sequence || request.state !== "closed") return misfit(request, report.kind);
  if (isBack(request) || (request.back?.at ?? 0) >= report.evidence.at) return seen(request);
  const back = { at: report.evidence.at, goneAt: null };
  return step({ ...request, back }, "seen_again", { evidence: { ...report.evidence } }, [
    { kind: "card" },
    { kind: "operators", alarm: "seen_after_close" },
  ]);
}

export function goneAgain(request: Request, report: Report & { kind: "ended" | "gone" }): Result<Step> {
  const { evidence } = report;
  const back = { at: request.back?.at ?? evidence.at, goneAt: evidence.at };
  const removed = { at: evidence.at, cause: report.kind === "ended" ? report.cause : ("gone" as const), evidence };
  const next: Request = { ...request, back, removed, struggling: null };
  const told = step(next, "gone_again", { evidence: { ...evidence } }, [{ kind: "card" }, ...allClear(request)]);
  // The same end, told for the second time: the first time may stand in the record under the report's own id.
  return told.ok && told.value.event !== null
    ? accepted({ ...told.value, event: { ...told.value.event, again: true } })
    : told;
}

/** More than we gave, by somebody else: said once, and left alone. */
export function altered(request: Request, report: Report & { kind: "altered" }): Result<Step> {
  if (report.sequence !== request.hold?.sequence || request.state === "pending") return misfit(request, report.kind);
  if (request.state === "closed" || (request.alteredAt ?? 0) >= report.evidence.at) return seen(request);
  return step({ ...request, alteredAt: report.evidence.at }, "altered", { evidence: { ...report.evidence } }, [
    { kind: "operators", alarm: "externally_changed" },
  ]);
}
