// One conversation with the server: one connection, one transaction at a time, time limits inside it, and nothing left
// behind, neither a connection nor a session setting, because the next caller may be given the same session.
import postgres from "postgres";
import { TransientError } from "../../ports.ts";
import { untilAborted } from "../abort.ts";
import type { Connect, DriverSocket } from "../driver-socket.ts";
import { connectionUrl } from "./connection-url.ts";
import { open } from "./socket.ts";
import { type Progress, troubleOf } from "./trouble.ts";

export type Row = Readonly<Record<string, unknown>>;

/** What the statements of a transaction are said through. */
export interface Transaction {
  /** `$1`, `$2`... in the text stand for the parameters, which the server never takes for SQL. */
  read(text: string, parameters: readonly string[]): Promise<readonly Row[]>;
  /** A statement that changes something. */
  write(text: string): Promise<void>;
}

export interface Session {
  transaction<T>(work: (transaction: Transaction) => Promise<T>): Promise<T>;
}

/** Where the server is and how it is reached; `url`: the value of the secret. */
export interface Reach {
  readonly connect: Connect;
  readonly url: string;
  readonly signal: AbortSignal;
  /** The rights that Sym's login must have, in words for whoever has to give them. */
  readonly needs: string;
}

/** Limits are local to the transaction. Names are looked up in PostgreSQL's own catalogue only, each time as it is then. */
const BEGIN = `begin isolation level read committed;
set local search_path = pg_catalog;
set local statement_timeout = '8s';
set local lock_timeout = '4s';
set local idle_in_transaction_session_timeout = '30s'`;

/** Throws `TransientError` and `PermanentError` only, none of which holds a word of the driver's or the server's. */
export async function withSession<T>(
  { connect, url, signal, needs }: Reach,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const to = connectionUrl(url);
  let socket: DriverSocket | null = null;
  let opened = false;
  let progress: Progress = "nothing_sent";
  const openOnce = async (): Promise<DriverSocket> => {
    if (opened) throw new TransientError("the connection to the database closed", { effect: "no" });
    opened = true;
    socket = await open(connect, to, signal);
    return socket;
  };
  const late = (): Error =>
    new TransientError("the database did not answer in time", {
      effect: progress === "nothing_sent" ? "no" : "unknown",
    });
  if (signal.aborted) throw late();
  const sql = postgres(driverOptions(to, openOnce));
  const session: Session = {
    async transaction(inside) {
      await sql.unsafe(BEGIN);
      try {
        const result = await inside({
          read: async (text, parameters) => (await sql.unsafe(text, [...parameters])) as readonly Row[],
          write: async (text) => {
            progress = "sent";
            await sql.unsafe(text);
          },
        });
        await sql.unsafe("commit");
        if (progress === "sent") progress = "committed";
        return result;
      } catch (error) {
        // Where the connection is gone, the server rolls back by itself.
        await sql.unsafe("rollback").catch(() => undefined);
        throw error;
      }
    },
  };
  try {
    const result = await untilAborted(signal, work(session), late);
    // Says goodbye to the server, but waits for nobody.
    await sql.end({ timeout: 1 });
    return result;
  } catch (error) {
    throw troubleOf(error, progress, needs);
  } finally {
    closeNow(socket);
    void sql.end({ timeout: 0 });
  }
}

// A function of its own: the compiler does not see that the socket is set from inside the driver.
function closeNow(socket: DriverSocket | null): void {
  socket?.destroy();
}

type DriverOptions = postgres.Options<Record<string, never>> & { readonly socket: () => Promise<DriverSocket> };

function driverOptions(to: ReturnType<typeof connectionUrl>, socket: () => Promise<DriverSocket>): DriverOptions {
  return {
    host: to.hostname,
    port: to.port,
    database: to.database,
    username: to.username,
    password: to.password,
    socket,
    // TLS is done in the socket.
    ssl: false,
    max: 1,
    prepare: false,
    fetch_types: false,
    connect_timeout: 10,
    connection: { application_name: "sym" },
    // The default prints the server's words.
    onnotice: () => undefined,
  };
}
