// One login at the server: what it looks like, how it is made and how it ends, inside transactions that look again before
// they are committed. Never touches a login that does not bear the mark of this very slot.
import * as z from "zod";
import { PermanentError, TransientError } from "../../ports.ts";
import { membership } from "../postgres/names.ts";
import type { Session, Transaction } from "../postgres/session.ts";
import {
  ACTING,
  becoming,
  DEPENDENTS,
  disabled,
  disabledOver,
  dropped,
  END_SESSIONS,
  enabled,
  handedOver,
  LOOK,
  made,
  noLonger,
  ROLES,
  validUntil,
} from "./statements.ts";

/** The login as it is wanted. `until`: when the server itself refuses its password; absent: nobody knows. */
export interface Wanted {
  readonly login: string;
  readonly mark: string;
  readonly roles: readonly string[];
  readonly ownedBy: string | undefined;
  readonly until: number | undefined;
}

const line = z.object({
  per_grantor: z.boolean(),
  oid: z.string(),
  name: z.string(),
  is_ours: z.boolean(),
  can_log_in: z.boolean(),
  valid_until: z.string().nullable(),
  is_raised: z.boolean(),
  roles: z.string().transform((text) => z.array(z.string()).parse(JSON.parse(text))),
  sessions: z.number(),
});
export type Login = z.output<typeof line>;

const unreadable = (): PermanentError =>
  new PermanentError("the database's catalogue is not of the form that Sym knows", { class: "bug" });

export async function look(transaction: Transaction, { login, mark }: Wanted): Promise<readonly Login[]> {
  const read = z.array(line).safeParse(await transaction.read(LOOK, [login, mark]));
  if (!read.success) throw unreadable();
  return read.data;
}

/** Does anything of this login still give access? Names of others that are granted to it by others are not Sym's to judge. */
export const isThere = ({ is_ours, can_log_in, roles, sessions }: Login): boolean =>
  is_ours && (can_log_in || roles.length > 0 || sessions > 0);

export const isComplete = (found: Login, wanted: Wanted): boolean =>
  found.can_log_in && wanted.roles.every((role) => found.roles.includes(role));

/** The login of that name, which must be ours and nothing more than a login. */
export function ours(found: readonly Login[], wanted: Wanted): Login | null {
  if (found.some((one) => one.is_ours && one.name !== wanted.login))
    throw new PermanentError("the login that Sym made was given another name at the server", { class: "impossible" });
  const [named] = found;
  if (named === undefined) return null;
  if (!named.is_ours)
    throw new PermanentError("a login of this name is there that Sym did not make; it is left as it is", {
      class: "impossible",
    });
  if (named.is_raised)
    throw new PermanentError("somebody gave the login that Sym made powers over the server", { class: "impossible" });
  return named;
}

/** Makes it, or makes it whole again. A password that it has is kept, unless it was disabled. */
export async function give(transaction: Transaction, wanted: Wanted): Promise<void> {
  await checkRoles(transaction, wanted.roles);
  const there = ours(await look(transaction, wanted), wanted);
  if (there === null) for (const text of made(wanted.login, wanted.mark, wanted.until)) await transaction.write(text);
  else if (!there.can_log_in) await transaction.write(enabled(wanted.login, wanted.until));
  else if (!isTold(there, wanted)) await transaction.write(validUntil(wanted.login, wanted.until));
  const now = ours(await look(transaction, wanted), wanted);
  for (const roleName of wanted.roles)
    if (now !== null && !now.roles.includes(roleName))
      await transaction.write(membership("grant", { roleName, loginName: wanted.login, perGrantor: now.per_grantor }));
  const after = ours(await look(transaction, wanted), wanted);
  if (after === null || !isComplete(after, wanted) || !isTold(after, wanted))
    throw new TransientError("the login was changed under our hands", { effect: "no" });
}

/** Without an end to tell, the one that it has stands. */
const isTold = ({ valid_until }: Login, { until }: Wanted): boolean =>
  until === undefined || valid_until === String(until);

const role = z.object({ name: z.string(), is_there: z.boolean(), is_too_powerful: z.boolean() });

/** Refuses to hand out what no Flow may. An end asks none of this. */
async function checkRoles(transaction: Transaction, roles: readonly string[]): Promise<void> {
  const read = z.array(role).safeParse(await transaction.read(ROLES, [JSON.stringify(roles)]));
  if (!read.success) throw unreadable();
  if (read.data.length < roles.length || read.data.some((one) => !one.is_there))
    throw new PermanentError("a role that the login should be a member of does not exist in the database");
  if (read.data.some((one) => one.is_too_powerful || one.name.startsWith("pg_")))
    throw new PermanentError(
      "a role is, or can become, a superuser, a maker of roles, a replica or the server's own account",
      { class: "impossible" },
    );
}

/** How often sessions are told to end before the next attempt has to. */
const ROUNDS = 3;

/**
 * First nobody can sign in any more, then whoever is there is put out, then the login itself goes. Each is committed before
 * the next begins: whoever dies in between has taken more away, never less.
 */
export async function take({ transaction }: Session, wanted: Wanted): Promise<void> {
  const mine = async (inside: Transaction) => (await look(inside, wanted)).filter((one) => one.is_ours);
  const left = await disable(transaction, mine);
  for (const one of left) {
    for (let round = 0; await transaction(async (inside) => (await mine(inside)).some((now) => now.sessions > 0)); ) {
      if (round++ === ROUNDS) throw new TransientError("sessions of the login go on", { effect: "unknown" });
      await transaction((inside) => endSessions(inside, one));
    }
    await clearAway(transaction, one, wanted.ownedBy);
  }
}

type Mine = (inside: Transaction) => Promise<readonly Login[]>;

/**
 * Whoever has the login may change its password, and by a transaction that they leave open keep everybody else from changing it.
 * Then the roles, which are not theirs to lock, go first, and their sessions before the login.
 */
async function disable(transaction: Session["transaction"], mine: Mine): Promise<readonly Login[]> {
  const isOpen = ({ can_log_in, roles }: Login): boolean => can_log_in || roles.length > 0;
  const once = (shut: (inside: Transaction, one: Login) => Promise<void>): Promise<readonly Login[]> =>
    transaction(async (inside) => {
      for (const one of await mine(inside)) if (isOpen(one)) await shut(inside, one);
      const after = await mine(inside);
      if (after.some(isOpen)) throw new TransientError("the login was changed under our hands", { effect: "no" });
      return after;
    });
  try {
    return await once(async (inside, one) => {
      await inside.write(disabled(one.name));
      await withoutRoles(inside, one);
    });
  } catch (error) {
    if (!isInUse(error)) throw error;
    await transaction(async (inside) => {
      for (const one of await mine(inside)) await withoutRoles(inside, one);
    });
    return await once(async (inside, one) => {
      await inside.write(disabledOver(one.name, one.oid));
      await withoutRoles(inside, one);
    });
  }
}

async function withoutRoles(inside: Transaction, { name, roles, per_grantor }: Login): Promise<void> {
  for (const roleName of roles)
    await inside.write(membership("revoke", { roleName, loginName: name, perGrantor: per_grantor }));
}

async function endSessions(inside: Transaction, { name, oid }: Login): Promise<void> {
  for (const text of becoming(name)) await inside.write(text);
  await inside.read(END_SESSIONS, [oid]);
  for (const text of noLonger(name)) await inside.write(text);
}

const counted = z.tuple([z.record(z.string(), z.number())]);

async function none(inside: Transaction, counting: string, oid: string): Promise<boolean> {
  const read = counted.safeParse(await inside.read(counting, [oid]));
  if (!read.success) throw unreadable();
  return Object.values(read.data[0]).every((count) => count === 0);
}

/**
 * Drops it, once nothing is its own any more. What the server refuses here holds up no end: the login gives no access, and
 * stays as it is. Data is never dropped.
 */
async function clearAway(
  transaction: Session["transaction"],
  { name, oid }: Login,
  ownedBy: string | undefined,
): Promise<void> {
  const isFree = (inside: Transaction): Promise<boolean> => none(inside, DEPENDENTS, oid);
  const attempt = (work: (inside: Transaction) => Promise<void>): Promise<void> =>
    transaction(work).catch((error: unknown) => {
      if (!isRefusal(error)) throw error;
    });
  if (ownedBy !== undefined && !(await transaction(isFree)))
    await attempt(async (inside) => {
      // What runs with its owner's rights would from then on run with those of the new one.
      if (await none(inside, ACTING, oid)) for (const text of handedOver(name, ownedBy)) await inside.write(text);
    });
  await attempt(async (inside) => {
    if (await isFree(inside)) await inside.write(dropped(name));
  });
}

/** Rights that are missing, objects that depend on it, memberships in a circle, a role that is not there: no outage. */
const isRefusal = (error: unknown): boolean => saysOneOf(error, /^(?:42501|2BP01|0LP01|42704)$/);

/** Locked for too long, or changed by somebody else in the same moment. */
const isInUse = (error: unknown): boolean => saysOneOf(error, /^(?:55P03|57014|40P01|XX000)$/);

const saysOneOf = (error: unknown, states: RegExp): boolean =>
  error instanceof Error && "code" in error && states.test(String(error.code));
