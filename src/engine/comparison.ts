// One comparison between who is in a target and what the record knows: the list first, the record after it, and whatever of ours the
// list lacks is asked for by itself. Changes nothing, here or there.
import { type Members, type Sorted, sortMembers } from "../domain/drift.ts";
import { type Finding, findingOf, type Last, type Seen } from "../domain/drift-finding.ts";
import { WATCH_MS } from "../domain/ladder.ts";
import type { Request } from "../domain/request.ts";
import { PermanentError } from "../ports.ts";
import type { ListedPlace } from "./places.ts";
import { contextFor, within } from "./target-call.ts";
import type { World } from "./world.ts";

/** A list may be many pages. */
const LIST_LIMIT_MS = 25_000;
/** More of ours that a list lacks are not asked for: what these say is enough to know what the list is worth. */
const ASKED_MAX = 20;
const AT_ONCE = 5;

export interface Comparison {
  readonly finding: Finding;
  readonly sorted: Sorted;
  readonly seen: Seen;
}

/** Throws what the strategy or the record throws: half a comparison is none. */
export async function compare(world: World, place: ListedPlace, last: Last | null): Promise<Comparison> {
  const began = world.clock.now();
  const members = await listed(world, place);
  const first = await sortedNow(world, place, members, began);
  const asked = first.sorted.unseen.slice(0, ASKED_MAX);
  const there: Request[] = [];
  for (let next = 0; next < asked.length; next += AT_ONCE) {
    const some = asked.slice(next, next + AT_ONCE);
    const looks = await Promise.all(some.map((request) => isThere(world, place, request, first.idsOf(request))));
    there.push(...some.filter((_, at) => looks[at] === true));
  }
  // What ended while it was asked for is missed by nobody.
  const { sorted, unreadable } = asked.length === 0 ? first : await sortedNow(world, place, members, began);
  const still = new Set(sorted.unseen.map(({ id }) => id));
  const seen = {
    there: there.filter(({ id }) => still.has(id)),
    missing: asked.filter((request) => still.has(request.id) && !there.includes(request)),
  };
  const frozen = place.removes && (await world.store.isFrozen()) !== false;
  const targets = place.spots.map(({ name }) => name);
  const wish = { targets, removes: place.removes, frozen, unreadable };
  return { sorted, seen, finding: findingOf(members, sorted, seen, wish, last, world.clock.now()) };
}

async function listed(world: World, { strategy, spots }: ListedPlace): Promise<Members> {
  return world.clock.within(LIST_LIMIT_MS, async (signal) => {
    if (!strategy.list) throw new PermanentError("the strategy of this target cannot say who is there");
    return strategy.list(spots[0].target.settings, contextFor(world, signal));
  });
}

/** By the record as it is after the list: whatever Sym adds is written down before it is added. */
async function sortedNow(world: World, place: ListedPlace, members: Members, began: number) {
  const known = await world.store.knownAt(place.key, began - WATCH_MS);
  const ids = new Map(known.slots.map((slot) => [slot.key, slot.ids]));
  return {
    sorted: sortMembers(members, place, known, place.allowed, began),
    unreadable: known.unreadable,
    idsOf: ({ access }: Request) => ids.get(access?.key ?? "") ?? {},
  };
}

async function isThere(
  world: World,
  { strategy }: ListedPlace,
  { id, access }: Request,
  ids: Readonly<Record<string, string>>,
): Promise<boolean> {
  return within(world, async (signal) => {
    if (access === null || !strategy.inspect)
      throw new PermanentError("what the list lacks cannot be read back at this target");
    const { settings, level, account } = access;
    const call = { settings, level, account, ids, idempotencyKey: `compare-${id}` };
    return (await strategy.inspect(call, contextFor(world, signal))).level !== null;
  });
}
