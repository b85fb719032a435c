// What must be true once the faults are over and time has passed, whatever happened on the way. Each sentence names the
// promise that it breaks: I1 decided, I2 ended, I3 others' kept, I4 not lost early, I5 one decision, I6 nothing lost,
// I7 everything recorded, I8 nothing in silence.
import { rankOf } from "../../src/domain/access.ts";
import { hashEvent } from "../../src/domain/record.ts";
import type { Request } from "../../src/domain/request.ts";
import { brokenTrail } from "./audit-promises.ts";
import type { Said } from "./options.ts";
import { keyOfLabel, LEVELS } from "./target.ts";
import type { SimWorld } from "./world.ts";

type Standing = Readonly<Record<string, string>>;

/** Every broken promise as a sentence; empty when all hold. `standing`: what accounts had before Sym came. */
export function brokenPromises(world: SimWorld, standing: Standing = {}): string[] {
  const bugs = world.bugs.map(
    (error) =>
      `a handler failed: ${error instanceof Error ? `${error.message} ${error.stack?.split("\n")[1]}` : String(error)}`,
  );
  const said = Map.groupBy(world.said, (message) => message.requestId);
  const requests = world.record.requests().flatMap((request) => brokenRequest(world, request, said));
  const trail = world.checksTrail ? brokenTrail(world) : [];
  return [
    ...world.watch.broken,
    ...bugs,
    ...atTheTarget(world, standing),
    ...requests,
    ...trail,
    ...leftBehind(world),
    ...keptSecrets(world),
  ];
}

function atTheTarget(world: SimWorld, standing: Standing): string[] {
  const { target } = world;
  const broken: string[] = [];
  const most = (label: string): number => Math.max(rankOf(LEVELS, standing[label] ?? null), target.others(label));
  for (const [label, level] of target.levels) {
    const meddled = target.meddledWith(label);
    if (!meddled && level !== standing[label]) broken.push(`I2: ${label} still has ${level}`);
    if (meddled && rankOf(LEVELS, level) > most(label))
      broken.push(`I2: ${label} still has ${level}, which nobody else gave`);
  }
  for (const [label, level] of Object.entries(standing))
    if (!target.meddledWith(label) && target.level(label) !== level)
      broken.push(`I3: ${label} lost ${level}, which was there before`);
  for (const [label, level] of target.left)
    if (rankOf(LEVELS, target.level(label)) < rankOf(LEVELS, level))
      broken.push(`I3: ${label} lost ${level}, which others gave while nothing of ours was there`);
  for (const { account, from, to, at } of target.changes) {
    const meddled = target.meddledWith(account);
    const before = meddled ? 0 : rankOf(LEVELS, standing[account] ?? null);
    const rank = rankOf(LEVELS, to);
    if (rank < before) broken.push(`I3: ${account} was below what was there before`);
    if (rank <= rankOf(LEVELS, from) || decidedBefore(world, account, to, at)) continue;
    if (!meddled || rank > most(account)) broken.push(`I1: ${account} got ${to} without a decision`);
  }
  return broken;
}

/** An add belongs to a request that was approved before it, at that level. */
const decidedBefore = (world: SimWorld, label: string, level: string | null, at: number): boolean =>
  world.record
    .requestsAt(keyOfLabel(label))
    .some(
      (request) =>
        request.access?.level === level &&
        world.record.events(request.id).some((event) => event.name === "approved" && event.at <= at),
    );

const DECISIONS = ["approved", "denied", "cancelled", "lapsed"];

type SaidOf = ReadonlyMap<string, readonly Said[]>;

function brokenRequest(world: SimWorld, request: Request, said: SaidOf): string[] {
  const { id } = request;
  const broken: string[] = [];
  const say = (what: string): number => broken.push(what);
  const events = world.record.events(id);
  const names = events.map((event) => event.name);
  if (request.back?.goneAt === null) say(`I8: ${id} was there again, and nobody has heard that it is gone`);
  if (request.state !== "closed") say(`I6: ${id} is still ${request.state}`);
  const decisions = names.filter((name) => DECISIONS.includes(name));
  if (decisions.length > 1) say(`I5: ${id} was decided ${decisions.length} times`);
  if (names.filter((name) => name === "granted").length > 1) say(`I5: ${id} was granted twice`);
  const byHand = request.outcome === "closed_by_hand" && request.back?.goneAt === undefined;
  if (request.granted !== null && request.removed === null && request.state === "closed" && !byHand)
    say(`I7: ${id} was granted and nothing says that it was taken away`);
  let previous = "";
  for (const { hash, ...event } of events) {
    if (event.previous !== previous || hashEvent(event) !== hash) say(`I7: ${id} has a broken chain at ${event.seq}`);
    previous = hash;
  }
  if (previous !== request.head) say(`I7: ${id} does not stand at the head of its chain`);
  return [...broken, ...untold(world, request, said.get(id) ?? [])];
}

/** The card shows the end, and the requester was told of it, unless Slack would never take it. */
function untold(world: SimWorld, { id, state, outcome }: Request, said: readonly Said[]): string[] {
  if (state !== "closed" || world.undeliverable.has(id)) return [];
  const broken: string[] = [];
  if (said.findLast((message) => message.kind === "card")?.state !== "closed")
    broken.push(`I6: the card of ${id} does not show its end`);
  if (!said.some((message) => message.kind === `note.${outcome}`))
    broken.push(`I6: nobody was told that ${id} is ${outcome}`);
  return broken;
}

/** What somebody was shown to sign in with is in nothing that is kept. */
function keptSecrets(world: SimWorld): string[] {
  if (world.secrets.length === 0) return [];
  const requests = world.record.requests();
  const kept = JSON.stringify([
    requests,
    requests.map(({ id }) => world.record.events(id)),
    world.record.effects(),
    [...world.record.entries.values()],
    world.said,
    [...world.entitlements.values()].map((memory) => memory.read()),
    [...world.requests.values()].map((memory) => memory.read()),
  ]);
  return world.secrets.filter((secret) => kept.includes(secret)).map((secret) => `I7: ${secret} is kept somewhere`);
}

function leftBehind(world: SimWorld): string[] {
  const broken: string[] = [];
  for (const effect of world.record.effects())
    if (!effect.delivered) broken.push(`I6: ${effect.effect.id} was never delivered`);
  // Orders are the sweep's to carry out and to tell.
  for (const { order } of world.cron ? world.record.orders() : [])
    broken.push(`I6: the order ${order.id} is still open`);
  for (const { key } of world.record.openSlots()) broken.push(`I6: the slot ${key} is still open`);
  for (const [key, memory] of world.entitlements) {
    const state = memory.read();
    // One whose alarm was lost when nobody waited for anything any more is woken by whoever comes next.
    const closed = world.record.requestsAt(key).every((request) => request.state === "closed");
    const idle = world.watch.losses && closed && !world.record.isSlotOpen(key);
    if (state !== null && !idle) broken.push(`I6: the entitlement ${key} still remembers`);
  }
  if (world.armed() > 0) broken.push(`I6: ${world.armed()} alarms are still armed`);
  return broken;
}
