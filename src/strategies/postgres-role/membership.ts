// What one role membership looks like at the server, and the two changes to it, inside one transaction each: look, change,
// look again, and only then commit. Never touches a membership that another grantor gave, where the server tells them apart.
import * as z from "zod";
import { PermanentError, TransientError } from "../../ports.ts";
import { isRoleName, membership } from "../postgres/names.ts";
import type { Transaction } from "../postgres/session.ts";
import { whenceAre } from "../postgres/which-server.ts";
import { LOOK } from "./statements.ts";

/** The role and the login as they are asked for: by name, and by the server's ids and its own where they were learnt. */
export interface Slot {
  readonly role: string;
  readonly login: string;
  readonly ids: Readonly<Record<string, string>>;
}

const line = z.object({
  per_grantor: z.boolean(),
  role_oid: z.string().nullable(),
  role_name: z.string().nullable(),
  login_oid: z.string().nullable(),
  login_name: z.string().nullable(),
  ours: z.boolean(),
  by_others: z.boolean(),
  through_others: z.boolean(),
  login_is_superuser: z.boolean(),
  login_can_log_in: z.boolean(),
  login_is_us: z.boolean(),
  role_is_too_powerful: z.boolean(),
});
type Line = z.output<typeof line>;
/** A role and a login that both exist. */
export interface Pair extends Line {
  readonly role_oid: string;
  readonly role_name: string;
  readonly login_oid: string;
  readonly login_name: string;
}

/** What there is for the slot: by name, and by ids of this very server. Usually one pair; a rename can make it more. */
export async function look(
  transaction: Transaction,
  slot: Slot,
): Promise<{ lines: readonly Line[]; pairs: readonly Pair[] }> {
  const here = (await whenceAre(slot.ids, transaction)) === "this_server";
  return lookFor(transaction, here ? slot : { ...slot, ids: {} });
}

async function lookFor(
  transaction: Transaction,
  slot: Slot,
): Promise<{ lines: readonly Line[]; pairs: readonly Pair[] }> {
  const spelt = (name: string): string => (isRoleName(name) ? name : "");
  const parameters = [spelt(slot.role), slot.ids["role"] ?? "", spelt(slot.login), slot.ids["login"] ?? ""];
  const read = z.array(line).safeParse(await transaction.read(LOOK, parameters));
  if (!read.success)
    throw new PermanentError("the database's catalogue is not of the form that Sym knows", { class: "bug" });
  return { lines: read.data, pairs: read.data.filter(isPair) };
}

const isPair = (found: Line): found is Pair =>
  found.role_oid !== null && found.role_name !== null && found.login_oid !== null && found.login_name !== null;

/** The pair that carries exactly these names. */
export const named = (pairs: readonly Pair[], slot: Slot): Pair | undefined =>
  pairs.find((pair) => pair.role_name === slot.role && pair.login_name === slot.login);

export async function add(transaction: Transaction, slot: Slot): Promise<void> {
  const { lines, pairs } = await lookFor(transaction, { ...slot, ids: {} });
  // Of another server they say nothing. Where nobody tells, a difference counts: whoever is not added can ask again.
  const comparable = (await whenceAre(slot.ids, transaction)) !== "another_server";
  const pair = grantable(lines, pairs, comparable ? slot : { ...slot, ids: {} });
  if (pair.ours) return;
  await change(transaction, "grant", pair);
  if (!named((await lookFor(transaction, { ...slot, ids: {} })).pairs, slot)?.ours)
    throw new TransientError("the role changed its name under our hands", { effect: "no" });
}

/** Whatever the slot may mean: by name, and by the ids that this very server gave the role and the login. */
export async function remove(transaction: Transaction, slot: Slot): Promise<readonly Pair[]> {
  const { pairs } = await look(transaction, slot);
  for (const pair of pairs) if (pair.ours) await change(transaction, "revoke", pair);
  const after = pairs.some((pair) => pair.ours) ? (await look(transaction, slot)).pairs : pairs;
  if (after.some((pair) => pair.ours))
    throw new TransientError("the role changed its name under our hands", { effect: "no" });
  return after;
}

const change = (transaction: Transaction, verb: "grant" | "revoke", pair: Pair): Promise<void> =>
  transaction.write(
    membership(verb, { roleName: pair.role_name, loginName: pair.login_name, perGrantor: pair.per_grantor }),
  );

/** Refuses to add what no Flow may hand out. An end asks none of this. */
function grantable(lines: readonly Line[], pairs: readonly Pair[], slot: Slot): Pair {
  if (!lines.some((found) => found.role_name === slot.role))
    throw new PermanentError("the role does not exist in the database");
  if (!lines.some((found) => found.login_name === slot.login))
    throw new PermanentError("the person's login role does not exist in the database");
  const pair = named(pairs, slot);
  if (
    !pair ||
    (slot.ids["role"] ?? pair.role_oid) !== pair.role_oid ||
    (slot.ids["login"] ?? pair.login_oid) !== pair.login_oid
  )
    throw new PermanentError("the role or the login was replaced by another of the same name");
  if (pair.role_name.startsWith("pg_") || pair.role_is_too_powerful)
    throw new PermanentError(
      "the role is, or can become, a superuser, a maker of roles, a replica or the server's own account",
      { class: "impossible" },
    );
  if (pair.login_name.startsWith("pg_") || !pair.login_can_log_in)
    throw new PermanentError("the person's account is a group, not a login role", { class: "impossible" });
  if (pair.login_is_us) throw new PermanentError("the person's account is Sym's own login", { class: "impossible" });
  return pair;
}
