// A PostgreSQL server of this test's own: new data, a free port of loopback, passwords and TLS on, and gone with the
// process. Never runs as root, which PostgreSQL refuses.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { certify } from "../certify.ts";
import { freePort } from "../free-port.ts";

export interface PostgresServer {
  readonly port: number;
  readonly superPassword: string;
  /** PEM of the authority that vouches for `db.example.com`, the name in the server's certificate. */
  readonly ca: string;
  readonly perGrantor: boolean;
  /** A connection of somebody's own; closed by whoever opened it. */
  login(user: string, password: string, onclose?: () => void): postgres.Sql;
  /** What it has logged. */
  log(): string;
  stop(): Promise<void>;
}

interface Account {
  readonly uid: number;
  readonly gid: number;
}

export async function startPostgres(): Promise<PostgresServer> {
  const bin = binaries();
  const owner = process.getuid?.() === 0 ? accountOf("postgres") : null;
  const folder = mkdtempSync(join(tmpdir(), "sym-postgres-"));
  const data = join(folder, "data");
  const superPassword = "super-secret";
  writeFileSync(join(folder, "password"), superPassword);
  const ca = certify(folder, "db.example.com");
  for (const path of [folder, ...readdirSync(folder).map((name) => join(folder, name))]) {
    if (owner !== null) chownSync(path, owner.uid, owner.gid);
    chmodSync(path, path === folder ? 0o700 : 0o600);
  }
  const options = { ...owner, cwd: folder, stdio: "pipe" } as const;
  execFileSync(
    join(bin, "initdb"),
    [
      "-D",
      data,
      "-U",
      "postgres",
      "-A",
      "scram-sha-256",
      "--pwfile",
      join(folder, "password"),
      "--no-sync",
      "--no-locale",
      "-E",
      "UTF8",
    ],
    options,
  );
  const port = await freePort();
  const set = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    fsync: "off",
    ssl: "on",
    ssl_cert_file: join(folder, "server.crt"),
    ssl_key_file: join(folder, "server.key"),
  };
  const server = spawn(
    join(bin, "postgres"),
    ["-D", data, ...Object.entries(set).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    options,
  );
  const kill = (): void => void server.kill("SIGQUIT");
  process.once("exit", kill);
  let log = "";
  server.stderr?.on("data", (bytes: Buffer) => {
    log += bytes.toString();
  });
  await ready(server);
  const login = (user: string, password: string, onclose: () => void = () => undefined): postgres.Sql =>
    postgres({
      onclose,
      host: "127.0.0.1",
      port,
      user,
      password,
      database: "postgres",
      ssl: false,
      max: 1,
      fetch_types: false,
      onnotice: () => undefined,
    });
  const admin = login("postgres", superPassword);
  const [version] = await admin`select current_setting('server_version_num')::int >= 160000 as per_grantor`;
  await admin.end();
  return {
    port,
    superPassword,
    ca,
    login,
    log: () => log,
    perGrantor: version?.["per_grantor"] === true,
    async stop() {
      const exited = new Promise((resolve) => server.once("exit", resolve));
      kill();
      await exited;
      process.off("exit", kill);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Where apt puts them, newest first, unless POSTGRES_BIN says otherwise. */
function binaries(): string {
  const root = "/usr/lib/postgresql";
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const found = [process.env["POSTGRES_BIN"] ?? "", ...versions.map((version) => join(root, version, "bin"))].find(
    (path) => existsSync(join(path, "initdb")),
  );
  if (found === undefined)
    throw new Error(
      "these tests need a PostgreSQL server: apt-get install postgresql, or set POSTGRES_BIN to the folder of initdb",
    );
  return found;
}

function accountOf(name: string): Account {
  const ask = (what: string): number => Number(execFileSync("id", [what, name], { encoding: "utf8" }));
  return { uid: ask("-u"), gid: ask("-g") };
}

function ready(server: ChildProcess): Promise<void> {
  let log = "";
  return new Promise((resolve, reject) => {
    server.once("exit", (code) => reject(new Error(`the PostgreSQL server ended with ${code}: ${log}`)));
    server.stderr?.on("data", (bytes: Buffer) => {
      log = (log + bytes.toString()).slice(-4_000);
      if (log.includes("ready to accept connections")) resolve();
    });
  });
}
