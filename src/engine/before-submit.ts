// What the record says before somebody asks, read while Slack is still asked who that is: by the person and the Target then, and
// by the slot once it is known where that is not enough. Whatever was read ahead is judged again in the batch that writes.
import type { Access } from "../domain/access.ts";
import { type PersonKey, personKey } from "../domain/person.ts";
import type { Request } from "../domain/request.ts";
import type { Among, Ask, RequestLine, Store } from "../ports.ts";
import { look } from "./look.ts";
import type { World } from "./world.ts";

const DAY_MS = 24 * 3_600_000;

/** What is about to be a request; `tried`: somebody has tried to write it, so that it may be there whatever was answered. */
export interface Draft {
  readonly id: string;
  readonly sentAt: number;
  tried: boolean;
}

type Answer = Awaited<ReturnType<Store["beforeSubmit"]>>;

/** An answer of the record, with what it was asked of. */
export interface Before extends Answer {
  readonly requester: PersonKey;
  /** From when on requests count as recent; epoch milliseconds. */
  readonly since: number;
}

type Seek = NonNullable<Parameters<Store["beforeSubmit"]>[0]["seek"]>;
type Reading = Promise<Before | "unavailable">;

/** For whom Slack's payload names; who that is in this organisation is known only later. */
export const readAhead = (world: World, ask: Ask, draft: Draft, realm: string | null): Reading => {
  const among = ask.target === null ? null : { target: ask.target };
  // Whether somebody else has the account is asked by the batch: it is not known yet.
  const seek = realm === null ? null : { realm, account: null };
  return read(world, ask, draft, personKey(ask.teamId, ask.userId), among, seek);
};

export const readAgain = (
  world: World,
  ask: Ask,
  draft: Draft,
  requester: PersonKey,
  access: Access | null,
  seek: Seek | null,
): Reading => read(world, ask, draft, requester, access && { key: access.key, level: access.level }, seek);

/** Is it about this person, and whole? Without the record nothing is read a second time: somebody waits. */
export const fits = (ahead: Before | "unavailable", requester: PersonKey): boolean =>
  ahead === "unavailable" || (ahead.requester === requester && ahead.unreadable === 0);

/**
 * The request for the same that waits already, and those that have the access or are about to; `holders` counts, too, those
 * that are losing it. In a slot that others share, more may be there than was read ahead: the batch counts, too.
 */
export function standing(
  { waiting, holding }: Before,
  access: Access | null,
): { duplicate: RequestLine | null; held: readonly Request[]; holders: number } {
  const inSlot = (request: Request): boolean => access !== null && request.access?.key === access.key;
  const same = ({ request }: RequestLine): boolean => inSlot(request) && request.access?.level === access?.level;
  const holders = holding.filter(inSlot);
  return {
    duplicate: waiting.find(same) ?? null,
    held: holders.filter(({ state }) => state !== "revoking"),
    holders: holders.length,
  };
}

function read(
  world: World,
  ask: Ask,
  draft: Draft,
  requester: PersonKey,
  among: Among | null,
  seek: Seek | null,
): Reading {
  const { teamId, viewId, target } = ask;
  const since = world.clock.now() - DAY_MS;
  return look(async () => {
    const version = ask.flow.hash;
    const sent = { at: draft.sentAt, target };
    const asked = { teamId, viewId, version, among, requester, since, sent };
    const answer = await world.store.beforeSubmit(seek === null ? asked : { ...asked, seek });
    return { ...answer, requester, since };
  });
}
