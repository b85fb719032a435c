// `/sym drift TARGET`: the comparison as it would be made now, for admins: who is there, and who would be taken away. Changes nothing,
// and keeps nothing of it.
import { dueToGo } from "../domain/drift-finding.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import { type DriftView, PermanentError, TransientError } from "../ports.ts";
import { compare } from "./comparison.ts";
import { adminNow } from "./facts.ts";
import { type ListedPlace, placesIn } from "./places.ts";
import { spotsNamed, targetNames } from "./spots.ts";
import type { World } from "./world.ts";

/** Of one name in so many Environments. */
const PLACES_MAX = 3;

export async function showDrift(
  world: World,
  someone: { readonly userId: string; readonly teamId: string },
  name: string,
): Promise<Result<readonly DriftView[]>> {
  const may = await adminNow(world, someone);
  if (!may.ok) return may;
  const named = new Set(spotsNamed(world, name).map((spot) => spot.name));
  if (named.size === 0) return refused({ kind: "not_compared", why: "no_such_target", names: targetNames(world) });
  const places = placesIn(world).filter(({ spots }) => spots.some((spot) => named.has(spot.name)));
  if (places.length === 0) return refused({ kind: "not_compared", why: "no_list", names: [] });
  try {
    const views: DriftView[] = [];
    for (const place of places.slice(0, PLACES_MAX)) views.push(await viewOf(world, place));
    return accepted(views);
  } catch (error) {
    if (error instanceof TransientError || error instanceof PermanentError)
      return refused({ kind: "not_compared", why: "failed", names: [error.message] });
    throw error;
  }
}

async function viewOf(world: World, place: ListedPlace): Promise<DriftView> {
  const last = await world.store.lastFinding(place.key);
  const { finding, sorted, seen } = await compare(world, place, last);
  const due = finding.removal === "on" ? dueToGo(sorted, finding, finding.at) : [];
  const going = new Set(due.map(({ id }) => id));
  const known = new Map(finding.others.map((other) => [other.id, other]));
  return {
    finding,
    others: sorted.others.map(({ id, member }) => ({
      account: member.account.label,
      level: member.level,
      since: known.get(id)?.since ?? finding.at,
      goes: going.has(id),
    })),
    missing: seen.missing.map(({ id, access }) => ({ requestId: id, account: access?.account.label ?? "" })),
  };
}
