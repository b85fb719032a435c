// One conversation with the server: one connection, one statement at a time, and no connection left behind. MySQL and MariaDB commit
// each change of accounts and roles by itself: there is no transaction to take one back.
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import { untilAborted } from "../abort.ts";
import type { DatabaseUrl } from "../database-url.ts";
import type { Connect, DriverSocket } from "../driver-socket.ts";
import { connectionUrl } from "./connection-url.ts";
import { open } from "./socket.ts";
import { codeOf, isRefusal, type Progress, troubleOf } from "./trouble.ts";
import type { DriverConnection } from "./wire.ts";

export type Row = Readonly<Record<string, unknown>>;

/** Both speak one protocol; of roles each has an idea of its own. */
export type Kind = "mariadb" | "mysql";

export interface Session {
  readonly kind: Kind;
  /** Names of others reach a question in hexadecimal digits alone. */
  read(text: string): Promise<readonly Row[]>;
  /** A statement that gives nobody anything and takes nothing from anybody. */
  prepare(text: string): Promise<void>;
  /** A statement that changes something. `gone`: an error of the server's that says that there is nothing left to change. */
  write(text: string, gone?: number): Promise<void>;
}

/** Where the server is and how it is reached; `url`: the value of the secret. */
export interface Reach extends Pick<StrategyContext, "signal"> {
  readonly connect: Connect;
  readonly url: string;
  /** The rights that Sym's login must have, in words for whoever has to give them. */
  readonly needs: string;
}

/** No statement waits for long, and no statement of MariaDB's makes an account that is not there. */
const LIMITS: Readonly<Record<Kind, string>> = {
  mariadb:
    "set session sql_mode = 'STRICT_ALL_TABLES,NO_AUTO_CREATE_USER', lock_wait_timeout = 4, innodb_lock_wait_timeout = 4, max_statement_time = 8",
  mysql: "set session sql_mode = 'STRICT_ALL_TABLES', lock_wait_timeout = 4, innodb_lock_wait_timeout = 4",
};

/** Says goodbye: COM_QUIT. */
const QUIT = Uint8Array.of(1, 0, 0, 0, 1);

/** Throws `TransientError` and `PermanentError` only, none of which holds a word of the driver's or the server's. */
export async function withSession<T>(
  { connect, url, signal, needs }: Reach,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const to = connectionUrl(url);
  // Read at the first call: a deployment without such a Target does not pay for it at its start.
  const wire = await import("./wire.ts");
  let progress: Progress = "nothing_sent";
  let signedIn = false;
  let socket: DriverSocket | null = null;
  const late = (): Error => new TransientError("the database did not answer in time", { effect: "no" });
  const say = (connection: DriverConnection, text: string): Promise<readonly Row[]> =>
    new Promise((resolve, reject) => {
      connection.query(text, (error, rows) => (error === null ? resolve(rowsOf(rows)) : reject(error)));
    });
  const write = async (connection: DriverConnection, text: string, gone?: number): Promise<void> => {
    const before = progress;
    progress = "sent";
    try {
      await say(connection, text);
    } catch (error) {
      if (isRefusal(error) || codeOf(error) === gone) progress = before;
      if (gone === undefined || codeOf(error) !== gone) throw error;
      return;
    }
    progress = "done";
  };
  const whole = async (opened: DriverSocket): Promise<T> => {
    const connection = wire.createConnection(driverOptions(to, opened, wire));
    // Whoever waits for an answer is told by it; nobody else needs to know.
    connection.on("error", () => undefined);
    const kind = kindOf(await say(connection, "select version() as version"));
    signedIn = true;
    await say(connection, LIMITS[kind]);
    return work({
      kind,
      read: (text) => say(connection, text),
      prepare: async (text) => void (await say(connection, text)),
      write: (text, gone) => write(connection, text, gone),
    });
  };
  try {
    socket = await untilAborted(signal, open(connect, to, signal), late);
    const result = await untilAborted(signal, whole(socket), late);
    socket.end(QUIT);
    return result;
  } catch (error) {
    socket?.destroy();
    throw troubleOf(error, { progress, signedIn, needs });
  }
}

const rowsOf = (rows: unknown): readonly Row[] => (Array.isArray(rows) ? (rows as readonly Row[]) : []);

/** Roles are there from MySQL 8 on; the catalogue that is read, from MariaDB 10.4 on. */
function kindOf([row]: readonly Row[]): Kind {
  const version = String(row?.["version"]);
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)\.\d+-MariaDB/i.exec(version) ?? []).map(Number);
  if (major > 10 || (major === 10 && minor >= 4)) return "mariadb";
  if (major === 0 && Number(/^\d+/.exec(version)?.[0] ?? 0) >= 8) return "mysql";
  throw new PermanentError("the server is older than MariaDB 10.4 or MySQL 8.0, which Sym does not know", {
    class: "impossible",
  });
}

type Wire = typeof import("./wire.ts");

const driverOptions = (to: DatabaseUrl, stream: DriverSocket, { overEncrypted }: Wire) => ({
  user: to.username,
  password: to.password,
  stream,
  // Workers make no code from text.
  disableEval: true,
  // Answers are waited for as long as the call has time.
  connectTimeout: 0,
  charset: "utf8mb4_bin",
  connectAttributes: { program_name: "sym" },
  // No file of ours is ever sent, no second statement is ever taken.
  flags: ["-LOCAL_FILES", "-MULTI_STATEMENTS"],
  // TLS is done in the socket, where the driver does not see it.
  ...(to.tls ? { authPlugins: overEncrypted() } : {}),
});
