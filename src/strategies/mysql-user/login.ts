// One login at the server: what it looks like, how it is made and how it ends. Each change stands as soon as it is made, so that each
// leaves what the next attempt can go on from. Never touches a login that does not bear the mark of this very slot.
import * as z from "zod";
import { PermanentError, TransientError } from "../../ports.ts";
import { checkGrantable, look as lookAtRole, yes } from "../mysql/membership.ts";
import { granted } from "../mysql/membership-statements.ts";
import type { AccountName } from "../mysql/names.ts";
import type { Session } from "../mysql/session.ts";
import { endSessions, sessionsOf } from "../mysql/sessions.ts";
import {
  dropped,
  locked,
  made,
  markDropped,
  markMade,
  opened,
  look as question,
  RIGHTS,
  withPassword,
} from "./statements.ts";
import { noPassword } from "./verifier.ts";

/** The login as it is wanted. */
export interface Wanted extends AccountName {
  /** A role that this login has, and no other ever. */
  readonly mark: string;
  readonly role: string;
  readonly requireTls: boolean;
}

const lines = z.array(
  z.object({ user: z.string(), host: z.string(), is_ours: yes, has_its_name: yes, is_raised: yes }),
);
export type Login = z.output<typeof lines>[number];

export async function look(session: Session, wanted: Wanted): Promise<readonly Login[]> {
  if (session.kind !== "mariadb")
    throw new PermanentError("the server is MySQL, where Sym makes no logins: use mysql_role", { class: "impossible" });
  const read = lines.safeParse(await session.read(question(wanted, wanted.mark)));
  if (!read.success)
    throw new PermanentError("the server's tables of accounts are not of the form that Sym knows", { class: "bug" });
  return read.data;
}

/** Logins of this name that are somebody else's; so are their sessions. */
export const isOthers = ({ is_ours, has_its_name }: Login): boolean => has_its_name && !is_ours;

/** Does anything of this login still give access? */
export async function isThere(session: Session, wanted: Wanted, found: readonly Login[]): Promise<boolean> {
  if (found.some(({ is_ours }) => is_ours)) return true;
  return !found.some(isOthers) && (await sessionsOf(session, wanted.user)).length > 0;
}

/** The login of that name, which must be ours and nothing more than a login. */
function ours(found: readonly Login[], wanted: Wanted): Login | null {
  if (found.some((one) => one.is_ours && !(one.has_its_name && one.host === wanted.host)))
    throw new PermanentError("the login that Sym made was given another name at the server", { class: "impossible" });
  if (found.some(isOthers))
    throw new PermanentError("a login of this name is there that Sym did not make; it is left as it is", {
      class: "impossible",
    });
  const [named] = found;
  if (named?.is_raised)
    throw new PermanentError("somebody gave the login that Sym made powers over the server", { class: "impossible" });
  return named ?? null;
}

/** Makes it, or makes it whole again. A password that it has is kept. */
export async function give(session: Session, wanted: Wanted): Promise<void> {
  const before = ours(await look(session, wanted), wanted);
  const role = await lookAtRole(session, wanted);
  checkGrantable({ ...role, accountExists: true });
  if (before === null) {
    // One that was left over may be in the hands of a login that Sym had before.
    await session.prepare(markDropped(wanted.mark));
    await session.prepare(markMade(wanted.mark));
    await session.write(made(wanted, wanted.mark, noPassword(wanted.mark)));
  }
  await session.write(opened(wanted, wanted.requireTls));
  if (!role.isMember) await session.write(granted(wanted));
  if (!(await isComplete(session, wanted)))
    throw new TransientError("the login was changed under our hands", { effect: "unknown" });
}

async function isComplete(session: Session, wanted: Wanted): Promise<boolean> {
  return ours(await look(session, wanted), wanted) !== null && (await lookAtRole(session, wanted)).isMember;
}

const gone = (): PermanentError =>
  new PermanentError("there is no login at the server that a password could be set for");

export async function setPassword(session: Session, wanted: Wanted, verifier: string): Promise<void> {
  if (!(await isComplete(session, wanted))) throw gone();
  await session.write(withPassword(wanted, verifier));
  // An end that came in between wins.
  if (!(await isComplete(session, wanted))) throw gone();
}

/** First nobody can sign in any more, then whoever is there is put out, then the login goes, and its mark at the very end. */
export async function take(session: Session, wanted: Wanted): Promise<void> {
  const found = await look(session, wanted);
  for (const login of found.filter(({ is_ours }) => is_ours)) {
    await session.write(locked(login));
    await endSessions(session, login.user);
    await session.write(dropped(login));
  }
  // Also of a login that is gone, but for the sessions that it left.
  if (!found.some(isOthers)) await endSessions(session, wanted.user);
  if ((await look(session, wanted)).some(({ is_ours }) => is_ours))
    throw new TransientError("the server took the login away and still shows it", { effect: "unknown" });
  await session.prepare(markDropped(wanted.mark));
}

const rights = z.tuple([z.object({ may_make: yes, may_end_sessions: yes })]);

export async function checkRights(session: Session): Promise<void> {
  const read = rights.safeParse(await session.read(RIGHTS));
  if (!read.success)
    throw new PermanentError("the server's list of rights is not of the form that Sym knows", { class: "bug" });
  const [{ may_make, may_end_sessions }] = read.data;
  if (!may_make)
    throw new PermanentError("Sym's login lacks CREATE USER: it can neither make nor end logins", { class: "auth" });
  if (!may_end_sessions)
    throw new PermanentError("Sym's login lacks PROCESS or CONNECTION ADMIN: it cannot end sessions", {
      class: "auth",
    });
}
