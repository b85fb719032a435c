// What an Entitlement and the record tell each other: whether new holds are decided, what a lost object must know again,
// and the reports to the requests. Never touches a target.
import type { EntitlementState } from "../domain/entitlement.ts";
import type { Consulted } from "../domain/entitlement-recall.ts";
import { accepted } from "../domain/refusal.ts";
import type { Report, Request } from "../domain/request.ts";
import { type EntitlementMemory, TransientError } from "../ports.ts";
import { apply } from "./apply.ts";
import { holdOrderOf } from "./orders-for-access.ts";
import { witness } from "./witness.ts";
import type { World } from "./world.ts";

export async function consult(world: World, s: EntitlementState): Promise<Consulted> {
  const { open, requests, unreadable, frozen, endOrdered } = await world.store.claims(s.access.key);
  if (unreadable.length > 0) world.log("entitlement.claims.unreadable", { problems: unreadable.length });
  const restored = requests
    .filter((request) => request.state === "active" || request.state === "revoking")
    .flatMap((request) => {
      const removesStanding = s.holds.find((hold) => hold.requestId === request.id)?.removesStanding ?? false;
      const order = holdOrderOf(request, removesStanding);
      return order ? [{ order, releasing: request.state === "revoking" }] : [];
    });
  const verdicts: Record<string, Consulted["verdicts"][string]> = {};
  for (const hold of s.holds) {
    if (hold.end !== null || hold.granted) continue;
    const request = requests.find((candidate) => candidate.id === hold.requestId);
    const no = unreadable.includes(hold.requestId)
      ? "the record of its decision cannot be read by this version of Sym"
      : (verdictOn(request, s.access.key, hold, frozen) ??
        (endOrdered.includes(hold.requestId) ? "an admin has ordered that it end" : null));
    verdicts[hold.requestId] = { sequence: hold.sequence, no };
  }
  return { open, restored, verdicts };
}

/** The decision behind a hold, read in the record before the first add. Null: it may be granted. */
function verdictOn(
  request: Request | undefined,
  key: string,
  hold: EntitlementState["holds"][number],
  frozen: boolean,
): string | null {
  const decided =
    request !== undefined &&
    request.state === "granting" &&
    request.hold?.sequence === hold.sequence &&
    request.access?.key === key &&
    request.access.level === hold.level &&
    request.durationMs === hold.durationMs &&
    request.awaiting === undefined &&
    request.decisions.some((decision) => decision.verdict === "approve");
  if (!decided) return "the record holds no decision for this access";
  return frozen ? "new grants are frozen" : null;
}

/**
 * Each until the record has it, those of one request in order. One that the record never takes holds up nobody else's; one
 * that the lifecycle has no use for counts as delivered.
 */
export async function deliverReports(world: World, memory: EntitlementMemory): Promise<void> {
  const stuck = new Set<string>();
  for (const { requestId, report } of memory.read()?.reports ?? []) {
    if (stuck.has(requestId)) continue;
    try {
      await deliver(world, requestId, report);
      const s = memory.read();
      if (s !== null)
        memory.replace({ ...s, reports: s.reports.filter((r) => r.report.commandId !== report.commandId) });
    } catch (error) {
      stuck.add(requestId);
      if (!(error instanceof TransientError))
        world.log("request.report.failed", {
          request: requestId,
          report: report.kind,
          class: error instanceof Error ? error.name : "unknown",
        });
    }
  }
  if (stuck.size > 0) throw new TransientError("the record did not confirm every report", { effect: "unknown" });
}

async function deliver(world: World, requestId: string, report: Report): Promise<void> {
  const snapshot = await world.store.snapshot(requestId);
  if (snapshot === null) {
    // A record that was restored from before the request: nobody will ever take this report, but somebody has to see it.
    world.log("request.report.refused", { request: requestId, report: report.kind, why: "not_found" });
    return;
  }
  const done = await apply(world, snapshot, () => accepted(report));
  if (done.ok) return;
  if (done.refusal.kind === "not_known_yet")
    throw new TransientError("the record did not confirm a report", { effect: "unknown" });
  const why = done.refusal.kind;
  world.log("request.report.refused", { request: requestId, report: report.kind, why });
  witness(world, {
    actor: { kind: "system", name: "entitlement" },
    action: `report_${report.kind}`,
    request: requestId,
    slot: null,
    result: why,
    state: snapshot.request.state,
    evidence: { sequence: report.sequence },
  });
}
