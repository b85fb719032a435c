// A MariaDB server of this test's own: new data, a free port of loopback, passwords and TLS on, and gone with the process. Never runs
// as root, which MariaDB refuses.
import { execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { type Connection, createConnection } from "mysql2/promise";
import { certify } from "../certify.ts";
import { freePort } from "../free-port.ts";
import { begun, isInstalled as isProgram } from "../program.ts";

export const HOST = "db.example.com";
export const MISSING = "Debian: mariadb-server";
const PROGRAM = "/usr/sbin/mariadbd";

export interface Mariadb {
  readonly port: number;
  /** PEM of the authority that vouches for `db.example.com`. */
  readonly ca: string;
  /** As the server's root, behind everything that is tested. */
  readonly root: Connection;
  /** A connection of somebody's own; closed by whoever opened it. */
  login(user: string, password: string): Promise<Connection>;
  /** Every statement that it was told, as it writes them to its log. */
  statements(): Promise<string>;
  stop(): Promise<void>;
}

export const isInstalled = (): boolean => isProgram(PROGRAM, "--version");

export async function startMariadb(): Promise<Mariadb> {
  const folder = mkdtempSync(join(tmpdir(), "sym-mariadb-"));
  const ca = certify(folder, HOST);
  const owner = process.getuid?.() === 0 ? accountOf("mysql") : null;
  for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))]) {
    if (owner !== null) chownSync(path, owner.uid, owner.gid);
    chmodSync(path, path === folder ? 0o700 : 0o600);
  }
  const options = { ...owner, cwd: folder, stdio: "pipe" } as const;
  const data = `--datadir=${join(folder, "data")}`;
  execFileSync(
    "mariadb-install-db",
    ["--no-defaults", data, "--auth-root-authentication-method=normal", "--skip-test-db", "--skip-name-resolve"],
    options,
  );
  const port = await freePort();
  const given = {
    port,
    "bind-address": "127.0.0.1",
    socket: join(folder, "socket"),
    "pid-file": join(folder, "pid"),
    "ssl-cert": join(folder, "server.crt"),
    "ssl-key": join(folder, "server.key"),
    "innodb-flush-log-at-trx-commit": 0,
    "log-output": "TABLE",
  };
  const flags = Object.entries(given).map(([name, value]) => `--${name}=${value}`);
  const server = spawn(PROGRAM, ["--no-defaults", data, "--skip-name-resolve", ...flags], {
    ...options,
    stdio: "ignore",
  });
  const kill = (): void => void server.kill("SIGKILL");
  process.once("exit", kill);
  const login = (user: string, password: string): Promise<Connection> =>
    createConnection({ host: "127.0.0.1", port, user, password, multipleStatements: true });
  const root = await begun("mariadbd", server, () => login("root", ""));
  return {
    port,
    ca,
    root,
    login,
    async statements() {
      const [rows] = await root.query("select convert(argument using utf8mb4) as said from mysql.general_log");
      return JSON.stringify(rows);
    },
    async stop() {
      await root.end();
      process.off("exit", kill);
      const ended = new Promise((resolve) => server.once("exit", resolve));
      kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function accountOf(name: string): { uid: number; gid: number } {
  const ask = (what: string): number => Number(execFileSync("id", [what, name], { encoding: "utf8" }));
  return { uid: ask("-u"), gid: ask("-g") };
}
