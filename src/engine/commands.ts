// What people may ask of a request, each in its ack: read once, look up the facts, decide after the last await, commit.
import { whoClaims } from "../domain/audit-entry.ts";
import { mayEnd } from "../domain/policy.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import type { Request } from "../domain/request.ts";
import type { Click, Commands, Snapshot } from "../ports.ts";
import { countUnder, freeze, listAll, revokeAll } from "./admin.ts";
import { apply, begun } from "./apply.ts";
import { approveOrDeny } from "./approve-or-deny.ts";
import { closeByHand } from "./close-by-hand.ts";
import { personChanged } from "./departures.ts";
import { adminNow, keyAmong, keyNow } from "./facts.ts";
import { offeredOptions } from "./fetched-options.ts";
import { listLinks, ownLinks, setLink } from "./identities.ts";
import { list } from "./listing.ts";
import { look } from "./look.ts";
import { mayAsk } from "./may-ask.ts";
import { holdOrderOf, releaseOrder } from "./orders-for-access.ts";
import { showCredential } from "./show-credential.ts";
import { showDrift } from "./show-drift.ts";
import { submit } from "./submit.ts";
import { witness } from "./witness.ts";
import type { World } from "./world.ts";

export function createCommands(world: World): Commands {
  const noting = <T>(command: string, who: Asking, done: Promise<Result<T>>) => noted(world, command, who, done);
  /** What costs look-ups and gives nothing is capped per person; an end, or a freeze, never is. */
  const paced = async <T>(who: Asking, work: () => Promise<Result<T>>): Promise<Result<T>> =>
    (await world.pace(`${who.teamId}/${who.userId}`)) ? work() : refused({ kind: "too_fast" });
  const capped = <T>(command: string, who: Asking, work: () => Promise<Result<T>>): Promise<Result<T>> =>
    noting(command, who, paced(who, work));
  return {
    mayAsk: (person, flows) => capped("may_ask", person, async () => accepted(await mayAsk(world, person, flows))),
    submit: (ask) => capped("submit", ask, () => submit(world, ask)),
    // Changes nothing and is asked at every pause of whoever types: its no is for them alone.
    offeredOptions: (ask) => offeredOptions(world, ask),
    approve: (click) => capped("approve", click, () => approveOrDeny(world, click, "approve")),
    deny: (click) => capped("deny", click, () => approveOrDeny(world, click, "deny")),
    showCredential: (click) => capped("show_credential", click, () => showCredential(world, click)),
    mayDeny: (click) => capped("may_deny", click, () => approveOrDeny(world, click, "may_deny")),
    cancel: (click) => noting("cancel", click, cancel(world, click)),
    revoke: (click) => noting("revoke", click, revoke(world, click)),
    mayClose: (click) => noting("may_close", click, closeByHand(world, click, "look")),
    proposeClose: (click) => noting("propose_close", click, closeByHand(world, click, "propose")),
    confirmClose: (click) => noting("confirm_close", click, closeByHand(world, click, "confirm")),
    personChanged: (userId) => personChanged(world, userId),
    list: (person) => capped("list", person, () => list(world, person)),
    listAll: (person) => noting("list_all", person, listAll(world, person)),
    drift: (person, target) => capped("drift", person, () => showDrift(world, person, target)),
    ownLinks: (person) => capped("own_links", person, () => ownLinks(world, person)),
    listLinks: (person, of, page) => noting("list_links", person, listLinks(world, person, of, page)),
    setLink: (person, wish, sentAs) =>
      noting(wish.account === null ? "remove_link" : "set_link", person, setLink(world, person, wish, sentAs)),
    freeze: (person, frozen, sentAs) =>
      noting(frozen ? "freeze" : "unfreeze", person, freeze(world, person, frozen, sentAs)),
    countUnder: (person, scope) => noting("count_under", person, countUnder(world, person, scope)),
    revokeAll: (person, scope, sentAs) => noting("revoke_all", person, revokeAll(world, person, scope, sentAs)),
  };
}

interface Asking {
  readonly userId: string;
  readonly teamId: string;
  readonly requestId?: string;
  readonly seq?: number | null;
}

/** Every no leaves a line in the log and an entry in the audit trail: who asked what of which request, and why not. */
async function noted<T>(world: World, command: string, who: Asking, done: Promise<Result<T>>): Promise<Result<T>> {
  const result = await done;
  if (result.ok) return result;
  const { refusal } = result;
  const request = who.requestId ?? null;
  world.log("request.command.refused", { command, user: who.userId, request, why: refusal.kind });
  world.metrics({ name: "refusal", of: [command, refusal.kind], value: 1 });
  witness(world, {
    actor: whoClaims(who),
    action: command,
    request,
    slot: null,
    result: refusal.kind,
    state: "state" in refusal ? refusal.state : null,
    evidence: who.seq == null ? {} : { drawnAt: who.seq },
  });
  return result;
}

/** Only the requester; what was already granted ends early. */
async function cancel(world: World, click: Click): Promise<Result<Request>> {
  const found = await begun(world, click.requestId);
  if (!found.ok) return found;
  const { snapshot, wake } = found.value;
  const by = await keyAmong(world, click, [snapshot.request.requester]);
  const commandId = world.chance.id();
  const done = await apply(
    world,
    snapshot,
    ({ request }) =>
      request.requester === by ? accepted({ kind: "cancel", commandId, by }) : refused({ kind: "not_requester" }),
    wake,
  );
  if (done.ok) world.defer(() => hasten(world, snapshot, done.value));
  return done;
}

/** Requester, approver, admins. Asks nobody where the key alone says yes, and works with the record down or put back. */
async function revoke(world: World, click: Click): Promise<Result<Request | null>> {
  const found = await begun(world, click.requestId);
  // A record that was put back knows less of what has this button than its object, here and where it calls it pending.
  if (!found.ok) return revokeWithoutRecord(world, click, found.refusal.kind === "not_found" ? "not_found" : undefined);
  const { snapshot, wake } = found.value;
  const { requester, decisions } = snapshot.request;
  const by = await keyAmong(world, click, [requester, ...decisions.map((decision) => decision.by)]);
  const own = (request: Request): boolean => mayEnd(request, by, NOBODY, {}).ok;
  const admin = own(snapshot.request) ? null : await adminNow(world, click);
  const release = () => world.doorbell.release(click.requestId, by, admin?.ok ?? false);
  const isReleased = snapshot.request.state === "pending" && (await look(release)) === "accepted";
  const commandId = world.chance.id();
  const done = await apply(
    world,
    snapshot,
    ({ request }) => {
      if (own(request)) return accepted({ kind: "revoke", commandId, by, note: click.reason });
      if (admin?.ok) return accepted({ kind: "revoke", commandId, by: admin.value, note: click.reason });
      return refused(admin?.refusal.kind === "lookup_unavailable" ? admin.refusal : { kind: "may_not_end" });
    },
    wake,
  );
  if (done.ok) world.defer(() => hasten(world, snapshot, done.value));
  if (!done.ok && done.refusal.kind === "not_known_yet") return revokeWithoutRecord(world, click);
  return isReleased && !done.ok ? accepted(null) : done;
}

/** For asking whether somebody may end a request by the request alone. */
const NOBODY = { people: [], usergroup: null };

async function revokeWithoutRecord(
  world: World,
  click: Click,
  unknown: "not_known_yet" | "not_found" = "not_known_yet",
): Promise<Result<Request | null>> {
  const [by, admin] = await Promise.all([keyNow(world, click), adminNow(world, click)]);
  const answer = await look(() => world.doorbell.release(click.requestId, by, admin.ok));
  if (answer === "accepted") return accepted(null);
  if (answer === "refused") return refused({ kind: "may_not_end" });
  return refused({ kind: answer === "unavailable" ? "not_known_yet" : unknown });
}

/** Tells the Entitlement at once, ahead of any message; the stored effect tells it again. */
export async function hasten(world: World, before: Snapshot, request: Request): Promise<void> {
  if (request.state !== "revoking" || request.ending === null) return;
  const hold = holdOrderOf(request, removesStanding(before));
  if (hold)
    await look(() =>
      world.entitlements.release(releaseOrder(hold, request.ending?.by ?? { kind: "system", name: "policy" })),
    );
}

export const removesStanding = (snapshot: Snapshot): boolean =>
  snapshot.version.flow.targets.find((target) => target.name === snapshot.request.access?.target)?.endRemovesStanding ??
  false;
