// What people see of links and what admins do about them. A link that is set or removed is kept as an order, and touches no access
// that is there: a hold has its account for good. Never changes a link that is not as the admin's order found it.
import type { Account } from "../domain/access.ts";
import { hashOf } from "../domain/canonical.ts";
import type { Link, LinkChange } from "../domain/identity.ts";
import { type PersonFacts, type PersonKey, personKey } from "../domain/person.ts";
import { fullMember } from "../domain/policy.ts";
import { accepted, type LinkTrouble, type Result, refused } from "../domain/refusal.ts";
import type { LinkPage, LinkSet, LinkWish } from "../ports.ts";
import { slotOf } from "./asked-access.ts";
import { actorNow, adminNow, personNow } from "./facts.ts";
import { look } from "./look.ts";
import { type Spot, spotsNamed, targetNames } from "./spots.ts";
import type { World } from "./world.ts";

type Someone = { readonly userId: string; readonly teamId: string };

/** As many as one message shows. */
const PAGE_SIZE = 25;
/** One person's are few: one for each remote, and for each Flow that finds its own. */
const OF_ONE_PERSON = 200;
const ROUNDS = 2;

async function fromRecord<T>(work: () => Promise<Result<T>>): Promise<Result<T>> {
  const answer = await look(work);
  return answer === "unavailable" ? refused({ kind: "not_known_yet" }) : answer;
}

export async function ownLinks(world: World, someone: Someone): Promise<Result<LinkPage>> {
  const member = fullMember(await actorNow(world, someone));
  if (!member.ok) return member;
  const of = { kind: "person", person: member.value.key } as const;
  return fromRecord(async () => accepted(await world.store.links(of, 0, PAGE_SIZE)));
}

export async function listLinks(
  world: World,
  someone: Someone,
  of: string | null,
  page: number,
): Promise<Result<LinkPage & { pageSize: number }>> {
  const admin = await adminNow(world, someone);
  if (!admin.ok) return admin;
  const person = of === null ? null : await keyOf(world, of, admin.value);
  if (person?.ok === false) return person;
  const whose =
    person === null ? ({ kind: "everybody" } as const) : ({ kind: "person", person: person.value } as const);
  return fromRecord(async () => {
    const found = await world.store.links(whose, (page - 1) * PAGE_SIZE, PAGE_SIZE);
    return accepted({ ...found, pageSize: PAGE_SIZE });
  });
}

export async function setLink(
  world: World,
  someone: Someone,
  wish: LinkWish,
  sentAs: string,
): Promise<Result<LinkSet>> {
  const [admin, facts] = await Promise.all([adminNow(world, someone), personNow(world, wish.userId)]);
  if (!admin.ok) return admin;
  const spot = spotFor(world, wish);
  if (!spot.ok) return spot;
  const { account } = wish;
  if (account !== null) {
    const member = fullMember(facts);
    if (!member.ok) return member.refusal.kind === "lookup_unavailable" ? member : no("no_full_member");
  }
  const person = keyFrom(facts, wish.userId, admin.value);
  if (!person.ok) return person;
  const after = account === null ? null : { id: account, label: account };
  const id = hashOf(["link", admin.value, sentAs, person.value, spot.value.realm, account]).slice(0, 26);
  return fromRecord(() => order(world, { id, by: admin.value, person: person.value, realm: spot.value.realm, after }));
}

interface Wanted {
  readonly id: string;
  readonly by: PersonKey;
  readonly person: PersonKey;
  readonly realm: string;
  readonly after: Account | null;
}

async function order(world: World, { id, by, person, realm, after }: Wanted): Promise<Result<LinkSet>> {
  for (let round = 0; round < ROUNDS; round++) {
    const { links } = await world.store.links({ kind: "person", person }, 0, OF_ONE_PERSON);
    const own = links.filter((link) => link.realm === realm);
    const changes = after === null ? own.map(removal) : setting(own, { person, realm, flow: "" }, after);
    if (after === null && changes.length === 0) return no("nothing_linked");
    const at = world.clock.now();
    const done = changes.length === 0 ? "known" : await world.store.relink({ id, by, at, source: "admin", changes });
    if (done === "conflict") continue;
    if (done === "placed") world.log("identity.links.changed", { order: id, lines: changes.length });
    const same = after && (await world.store.links({ kind: "account", realm, account: after }, 0, PAGE_SIZE)).links;
    const shared = (same ?? []).map((link) => link.person).filter((other) => other !== person);
    return accepted({ realm, changed: done === "placed", shared: [...new Set(shared)] });
  }
  return no("changed_meanwhile");
}

const removal = ({ person, realm, flow, account }: Link): LinkChange => ({
  person,
  realm,
  flow,
  before: account,
  after: null,
});

/** Nothing where people have said just that before. */
function setting(own: readonly Link[], place: Omit<LinkChange, "before" | "after">, after: Account): LinkChange[] {
  const known = own.find(({ flow }) => flow === place.flow);
  const isSaid = known?.source !== "found" && known?.account.id === after.id;
  return isSaid ? [] : [{ ...place, before: known?.account ?? null, after }];
}

const no = (why: LinkTrouble, names: readonly string[] = []) => refused({ kind: "link_refused", why, names });

/** One realm, also where several Targets lead there. */
function spotFor(world: World, { target, account }: LinkWish): Result<Spot> {
  const spots = spotsNamed(world, target);
  const [spot] = spots;
  if (spot === undefined) return no("no_such_target", targetNames(world));
  if (new Set(spots.map(({ realm }) => realm)).size > 1)
    return no("unclear_target", [...new Set(spots.map(({ name }) => name))].sort());
  return account === null || hasPlace(spot, account) ? accepted(spot) : no("no_place");
}

const ACCOUNT_MAX = 200;

/** Where the strategy takes it, people can see all of it, and the record and a table give it back as it is. */
export const hasPlace = ({ strategy, target }: Spot, id: string): boolean =>
  id.length > 0 &&
  id.length <= ACCOUNT_MAX &&
  id.trim() === id &&
  !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(id) &&
  slotOf(strategy, target, { id, label: id }) !== null;

const keyOf = async (world: World, userId: string, admin: PersonKey): Promise<Result<PersonKey>> =>
  keyFrom(await personNow(world, userId), userId, admin);

/** Of somebody whom Slack does not know any more, the key that they had where the admin is. */
function keyFrom(facts: PersonFacts | "unavailable", userId: string, admin: PersonKey): Result<PersonKey> {
  if (facts === "unavailable") return refused({ kind: "lookup_unavailable", what: "person" });
  return accepted(facts.stranger ? personKey(admin.slice(0, admin.lastIndexOf("/")), userId) : facts.key);
}
