// What has become known about a slot, as reports to the requests that hold it; holds that are proven gone are let go of.
// Never says "granted" or "ended" on a belief, and the same thing always under the same id.
import { rankOf } from "./access.ts";
import { sha256Hex } from "./canonical.ts";
import { type EntitlementState, endOf, type Hold, knownLevel, type Traits, wantedLevel } from "./entitlement.ts";
import { grantBegan, rungAt } from "./entitlement-rungs.ts";
import type { Evidence } from "./request.ts";

/** Turns what is now known into reports, and lets go of holds that are proven gone. */
export function settle(s: EntitlementState, traits: Traits, now: number): EntitlementState {
  const level = knownLevel(s, traits);
  const want = rankOf(traits.levels, wantedLevel(s, traits));
  const holds: Hold[] = [];
  const reports = [...s.reports];
  let released = s.released;
  let told = false;
  for (const hold of s.holds) {
    if (hold.end !== null && level !== undefined && rankOf(traits.levels, level) <= want) {
      told = true;
      const { cause, by, detail, class: who } = hold.end;
      const commandId = reportId(s, hold, "ended");
      const owed = reports.findIndex(({ report }) => report.commandId === commandId);
      if (owed >= 0) reports.splice(owed, 1);
      reports.push({
        requestId: hold.requestId,
        report: {
          kind: "ended",
          commandId,
          sequence: hold.sequence,
          cause,
          by,
          detail,
          ...(who === undefined ? {} : { class: who }),
          evidence: evidence(s, traits, want, hold.end.at),
        },
      });
      released = { ...released, [hold.requestId]: Math.max(released[hold.requestId] ?? 0, hold.sequence) };
    } else if (
      hold.end === null &&
      !hold.granted &&
      hold.clearedAt !== null &&
      s.openedAt !== null &&
      !s.closing &&
      seenSince(s, hold) &&
      level !== undefined &&
      rankOf(traits.levels, level) >= rankOf(traits.levels, hold.level)
    ) {
      told = true;
      const until = endOf(hold, now);
      holds.push({ ...hold, granted: true, until });
      const baseline = s.baseline !== null && s.baseline !== "unknown" ? s.baseline.level : null;
      const standing = rankOf(traits.levels, baseline) >= rankOf(traits.levels, hold.level) ? "baseline" : "none";
      reports.push({
        requestId: hold.requestId,
        report: {
          kind: "granted",
          commandId: reportId(s, hold, "granted"),
          sequence: hold.sequence,
          until,
          evidence: { ...evidence(s, traits, 0, 0), standing },
        },
      });
    } else if (now >= (rungAt(hold) ?? Number.POSITIVE_INFINITY)) {
      holds.push({ ...hold, toldStruggleAt: now });
      const waiting =
        hold.end === null ? "the target has not confirmed it yet" : "the target has not confirmed the removal yet";
      const detail = s.lastTrouble ?? waiting;
      reports.push({
        requestId: hold.requestId,
        report: {
          kind: "struggling",
          commandId: `${reportId(s, hold, "struggling")}:${now}`,
          sequence: hold.sequence,
          since: hold.end?.at ?? grantBegan(hold) ?? now,
          at: now,
          detail,
          ...(s.lastClass == null ? {} : { class: s.lastClass }),
          tries: s.targetTries,
          ...(hold.end === null ? { wanting: "grant" as const } : {}),
        },
      });
    } else holds.push(hold);
  }
  if (!told) return { ...s, holds, reports, released };
  const { calls: _, ...rest } = s;
  return { ...rest, holds, reports, released };
}

/** Was the slot looked at (or, where it cannot be read, changed) since this hold was cleared? */
export const seenSince = (s: EntitlementState, hold: Hold): boolean =>
  hold.clearedAt !== null && (s.have.kind === "read" ? s.have.at >= hold.clearedAt : s.have.kind === "said");

/** `since`: what was seen before then still stood then. */
function evidence(s: EntitlementState, traits: Traits, remaining: number, since: number): Evidence {
  const at = Math.max(since, s.have.kind === "read" || s.have.kind === "said" ? s.have.at : 0);
  const inherited = s.have.kind === "read" ? s.have.inherited : null;
  const seen =
    s.have.kind === "untouched" ? "never_added" : s.have.kind === "read" ? (s.have.level ?? "absent") : "unverified";
  const baseline = s.baseline !== null && s.baseline !== "unknown" ? rankOf(traits.levels, s.baseline.level) : 0;
  const standing = remaining === 0 ? "none" : baseline >= remaining ? "baseline" : "covered_by_another_hold";
  return { seen, inherited, at, standing, ...(s.calls === undefined ? {} : { calls: s.calls }) };
}

/** The same report keeps its id however often it is made. */
export const reportId = (s: EntitlementState, hold: Hold, kind: string): string =>
  `${sha256Hex(s.access.key).slice(0, 16)}:${hold.requestId}:${hold.sequence}:${kind}`;
