// Links of many people at once, as a file says them: what would change is reckoned first and told, and is carried out only as it
// was told, all of it or nothing. Never takes a row that it does not understand whole.
import { hashOf } from "../domain/canonical.ts";
import type { Link, LinkChange, LinkPlace } from "../domain/identity.ts";
import type { PersonKey } from "../domain/person.ts";
import type { LinkFile, LinkPlan, LinkRow, LinkRowProblem } from "../ports.ts";
import { hasPlace } from "./identities.ts";
import { type Spot, spotsIn, spotsNamed } from "./spots.ts";
import type { World } from "./world.ts";

const PAGE = 1_000;
/** One order is one row of the record, and D1 takes rows up to 2 MB. */
const MOST_CHANGES = 2_000;

type Here = Pick<World, "chance" | "clock" | "deployment" | "log" | "store" | "strategies">;

/** `by`: the token that it comes with. */
export const linkFile = (world: Here, by: PersonKey): LinkFile => ({
  page: (offset) => world.store.links({ kind: "everybody" }, offset, PAGE),
  plan: async (rows) => planOf(world, rows),
  async apply(rows, plan) {
    const now = await planOf(world, rows);
    if (now.problems.length > 0) return now;
    if (now.plan !== plan) return "changed_meanwhile";
    if (now.changes.length === 0) return now;
    const id = world.chance.id();
    const order = { id, by, at: world.clock.now(), source: "csv", changes: now.changes } as const;
    if ((await world.store.relink(order)) !== "placed") return "changed_meanwhile";
    world.log("identity.links.changed", { order: id, lines: now.changes.length });
    return now;
  },
});

async function everybody(world: Here): Promise<readonly Link[]> {
  const all: Link[] = [];
  for (;;) {
    const { links, total } = await world.store.links({ kind: "everybody" }, all.length, PAGE);
    all.push(...links);
    if (links.length === 0 || all.length >= total) return all;
  }
}

const keyOf = ({ person, realm, flow }: LinkPlace): string => JSON.stringify([person, realm, flow]);

async function planOf(world: Here, rows: readonly LinkRow[]): Promise<LinkPlan> {
  const links = await everybody(world);
  const known = new Map(links.map((link) => [keyOf(link), link]));
  const realms = new Set([...links.map(({ realm }) => realm), ...spotsIn(world).map(({ realm }) => realm)]);
  const changes = new Map<string, LinkChange>();
  const problems: LinkRowProblem[] = [];
  const seen = new Map<string, number>();
  for (const row of rows) {
    const say = (problem: string): void => void problems.push({ line: row.line, problem });
    const realm = realms.has(row.realm) ? row.realm : realmNamed(world, row.realm);
    if (!PERSON.test(row.person)) say("the person must be team and user id, such as T0123ABCD/U0123ABCD");
    else if (realm === null) say("there is no such realm, and no Target (or more than one) of that name");
    else {
      const place: LinkPlace = { person: row.person as PersonKey, realm, flow: row.flow };
      const first = seen.get(keyOf(place));
      if (first !== undefined) say(`says again what line ${first} says`);
      seen.set(keyOf(place), row.line);
      const change = changeFor(place, row.account, known.get(keyOf(place)) ?? null);
      const problem = change && problemWith(world, change);
      if (problem) say(problem);
      else if (change) changes.set(keyOf(place), change);
    }
  }
  if (changes.size > MOST_CHANGES)
    problems.push({ line: 0, problem: `would change ${changes.size} links; ${MOST_CHANGES} at once are the most` });
  const all = [...changes.values()];
  const is = (before: boolean, after: boolean): readonly LinkChange[] =>
    all.filter((change) => (change.before !== null) === before && (change.after !== null) === after);
  return {
    plan: hashOf(all),
    changes: all,
    added: is(false, true).length,
    changed: is(true, true).length,
    removed: is(true, false).length,
    unchanged: rows.length - all.length,
    problems,
  };
}

const PERSON = /^[TE][A-Z0-9]{2,31}\/[UW][A-Z0-9]{2,31}$/;

/** Of a Target by name, where all that are called so have the same accounts. */
function realmNamed(world: Here, name: string): string | null {
  const found = new Set(spotsNamed(world, name).map(({ realm }) => realm));
  return found.size === 1 ? ([...found][0] ?? null) : null;
}

/** Null: nothing to do. An account that is left empty is to go. */
function changeFor(place: LinkPlace, id: string, before: Link | null): LinkChange | null {
  if ((before?.account.id ?? "") === id) return null;
  return { ...place, before: before?.account ?? null, after: id === "" ? null : { id, label: id } };
}

function problemWith(world: Here, { realm, flow, after }: LinkChange): string | null {
  if (after === null) return null;
  if (flow !== "") return "what a Flow found by itself can only be removed; leave the flow empty to set it for all";
  const spot: Spot | undefined = spotsIn(world).find((one) => one.realm === realm);
  if (spot === undefined) return "no Target of this deployment has accounts of this realm";
  return hasPlace(spot, after.id) ? null : "the Target can have no such account";
}
