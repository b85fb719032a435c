// A Cloudflare account on this machine, for the real wrangler: databases (real SQLite), a Worker, its secrets. Answers what it
// was not made for with an error, notes it, and never listens beyond loopback.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import process from "node:process";
import type { DatabaseSync } from "node:sqlite";

// Node says on the terminal that its SQLite is an experiment; that is no news among test results.
const { emitWarning } = process;
process.emitWarning = () => undefined;
const sqlite = await import("node:sqlite");
process.emitWarning = emitWarning;

export const ACCOUNT = { id: "acc0", name: "Acme" };
const WORKER = "sym";
export const WORKER_URL = `https://${WORKER}.acme.workers.dev`;

export interface FakeWorker {
  readonly secrets: Set<string>;
  /** Metadata of each upload, oldest first. */
  readonly uploads: unknown[];
  schedules: readonly string[];
}

export interface FakeCloudflare {
  /** For CLOUDFLARE_API_BASE_URL. */
  readonly apiUrl: string;
  /** By id. */
  readonly databases: Map<string, { readonly name: string; readonly sqlite: DatabaseSync }>;
  /** Null until there is one. */
  worker: FakeWorker | null;
  /** Requests that it had no answer for. */
  readonly unanswered: string[];
  close(): Promise<void>;
}

type Reply =
  | { readonly result: unknown }
  | { readonly status: number; readonly code: number; readonly message: string };

export async function fakeCloudflare(): Promise<FakeCloudflare> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const account: FakeCloudflare = {
    apiUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/client/v4`,
    databases: new Map(),
    worker: null,
    unanswered: [],
    close: () => stop(server),
  };
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const asked = { method: incoming.method ?? "GET", type: incoming.headers["content-type"] ?? "" };
    const { pathname } = new URL(incoming.url ?? "/", account.apiUrl);
    const body = await bytesOf(incoming);
    const reply = await replyTo(account, { ...asked, path: pathname.replace("/client/v4", ""), body });
    if (reply === null) account.unanswered.push(`${asked.method} ${pathname}`);
    const known = reply ?? { status: 404, code: 7000, message: "No route for that URI" };
    const failed = "status" in known;
    outgoing.writeHead(failed ? known.status : 200, { "content-type": "application/json" });
    outgoing.end(
      JSON.stringify({
        success: !failed,
        errors: failed ? [{ code: known.code, message: known.message }] : [],
        messages: [],
        result: failed ? null : known.result,
      }),
    );
  };
  server.on("request", (incoming, outgoing) => void answer(incoming, outgoing));
  return account;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
}

async function replyTo(account: FakeCloudflare, asked: Asked): Promise<Reply | null> {
  if (asked.path === "/user/tokens/verify") return { result: { id: "token", status: "active" } };
  if (asked.path === "/user") return { result: { id: "user", email: "ops@example.com" } };
  if (asked.path === "/accounts") return { result: [ACCOUNT] };
  if (asked.path === "/memberships") return { result: [{ id: "membership", account: ACCOUNT, roles: [] }] };
  const [, below = ""] = asked.path.split(`/accounts/${ACCOUNT.id}/`);
  if (below.startsWith("d1/database")) return databaseReply(account, asked, below.slice("d1/database".length));
  if (below.startsWith("workers/")) return workerReply(account, asked, below.slice("workers/".length));
  return null;
}

function databaseReply({ databases }: FakeCloudflare, { method, body }: Asked, path: string): Reply | null {
  if (path === "" && method === "GET")
    return { result: [...databases].map(([uuid, { name }]) => ({ uuid, name, version: "production" })) };
  if (path === "" && method === "POST") {
    const { name } = jsonOf(body) as { name: string };
    const uuid = `0000000${databases.size + 1}-1111-4222-8333-444444444444`;
    databases.set(uuid, { name, sqlite: new sqlite.DatabaseSync(":memory:") });
    return { result: { uuid, name, version: "production" } };
  }
  const [, id = "", what] = path.split("/");
  const found = databases.get(id);
  if (found === undefined) return { status: 404, code: 7404, message: "The database could not be found" };
  if (what === undefined) return { result: { uuid: id, name: found.name, version: "production" } };
  if (what !== "query") return null;
  const { sql } = jsonOf(body) as { sql: string };
  return { result: [{ results: rowsOf(found.sqlite, sql), success: true, meta: { changes: 0, duration: 1 } }] };
}

function rowsOf(database: DatabaseSync, sql: string): unknown[] {
  if (/^\s*select\b/i.test(sql)) return database.prepare(sql).all();
  database.exec(sql);
  return [];
}

async function workerReply(
  account: FakeCloudflare,
  { method, type, body }: Asked,
  path: string,
): Promise<Reply | null> {
  if (path === "subdomain") return { result: { subdomain: "acme" } };
  const script = `scripts/${WORKER}`;
  if (path === script && method === "PUT") {
    const form = await new Response(body, { headers: { "content-type": type } }).formData();
    account.worker ??= { secrets: new Set(), uploads: [], schedules: [] };
    account.worker.uploads.push(JSON.parse(String(form.get("metadata"))));
    return { result: { id: WORKER, etag: "etag", deployment_id: "deployment", startup_time_ms: 12, tag: "tag" } };
  }
  const { worker } = account;
  if (worker === null) return { status: 404, code: 10007, message: "This Worker does not exist on your account." };
  if (path === `services/${WORKER}`)
    return { result: { id: WORKER, default_environment: { script: { id: WORKER, last_deployed_from: "wrangler" } } } };
  if (path === `${script}/secrets` && method === "GET")
    return { result: [...worker.secrets].map((name) => ({ name, type: "secret_text" })) };
  if (path === `${script}/secrets` && method === "PUT") {
    const { name } = jsonOf(body) as { name: string };
    worker.secrets.add(name);
    return { result: { name, type: "secret_text" } };
  }
  if (path === `${script}/settings`) return { result: { bindings: [] } };
  if (path === `workers/${WORKER}`)
    return { result: { id: WORKER, subdomain: { enabled: true, previews_enabled: false } } };
  if (path === `${script}/deployments`) return { result: { deployments: [] } };
  if (path === `${script}/subdomain`) return { result: { enabled: true, previews_enabled: false } };
  if (path === `${script}/schedules`) {
    worker.schedules = (jsonOf(body) as { cron: string }[]).map(({ cron }) => cron);
    return { result: { schedules: [] } };
  }
  return null;
}

const jsonOf = (body: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(body));

async function bytesOf(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
  return new Uint8Array(Buffer.concat(chunks));
}

const stop = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
