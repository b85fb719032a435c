// Anything that a record can be asked, drawn at random from a small world, so that askers meet: few requests, two slots,
// few views and commands, and writers who read the request a while ago.
import { type AuditEntry, HOUR_MS, overflowEntry } from "../../../src/domain/audit-entry.ts";
import type { LinkNote } from "../../../src/domain/identity.ts";
import type { PersonKey } from "../../../src/domain/person.ts";
import type { Command, Report, Request } from "../../../src/domain/request.ts";
import { transition } from "../../../src/domain/transition.ts";
import type { Order, RevokeScope, Store } from "../../../src/ports.ts";
import { sampleDigest } from "../../contracts/store-audit.ts";
import { sampleFinding } from "../../contracts/store-drift.ts";
import {
  ANA,
  BEN,
  MINUTE_MS,
  sampleAccess,
  sampleApprove,
  sampleAsk,
  sampleChange,
  sampleEnded,
  sampleGranted,
  sampleSubmit,
  sampleVersion,
  TEAM,
} from "../../fakes/samples.ts";
import type { Dice } from "./dice.ts";

export type Question = (store: Store) => Promise<unknown>;

const ACTORS = [
  { kind: "person", key: ANA },
  { kind: "person", key: BEN },
  { kind: "token", name: "OPS_TOKEN" },
] as const satisfies readonly AuditEntry["actor"][];

/** `past`: every state that some writer has come to, in the record or not; grows by what is drawn. */
export function nextQuestion(dice: Dice, past: Request[], now: number): Question {
  const kind = dice.roll(8);
  if (kind < 4) return change(dice, past, now);
  return kind === 4 ? placing(dice, now) : other(dice, past, now);
}

const BOTH = ["memory|1:a", "memory|1:b"] as const;
const accessOf = (dice: Dice) =>
  sampleAccess({
    key: dice.pick(BOTH),
    level: dice.pick(["read", "write"]),
    target: dice.pick(["orders-db", "invoices-db"]),
    realm: dice.pick(REALMS),
    account: accountIn(dice),
  });

const remembered = (dice: Dice, past: readonly Request[]): Request | null => past.at(-1 - dice.roll(8)) ?? null;

/** One commit: of a first submission, or of whatever fits a request as it was a while ago. */
function change(dice: Dice, past: Request[], now: number): Question {
  const before = dice.roll(3) === 0 ? null : remembered(dice, past);
  const input = before === null ? submission(dice) : next(dice, before, now);
  if (input === null) return (store) => store.isFrozen();
  const made = sampleChange(before, input, now);
  const version = before === null && dice.roll(10) > 0 ? sampleVersion() : null;
  past.push(made.request);
  const room = { pending: 1 + dice.roll(4), recent: 1 + dice.roll(6), since: now - dice.roll(20) * MINUTE_MS };
  const within = dice.roll(3) === 0 ? room : null;
  const note = before === null ? noteOf(dice, made.request.requester, now) : null;
  return (store) => store.commit(made, version, within, note);
}

const REALMS = ["memory", "okta"] as const;
const FLOWS = ["", "break-glass"] as const;
const ACCOUNTS = ["ana", "Ana", "ben", "cleo"] as const;
const accountIn = (dice: Dice) => {
  const id = dice.pick(ACCOUNTS);
  return { id, label: id };
};

function noteOf(dice: Dice, person: PersonKey, at: number): LinkNote | null {
  const place = { person, realm: dice.pick(REALMS), flow: dice.pick(FLOWS) };
  const link = {
    ...place,
    account: accountIn(dice),
    source: "found",
    address: null,
    by: person,
    at,
    told: null,
  } as const;
  return dice.pick([null, { kind: "found", link }, { kind: "told", place, told: `t${dice.roll(3)}` }]);
}

/** From a state that it may know or not. */
function relinking(dice: Dice, at: number): Question {
  const person = dice.pick([ANA, BEN]);
  const place = { person, realm: dice.pick(REALMS), flow: dice.pick(FLOWS) };
  const after = dice.roll(3) === 0 ? null : accountIn(dice);
  const [id, knows] = [`l${dice.roll(30)}`, dice.roll(4) > 0];
  return async (store) => {
    const { links } = await store.links({ kind: "person", person }, 0, 10);
    const known = links.find(({ realm, flow }) => realm === place.realm && flow === place.flow);
    const before = knows ? (known?.account ?? null) : null;
    return store.relink({ id, by: BEN, at, source: "admin", changes: [{ ...place, before, after }] });
  };
}

const submission = (dice: Dice): Command =>
  sampleSubmit(
    sampleAsk(dice.pick(["r1", "r2", "r3", "r4", "r5", "r6"]), {
      viewId: `V${dice.roll(12)}`,
      requester: dice.pick([ANA, BEN]),
      access: dice.roll(5) === 0 ? null : accessOf(dice),
    }),
  );

function next(dice: Dice, before: Request, now: number): Command | Report | null {
  const commandId = `c${dice.roll(40)}`;
  const inputs: readonly (Command | Report)[] = [
    sampleApprove({ commandId }),
    { kind: "deny", commandId, by: BEN, reason: null },
    { kind: "cancel", commandId, by: ANA },
    { kind: "revoke", commandId, by: BEN, note: null },
    { ...sampleGranted(before, now, now + 10 * MINUTE_MS), commandId },
    sampleEnded(before, now, { commandId }),
  ];
  const fitting = inputs.filter((input) => {
    const step = transition(before, input, now);
    return step.ok && step.value.event !== null;
  });
  return fitting[dice.roll(fitting.length)] ?? null;
}

/** One that follows the newest, or, where `off` is 1, does not. */
async function nextDigest(store: Store, at: number, off: number): Promise<unknown> {
  const { newest } = await store.digestState();
  const from = (newest?.body.to ?? 0) + 1;
  const lines = await store.trail(from - 1, 7);
  const seq = (newest?.body.seq ?? 0) + 1 + (off === 1 ? 1 : 0);
  const to = from - 1 + lines.length;
  return store.keepDigest(sampleDigest({ seq, at, from, to, previous: newest?.hash ?? "" }));
}

const scopeOf = (dice: Dice): RevokeScope =>
  dice.pick([{ kind: "everything" }, { kind: "person", userId: "U0ANA" }, { kind: "target", target: "orders-db" }]);

function placing(dice: Dice, now: number): Question {
  const order: Order = dice.pick([
    { id: `o${dice.roll(12)}`, kind: "freeze", by: BEN, at: now },
    { id: `o${dice.roll(12)}`, kind: "unfreeze", by: BEN, at: now },
    { id: `o${dice.roll(12)}`, kind: "revoke_all", scope: scopeOf(dice), by: BEN, at: now },
  ]);
  return (store) => store.placeOrder(order);
}

/** Everything else, with whatever it needs drawn beforehand: both records must be asked the very same. */
function other(dice: Dice, past: readonly Request[], now: number): Question {
  const access = accessOf(dice);
  const requestId = remembered(dice, past)?.id ?? "r1";
  const effectId = `${requestId}:${1 + dice.roll(4)}:${dice.pick(["card", "receipt", "hold", "note:approved"])}`;
  const few = dice.roll(5);
  const then = now - dice.pick([0, 1, 5 * MINUTE_MS]);
  const question = {
    teamId: TEAM,
    viewId: `V${dice.roll(12)}`,
    version: sampleVersion().hash,
    among: dice.pick([null, { key: access.key, level: access.level }, { target: access.target }]),
    requester: ANA,
    since: then,
    seek: { realm: dice.pick(REALMS), account: dice.pick([null, accountIn(dice)]) },
  };
  const ref = { channel: "C0REQUESTS", ts: `${few}.1` };
  const message = { purpose: dice.pick(["card", "receipt"] as const), requestId, ref };
  const baseline = dice.pick(["unknown", { level: null, inherited: "read" }] as const);
  const everyone = { id: "any", kind: "revoke_all", scope: scopeOf(dice), by: BEN, at: then } as const;
  const progress = { total: few, gone: 0, unverified: 0, remaining: few, message: null, done: few === 0 };
  const orderId = `o${dice.roll(12)}`;
  const overflow = { name: ANA, hour: Math.floor(then / HOUR_MS), more: 1 + few };
  const entry: AuditEntry = {
    ...{ id: `e${dice.roll(60)}`, at: now, actor: dice.pick(ACTORS), action: "approve" },
    ...{ request: requestId, slot: null, result: "may_not_approve", state: null, evidence: {} },
  };
  const turn = dice.roll(4);
  const finder = dice.pick(["sweep", "watchdog"] as const);
  const found = dice.pick([null, { level: dice.pick(["read", "write"]), at: now }]);
  const keys = dice.pick([[access.key], BOTH]);
  const questions: readonly [Question, ...Question[]] = [
    (store) => store.snapshot(requestId),
    (store) => store.work(requestId),
    (store) => store.beforeSubmit(question),
    (store) => store.eventAt(requestId, few),
    (store) => store.delivered([effectId], few === 0 ? message : null),
    (store) => store.postponed(effectId, few, now + few * MINUTE_MS, "TransientError"),
    (store) => store.claims(access.key),
    (store) => store.openSlot(access.key, access, { openedAt: then, baseline, ids: { member: "m1" } }),
    (store) => store.leftSlots(few, turn),
    (store) => store.closeSlot(access.key, then, now),
    (store) => store.closeSlot(access.key, then, now, { access, baseline, ids: { member: "m2" } }),
    (store) => store.slotsToCheck({ since: now - 90 * MINUTE_MS, before: then - MINUTE_MS, now }, few),
    (store) => store.closedSlot(access.key),
    (store) => store.slotChecked(access.key, then, found),
    (store) => store.foundSlots(few),
    (store) => store.slotsTold([access.key], now),
    (store) => store.takePlace(["memory|", "okta|"], now, now + few * MINUTE_MS),
    (store) => store.takePlace(["memory|", "okta|"], now, now + few * MINUTE_MS),
    (store) => store.lastFinding("memory|"),
    (store) => store.knownAt("memory|", then - 60 * MINUTE_MS),
    (store) => store.compared("memory|", sampleFinding({ at: now }), few === 0 ? "" : `n${few}`, now + few * MINUTE_MS),
    (store) => store.openToRemove([{ access, ids: { member: "m3" }, keys }], now),
    (store) => store.untoldFindings(few),
    (store) => store.findingsTold([{ place: "memory|", news: few === 0 ? "" : `n${few}` }], now),
    (store) => store.owedToOperators(few),
    (store) => store.overdue(now, few),
    (store) => store.dueRequests(now + few * 5 * MINUTE_MS, few, turn),
    (store) => store.listFor(ANA, few),
    (store) => store.liveAccess(few),
    (store) => store.openOrders(),
    (store) => store.requestsUnder(everyone),
    (store) => store.claimTelling(orderId, now, then),
    (store) => store.orderProgressed(orderId, progress),
    relinking(dice, now),
    relinking(dice, now),
    (store) => store.links({ kind: "everybody" }, few, 3),
    (store) => store.links({ kind: "account", realm: "memory", account: { id: "ANA", label: "" } }, 0, 5),
    (store) => store.witness(entry),
    (store) => store.trail(few * 3, 5),
    (store) => store.overflows(Math.floor(now / HOUR_MS) + few - 1),
    (store) => store.overflowTold(overflow, overflowEntry(overflow, then)),
    (store) => store.digestState(),
    (store) => nextDigest(store, now, few),
    (store) => store.digestsAfter(few, 3),
    (store) => store.homeReached({ home: "slack", seq: few, notBefore: then }),
    (store) => store.signs(),
    (store) => store.showSign(finder, then, few),
    (store) => store.signTold(finder, few === 0 ? null : then),
  ];
  return dice.pick(questions);
}
