// An end by hand, where the target never lets go: one admin says what proves that access is gone, a second one confirms. Each
// is asked for their facts at the click, and decided on the request as it is then.
import { mayCloseByHand } from "../domain/policy.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import type { Command, Request } from "../domain/request.ts";
import type { Click } from "../ports.ts";
import { apply, begun } from "./apply.ts";
import { adminNow } from "./facts.ts";
import type { World } from "./world.ts";

/** `look`: may this person, and what stands there? Changes nothing. A click's `reason` is the evidence. */
export async function closeByHand(
  world: World,
  click: Click,
  step: "look" | "propose" | "confirm",
): Promise<Result<Request>> {
  const [admin, found] = await Promise.all([adminNow(world, click), begun(world, click.requestId, step !== "look")]);
  if (!admin.ok) return admin;
  if (!found.ok) return found;
  const { snapshot, wake } = found.value;
  const commandId = world.chance.id();
  if (step === "look") return mayLook(snapshot.request, admin.value);
  return apply(
    world,
    snapshot,
    ({ request }): Result<Command> => {
      const may = mayCloseByHand(request, admin.value, step);
      if (!may.ok) return may;
      const by = may.value;
      if (step === "propose") return accepted({ kind: "propose_close", commandId, by, evidence: click.reason ?? "" });
      // What was confirmed is what this person read.
      if (request.state !== "closed" && (request.byHand?.seq ?? null) !== click.seq)
        return refused({ kind: "changed" });
      return accepted({ kind: "confirm_close", commandId, by });
    },
    wake,
  );
}

function mayLook(request: Request, by: Request["requester"]): Result<Request> {
  const may = mayCloseByHand(request, by, "propose");
  if (!may.ok) return may;
  const { state, struggling, ending, outcome } = request;
  if (state === "closed")
    return refused({ kind: "already", state, outcome, by: ending?.by.kind === "person" ? ending.by.key : null });
  return struggling === null || struggling.wanting !== undefined ? refused({ kind: "not_overdue" }) : accepted(request);
}
