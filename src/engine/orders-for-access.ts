// A request's claim on its slot, as told to the Entitlement: built from the stored request alone, so that telling it again
// says the same.
import type { HoldOrder, ReleaseOrder } from "../domain/entitlement.ts";
import type { Actor } from "../domain/person.ts";
import type { Request } from "../domain/request.ts";

/** Null where the request never held anything. */
export function holdOrderOf(request: Request, removesStanding: boolean): HoldOrder | null {
  if (request.access === null || request.hold === null || request.durationMs === null) return null;
  return {
    requestId: request.id,
    sequence: request.hold.sequence,
    access: request.access,
    durationMs: request.durationMs,
    grantBy: request.hold.grantBy,
    hardEnd: request.hold.hardEnd,
    removesStanding,
    flow: request.flow,
    until: request.granted?.until ?? null,
  };
}

export const releaseOrder = (hold: HoldOrder, by: Actor, cause: ReleaseOrder["cause"] = "released"): ReleaseOrder => ({
  hold,
  cause,
  by,
});
