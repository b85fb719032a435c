// Once a day for each place, behind a sweep that had little to do: compares, takes away whom a Target says may be taken, keeps what was
// found and tells it once. An end never waits for any of it, and nothing is ever added.
import { shortPlace } from "../domain/drift.ts";
import { COMPARE_EVERY_MS, dueToGo, type Finding, newsIn } from "../domain/drift-finding.ts";
import type { Removable, TakenPlace } from "../ports.ts";
import { type Comparison, compare } from "./comparison.ts";
import { told } from "./gathered-notices.ts";
import { type ListedPlace, placesIn } from "./places.ts";
import { meaningOf } from "./trouble-of.ts";
import { shortSlot, witnessOnce } from "./witness.ts";
import type { World } from "./world.ts";

/** One that died, or could not be had, is tried again after this. */
const AGAIN_MS = 60 * 60_000;
const TOLD_MAX = 50;
const DAY_MS = 24 * 60 * 60_000;

/** One place a run: a list may take as many calls as a run has left. */
export async function compareNext(world: World): Promise<void> {
  const places = placesIn(world);
  if (places.length === 0) return;
  const now = world.clock.now();
  const keys = places.map(({ key }) => key);
  const taken = await world.store.takePlace(keys, now, now + AGAIN_MS);
  const place = places.find(({ key }) => key === taken?.place);
  if (taken !== null && place !== undefined) await compareOne(world, place, taken);
  await tellFindings(world);
}

async function compareOne(world: World, place: ListedPlace, { last }: TakenPlace): Promise<void> {
  try {
    const comparison = await compare(world, place, last);
    const removing = await takeAway(world, place, comparison);
    const finding = { ...comparison.finding, removing };
    const news = newsIn(finding);
    if (last === null || news !== newsIn(last.finding)) witnessFinding(world, place, finding, news);
    await world.store.compared(place.key, finding, news, finding.at + COMPARE_EVERY_MS);
    world.log("drift.place.compared", { strategy: place.strategy.type, result: news === "" ? "in_order" : "drift" });
  } catch (error) {
    missed(world, place, error);
  }
}

/**
 * Written down before it is done, with what it rests on. Opening the slot is the intent: from then on its own object takes it away as
 * it would anything that nobody holds, reads it back and tries for ever; should this run die, the next sweep finds the slot.
 */
async function takeAway(world: World, place: ListedPlace, { finding, sorted }: Comparison): Promise<readonly string[]> {
  const due = finding.removal === "on" ? dueToGo(sorted, finding, world.clock.now()) : [];
  if (due.length === 0) return [];
  const at = world.clock.now();
  const since = new Map(finding.others.map((other) => [other.id, other]));
  const removable = due.map((other) => removableOf(place, other));
  for (const { id, member } of due) {
    const known = since.get(id);
    const evidence = {
      ...{ targets: [...finding.targets], strategy: place.strategy.type, level: member.level, due: due.length },
      ...{ since: known?.since ?? null, toldAt: known?.toldAt ?? null, members: finding.members, ours: finding.ours },
    };
    const actor = { kind: "system", name: "sweep" } as const;
    const seen = { actor, action: "remove_other", request: null, slot: id, result: "ordered", state: null, evidence };
    await world.store.witness({ ...seen, id: `remove:${id}:${at}`, at });
  }
  const opened = new Set(await world.store.openToRemove(removable, at));
  for (const { access } of removable) {
    if (!opened.has(access.key)) continue;
    world.log("drift.removal.ordered", { entitlement: shortSlot(access.key), strategy: access.strategy });
    await world.entitlements.wake(access);
  }
  return due.flatMap(({ id, keys: [key] }) => (key !== undefined && opened.has(key) ? [id] : []));
}

function removableOf(
  { strategy, spots: [{ target, realm }] }: ListedPlace,
  { keys, member }: Comparison["sorted"]["others"][number],
): Removable {
  const access = {
    ...{ key: keys[0] ?? "", target: target.name, targetLabel: target.label, strategy: strategy.type, realm },
    ...{ settings: target.settings, level: member.level ?? target.level, account: member.account },
    onlyLevel: strategy.levels.length === 1,
  };
  return { access, ids: member.ids, keys };
}

function witnessFinding(world: World, place: ListedPlace, finding: Finding, news: string): void {
  const { targets, members, ours, standing, others, more, missing, contradicted, removal, removing } = finding;
  witnessOnce(world, `compare:${shortPlace(place.key)}:${finding.at}`, {
    actor: { kind: "system", name: "sweep" },
    action: "compare_members",
    request: null,
    slot: shortPlace(place.key),
    result: news === "" ? "in_order" : "drift",
    state: null,
    evidence: {
      ...{ targets: [...targets], members, ours, standing, others: others.length + more, missing: [...missing] },
      ...{ contradicted, removal, removing: [...removing], gone: finding.gone, lingering: finding.lingering },
    },
  });
}

/** A target that is down is down for all: one entry a place, class and day. */
function missed(world: World, place: ListedPlace, error: unknown): void {
  const name = error instanceof Error ? error.name : "unknown";
  const trouble = meaningOf(error, world.clock.now()).class;
  world.log("drift.comparison.failed", { strategy: place.strategy.type, class: name, trouble });
  const day = Math.floor(world.clock.now() / DAY_MS);
  witnessOnce(world, `compare:${shortPlace(place.key)}:${trouble}:${day}`, {
    actor: { kind: "system", name: "sweep" },
    action: "compare_members",
    request: null,
    slot: shortPlace(place.key),
    result: name,
    state: null,
    evidence: { targets: place.spots.map(({ name: target }) => target), strategy: place.strategy.type, class: trouble },
  });
}

/** All that is new in one message, and nothing where all is as it was told. */
async function tellFindings(world: World): Promise<void> {
  const untold = await world.store.untoldFindings(TOLD_MAX);
  if (untold.length === 0) return;
  const findings = untold.map(({ finding }) => finding);
  if (await told(world, { kind: "drift", findings })) await world.store.findingsTold(untold, world.clock.now());
}
