// The rules, asked again: of a request that was made, and perhaps decided, some time ago, with facts that are looked up now.
import { stillApproved } from "../domain/approving.ts";
import type { Field } from "../domain/field.ts";
import type { Flow } from "../domain/flow.ts";
import { accountTaken, linkInForce } from "../domain/identity.ts";
import { STUCK_MS } from "../domain/ladder.ts";
import { type PersonFacts, userIdOf } from "../domain/person.ts";
import { matterOf, mayRequest } from "../domain/policy.ts";
import { accepted, type Disallowed, type Refusal, type Result, refused } from "../domain/refusal.ts";
import type { Request } from "../domain/request.ts";
import type { Snapshot } from "../ports.ts";
import { foundAccount, seekerOf } from "./account.ts";
import { offeredAt } from "./asked-access.ts";
import { factsFor, personNow } from "./facts.ts";
import { factsOfEarlier } from "./facts-of-approvers.ts";
import { stillThere } from "./fetched-options.ts";
import { look } from "./look.ts";
import type { World } from "./world.ts";

/** The version that the request was made under, and the one that is deployed now (null: the Flow is gone). */
export function flowsOf(world: Pick<World, "deployment">, snapshot: Snapshot): [Flow, Flow | null] {
  const { flow, environment } = snapshot.request;
  const current = world.deployment.flows.find((v) => v.flow.name === flow && v.flow.environment === environment);
  return [snapshot.version.flow, current?.flow ?? null];
}

/** Where an end has been overdue for a day nothing new is granted, unless the deployment says otherwise. Null: go on. */
export function stuckAt(
  world: Pick<World, "clock" | "deployment">,
  { request, stuckSince }: Snapshot,
): (Refusal & { kind: "target_stuck" }) | null {
  if (!world.deployment.stopWhenStuck || request.access === null || stuckSince === null) return null;
  if (world.clock.now() < stuckSince + STUCK_MS) return null;
  return { kind: "target_stuck", target: request.access.targetLabel, since: stuckSince };
}

/** The no, and whom it is about. */
export interface NoLonger {
  readonly refusal: Refusal;
  readonly who: Disallowed["who"];
}

/** The same questions as at submit and at the click. Null: yes. */
export async function stillAllowed(world: World, snapshot: Snapshot): Promise<NoLonger | null> {
  const { request } = snapshot;
  const stuck = stuckAt(world, snapshot);
  if (stuck !== null) return { refusal: stuck, who: "requester" };
  const flows = flowsOf(world, snapshot);
  const may = await mayStillAsk(world, snapshot, flows);
  if (!may.ok) return { refusal: may.refusal, who: "requester" };
  const facts = await factsOfEarlier(world, request, flows);
  const no = stillApproved(request, flows, facts);
  return no && { refusal: no, who: "approver" };
}

/** May whoever asked still ask for it, and is the account that everybody was shown still theirs? */
export async function mayStillAsk(
  world: World,
  { request, linked }: Snapshot,
  flows: readonly [Flow, Flow | null],
): Promise<Result<null>> {
  const asked = flows.filter((flow) => flow !== null);
  const person = await personNow(world, userIdOf(request.requester));
  const facts = await factsFor(
    world,
    person,
    asked.map((flow) => flow.requesters),
    matterOf(request),
  );
  for (const flow of asked) {
    const may = mayRequest(flow, facts);
    if (!may.ok) return may;
  }
  const [, current] = flows;
  const offered = offeredAt(world, current, request.access?.target, request);
  // A Target that is gone is for the rules about approving to name.
  if (request.access === null || person === "unavailable" || !current || !offered) return accepted(null);
  const { target, strategy } = offered;
  const { account, realm = "" } = request.access;
  const seeker = seekerOf(world, current, realm, person);
  const link = linkInForce(linked.own, seeker);
  if (link === null && linked.taken && !seeker.shared) return refused(accountTaken(account));
  const today = link === null ? await foundAccount(world, current, target, strategy, person) : accepted(link.account);
  if (!today.ok) return today;
  if (today.value.id !== account.id) return refused({ kind: "account_changed" });
  const listed = saidByFunction(current, request);
  return listed === null ? accepted(null) : stillListed(world, current, listed, request, person);
}

/** The answer that says what is given, where a function of the Flow says what there is. Null: there is none. */
function saidByFunction(flow: Flow, { access, answers }: Request): { field: Field; value: string } | null {
  const bound = flow.targets.find(({ name }) => name === access?.target)?.bound;
  const field = bound && flow.fields.find(({ name }) => name === bound.field);
  const value = field && answers[field.name];
  return field && "fetched" in field && field.fetched !== undefined && typeof value === "string"
    ? { field, value }
    : null;
}

/** What is no longer on the list is not given: it may have moved to somebody else since. */
async function stillListed(
  world: World,
  flow: Flow,
  { field, value }: { readonly field: Field; readonly value: string },
  { answerLabels }: Request,
  person: PersonFacts,
): Promise<Result<null>> {
  const still = await look(() => stillThere(world, flow, field, value, answerLabels, person));
  if (still === "unavailable") return refused({ kind: "lookup_unavailable", what: "options" });
  return still ? accepted(null) : refused({ kind: "wrong_answer", field: field.name, why: "not_offered" });
}
