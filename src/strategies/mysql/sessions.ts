// The open sessions of a user name, and their end. Sessions know the name that they signed in with, not the host of the account:
// whoever has two accounts of one name is put out of both. Never ends a session of anybody else's.
import * as z from "zod";
import { PermanentError, TransientError } from "../../ports.ts";
import { hexOf } from "./names.ts";
import type { Session } from "./session.ts";
import { CODES } from "./trouble.ts";

const ids = z.array(z.object({ id: z.string().regex(/^\d{1,20}$/) }));

/** One that was told to end takes no statement any more, though it may still be at rolling back. */
const ofUser = (user: string): string => `
select cast(id as char) as id from information_schema.processlist
where hex(user) = '${hexOf(user)}' and id <> connection_id() and command <> 'Killed'
limit 1000`;

/** How often sessions are told to end before the next attempt has to, and how long the server waits in between. */
const ROUNDS = 5;
const PAUSE = "do sleep(0.1)";

export async function sessionsOf(session: Session, user: string): Promise<readonly string[]> {
  const read = ids.safeParse(await session.read(ofUser(user)));
  if (!read.success)
    throw new PermanentError("the server's list of sessions is not of the form that Sym knows", { class: "bug" });
  return read.data.map(({ id }) => id);
}

/** Tells every one to end, and looks until none is left. */
export async function endSessions(session: Session, user: string): Promise<void> {
  for (let round = 0; ; round += 1) {
    const open = await sessionsOf(session, user);
    if (open.length === 0) return;
    if (round === ROUNDS) throw new TransientError("sessions of the account go on", { effect: "unknown" });
    if (round > 0) await session.prepare(PAUSE);
    for (const id of open) await session.write(`kill connection ${id}`, CODES.alreadyGone);
  }
}
