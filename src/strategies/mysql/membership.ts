// What one role membership looks like at the server, and the two changes to it: look, change, look again. Never grants where the
// account or the role is not listed, and never takes the server's word for a change.
import * as z from "zod";
import { PermanentError, TransientError } from "../../ports.ts";
import { granted, look as question, revoked, rights, type Slot } from "./membership-statements.ts";
import { isName } from "./names.ts";
import type { Session } from "./session.ts";
import { CODES } from "./trouble.ts";

/** A condition, as servers answer it. */
export const yes = z.union([z.literal(0), z.literal(1)]).transform((bit) => bit === 1);

const seen = z.tuple([
  z.object({
    role_exists: yes,
    account_exists: yes,
    name_is_known: yes,
    is_member: yes,
    through_others: yes,
    mandatory: z.string(),
    account_is_us: yes,
    account_is_raised: yes,
    role_is_too_powerful: yes,
  }),
]);

/** What the server says of a slot. */
export interface Seen {
  readonly roleExists: boolean;
  readonly accountExists: boolean;
  readonly isMember: boolean;
  /** Access that neither came from Sym nor ends with it, in words for the record. */
  readonly inherited: string | null;
  readonly isUs: boolean;
  /** Are the sessions of this name those of the account, or of one that was dropped, and of no other person's? */
  readonly hasItsName: boolean;
  readonly isTooPowerful: boolean;
}

const NOBODY: Seen = {
  roleExists: true,
  accountExists: false,
  isMember: false,
  inherited: null,
  isUs: false,
  hasItsName: false,
  isTooPowerful: false,
};

const unreadable = (): PermanentError =>
  new PermanentError("the server's tables of accounts are not of the form that Sym knows", { class: "bug" });

export async function look(session: Session, slot: Slot): Promise<Seen> {
  // No server has an account of such a name.
  if (!isName(slot.user)) return NOBODY;
  const read = seen.safeParse(await session.read(question(session.kind, slot)));
  if (!read.success) throw unreadable();
  const [row] = read.data;
  const everybodys = mandatory(row.mandatory).includes(slot.role);
  return {
    roleExists: row.role_exists,
    accountExists: row.account_exists,
    isMember: row.is_member,
    inherited: row.account_is_raised
      ? "may change everybody's rights"
      : everybodys
        ? "everybody has the role"
        : row.through_others
          ? "through another role"
          : null,
    isUs: row.account_is_us,
    hasItsName: row.account_exists || !row.name_is_known,
    isTooPowerful: row.role_is_too_powerful,
  };
}

/** `a`@`%`,b: names of roles, with or without a host and marks of quotation. */
const mandatory = (list: string): readonly string[] =>
  list.split(",").map((one) =>
    one
      .trim()
      .replace(/@[^@]*$/, "")
      .replace(/^[`'"]|[`'"]$/g, ""),
  );

export async function add(session: Session, slot: Slot): Promise<void> {
  const before = await look(session, slot);
  checkGrantable(before);
  if (before.isMember) return;
  await session.write(granted(slot));
  if (!(await look(session, slot)).isMember)
    throw new TransientError("the server took the role and does not show it", { effect: "unknown" });
}

/** What is there afterwards. */
export async function remove(session: Session, slot: Slot): Promise<Seen> {
  const before = await look(session, slot);
  if (!before.isMember) return before;
  await session.write(revoked(slot), CODES.notGranted);
  const after = await look(session, slot);
  if (after.isMember)
    throw new TransientError("the server took the role away and still shows it", { effect: "unknown" });
  return after;
}

/** Refuses to add what no Flow may hand out. An end asks none of this. */
export function checkGrantable({ roleExists, accountExists, isUs, isTooPowerful }: Seen): void {
  if (!roleExists) throw new PermanentError("the role does not exist at the database server");
  if (!accountExists) throw new PermanentError("the person's account does not exist at the database server");
  if (isUs) throw new PermanentError("the person's account is Sym's own login", { class: "impossible" });
  if (isTooPowerful)
    throw new PermanentError(
      "the role can change the server's own accounts, or may do more than read on all of the server",
      {
        class: "impossible",
      },
    );
}

const told = z.tuple([z.object({ may_administer: yes, may_end_sessions: yes })]);

/** Whether Sym's login may hand out the role and take it back. Changes nothing. */
export async function checkRights(
  session: Session,
  slot: Slot,
  { endSessions }: { readonly endSessions: boolean },
): Promise<void> {
  const { roleExists } = await look(session, slot);
  const read = told.safeParse(await session.read(rights(session.kind, slot.role)));
  if (!read.success) throw unreadable();
  const [{ may_administer, may_end_sessions }] = read.data;
  if (!roleExists) throw new PermanentError("the role does not exist at the database server");
  if (!may_administer)
    throw new PermanentError("Sym's login lacks ADMIN OPTION on the role: it can neither give nor take it", {
      class: "auth",
    });
  if (endSessions && !may_end_sessions)
    throw new PermanentError("Sym's login lacks PROCESS or CONNECTION ADMIN: it cannot end sessions", {
      class: "auth",
    });
}
