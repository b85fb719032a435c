// What `/sym list` and the Home tab show: one's own requests, and for admins whose end is overdue. Changes nothing.
import { type PersonKey, personKey } from "../domain/person.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import type { Listing } from "../ports.ts";
import { adminNow, keyNow } from "./facts.ts";
import { look } from "./look.ts";
import type { World } from "./world.ts";

export async function list(
  world: World,
  person: { readonly userId: string; readonly teamId: string },
): Promise<Result<Listing>> {
  const overdue = overdueFor(world, person);
  const plain = personKey(person.teamId, person.userId);
  const listFor = (key: PersonKey) => look(() => world.store.listFor(key, 5));
  let mine = await listFor(plain);
  if (mine !== "unavailable" && mine.lines.length + mine.unreadable === 0) {
    const key = await keyNow(world, person);
    if (key !== plain) mine = await listFor(key);
  }
  const stuck = await overdue;
  if (mine === "unavailable" || stuck === "unavailable") return refused({ kind: "not_known_yet" });
  return accepted({ ...mine, overdue: stuck });
}

/** For admins: whose end is overdue, and whose was closed by hand. Nobody else is asked about, or told. */
async function overdueFor(
  world: World,
  person: { readonly userId: string; readonly teamId: string },
): Promise<Listing["overdue"] | "unavailable"> {
  const { people, usergroup } = world.deployment.admins;
  if (usergroup === null && !people.includes(person.userId)) return null;
  if (!(await adminNow(world, person)).ok) return null;
  return look(() => world.store.overdue(world.clock.now(), OVERDUE_SHOWN));
}
const OVERDUE_SHOWN = 10;
