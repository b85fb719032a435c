// A click that decides, in its ack: read once, look up the facts, decide after the last await, commit. Of several approvals each
// is a change of its own; two people at once both count, since what the second one lost was only the race for the record.
import { mayApprove, mayDeny } from "../domain/approving.ts";
import type { PersonFacts } from "../domain/person.ts";
import { type Facts, matterOf } from "../domain/policy.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import type { Command, Request } from "../domain/request.ts";
import { approvalsOf } from "../domain/stages.ts";
import type { Click, Snapshot } from "../ports.ts";
import { apply, begun } from "./apply.ts";
import { actorNow, factsFor } from "./facts.ts";
import { factsToApprove } from "./facts-of-approvers.ts";
import { flowsOf, mayStillAsk, stuckAt } from "./still-allowed.ts";
import type { World } from "./world.ts";

export async function approveOrDeny(
  world: World,
  click: Click,
  verdict: "approve" | "deny" | "may_deny",
): Promise<Result<Request>> {
  const changes = verdict !== "may_deny";
  // Slack is asked first: of the three it takes the longest.
  const [person, found] = await Promise.all([actorNow(world, click), begun(world, click.requestId, changes)]);
  if (!found.ok) return found;
  const { snapshot, wake } = found.value;
  const chosen =
    verdict === "approve" ? approving(world, click, snapshot, person) : denying(world, click, snapshot, person);
  const choose = await chosen;
  if (changes) return apply(world, snapshot, choose, wake);
  const may = choose(snapshot);
  if (!may.ok) return may;
  const { state, outcome, ending, decisions } = snapshot.request;
  if (state === "pending") return accepted(snapshot.request);
  const by = ending?.by.kind === "person" ? ending.by.key : (decisions.at(-1)?.by ?? null);
  return refused({ kind: "already", state, outcome, by });
}

/** Asked of the request as it is then, and again after a lost race. */
type Choose = (snapshot: Snapshot) => Result<Command>;

async function approving(
  world: World,
  click: Click,
  snapshot: Snapshot,
  person: PersonFacts | "unavailable",
): Promise<Choose> {
  const flows = flowsOf(world, snapshot);
  const { facts, earlier } = await factsToApprove(world, snapshot.request, flows, person);
  // An approval that is all there is, is asked for here and nowhere else: with access, it is asked again before the grant.
  const only = snapshot.request.access === null;
  const asker = only ? await mayStillAsk(world, snapshot, flows) : null;
  const commandId = world.chance.id();
  return (now) => {
    const { request } = now;
    const made = flowsOf(world, now);
    const may = mayApprove(request, made, facts, earlier);
    if (!may.ok) return may;
    if (asker?.ok === false)
      return asker.refusal.kind === "lookup_unavailable" ? asker : refused({ kind: "requester_may_not" });
    if (request.state === "pending") {
      if (!isAboutThis(request, click.seq)) return refused({ kind: "changed" });
      if (now.endOrdered) return refused({ kind: "end_ordered" });
      const stuck = stuckAt(world, now);
      if (stuck !== null) return refused(stuck);
    }
    const { person: by, part } = may.value;
    const [{ grantWithinMs }] = made;
    const approve = { kind: "approve", commandId, by: by.key, grantWithinMs, frozen: now.frozen } as const;
    return accepted(part === null ? approve : { ...approve, part });
  };
}

async function denying(
  world: World,
  click: Click,
  snapshot: Snapshot,
  person: PersonFacts | "unavailable",
): Promise<Choose> {
  const rules = flowsOf(world, snapshot).flatMap((flow) => (flow === null ? [] : [flow.approvers]));
  const facts: Facts = await factsFor(world, person, rules, matterOf(snapshot.request));
  const commandId = world.chance.id();
  return (now) => {
    const { request } = now;
    const may = mayDeny(request, flowsOf(world, now), facts);
    if (!may.ok) return may;
    if (request.state === "pending" && !isAboutThis(request, click.seq)) return refused({ kind: "changed" });
    return accepted({ kind: "deny", commandId, by: may.value.key, reason: click.reason });
  };
}

/**
 * Was the button drawn for what is asked now? A request never changes what it asks for: all that happens to it while it waits is
 * that somebody approves in part, which takes nothing from whoever decides by an older card.
 */
const isAboutThis = (request: Request, seq: number | null): boolean =>
  seq === null || (seq <= request.seq && seq >= request.seq - approvalsOf(request).length);
