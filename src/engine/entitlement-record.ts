// What an Entitlement and the record tell each other: whether new holds are decided, what a lost object must know again,
// and the reports to the requests. Never touches a target.
import type { EntitlementState } from "../domain/entitlement.ts";
import type { Consulted } from "../domain/entitlement-answers.ts";
import { accepted } from "../domain/refusal.ts";
import type { Request } from "../domain/request.ts";
import { type EntitlementMemory, TransientError } from "../ports.ts";
import { apply } from "./apply.ts";
import { holdOrderOf } from "./orders-for-access.ts";
import type { World } from "./world.ts";

export async function consult(world: World, s: EntitlementState): Promise<Consulted> {
  const { open, requests, frozen } = await world.store.claims(s.access.key);
  const restored = requests
    .filter((request) => request.state === "active" || request.state === "revoking")
    .flatMap((request) => {
      const removesStanding = s.holds.find((hold) => hold.requestId === request.id)?.removesStanding ?? false;
      const order = holdOrderOf(request, removesStanding);
      return order ? [{ order, releasing: request.state === "revoking" }] : [];
    });
  const verdicts: Record<string, string | null> = {};
  for (const hold of s.holds) {
    if (hold.end !== null || hold.cleared) continue;
    verdicts[hold.requestId] = verdictOn(
      requests.find((request) => request.id === hold.requestId),
      s.access.key,
      hold,
      frozen,
    );
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
    request.decisions.some((decision) => decision.verdict === "approve");
  if (!decided) return "the record holds no decision for this access";
  return frozen ? "new grants are frozen" : null;
}

/** In order, each until the record has it. One that the lifecycle has no use for counts as delivered. */
export async function deliverReports(world: World, memory: EntitlementMemory): Promise<void> {
  for (const { requestId, report } of memory.read()?.reports ?? []) {
    const snapshot = await world.store.snapshot(requestId);
    if (snapshot !== null) {
      const done = await apply(world, snapshot, () => accepted(report));
      if (!done.ok && done.refusal.kind === "not_known_yet")
        throw new TransientError("the record did not confirm a report", { effect: "unknown" });
      if (!done.ok)
        world.log("request.report.refused", { request: requestId, report: report.kind, why: done.refusal.kind });
    }
    const s = memory.read();
    if (s !== null)
      memory.replace({
        ...s,
        reports: s.reports.filter((r) => r.report.commandId !== report.commandId),
        recordTries: 0,
      });
  }
}
