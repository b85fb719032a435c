// The embedded PostgreSQL as the playground uses it: started, set up, and asked who is a member of what and what they may
// really do. Only asks: every grant and every revoke in it is the bot's.
import { once } from "node:events";
import { Worker } from "node:worker_threads";
import postgres from "postgres";
import * as z from "zod";
import { asRole, firstSetUp, loginsToMake, rolesToMake, type Trial, whoIsIn } from "./database-setup.ts";

export interface Membership {
  readonly role: string;
  readonly login: string;
}

/** How a trial went: rolled back in any case. */
export interface Tried {
  readonly allowed: boolean;
  /** `3 rows`, or what the server said. */
  readonly detail: string;
}

export interface Database {
  /** How the bot connects. */
  readonly url: string;
  /** Makes the roles and logins that are not there yet. */
  add(roles: readonly string[], logins: readonly string[]): Promise<void>;
  memberships(roles: readonly string[]): Promise<readonly Membership[]>;
  attempt(login: string, trial: Trial): Promise<Tried>;
  close(): Promise<void>;
}

const CLOSE_LIMIT_MS = 3_000;

const started = z.object({ address: z.string() });
const members = z.array(z.object({ role: z.string(), login: z.string() }));

/** `directory`: where its files are, or are to be. `logins`: one for each person. */
export async function startDatabase(directory: string, logins: readonly string[]): Promise<Database> {
  const thread = new Worker(new URL("./database-thread.ts", import.meta.url), { workerData: { directory } });
  // Rejects with the thread's own error where it fails to start.
  const [message] = (await once(thread, "message")) as unknown[];
  const url = `postgres://sym@${started.parse(message).address}/orders`;
  const sql = postgres(url, { max: 1, prepare: false, fetch_types: false, onnotice: () => undefined });
  const run = async (statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await sql.unsafe(statement);
  };
  // One after the other: a trial is a transaction on the only connection.
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = last.then(work, work);
    last = done.catch(() => undefined);
    return done;
  };
  await run(firstSetUp(logins));

  return {
    url,
    add: (roles, more) => inTurn(() => run([...rolesToMake(roles), ...loginsToMake(more)])),
    // Everybody shares PGlite's one session, so a statement with parameters, which takes two steps, may lose its place.
    memberships: (roles) => inTurn(async () => members.parse([...(await sql.unsafe(whoIsIn(roles)))])),
    attempt: (login, { sql: statement }) =>
      inTurn(async () => {
        await sql.unsafe("begin");
        try {
          await sql.unsafe(asRole(login));
          const rows = await sql.unsafe(statement);
          return { allowed: true, detail: rows.length === 1 ? "1 row" : `${rows.length} rows` };
        } catch (error) {
          return { allowed: false, detail: error instanceof Error ? error.message : String(error) };
        } finally {
          await sql.unsafe("rollback");
        }
      }),
    async close() {
      await sql.end({ timeout: 1 });
      const ended = once(thread, "exit", { signal: AbortSignal.timeout(CLOSE_LIMIT_MS) });
      thread.postMessage("close");
      await ended.catch(() => thread.terminate());
    },
  };
}
