// The Worker in workerd, with D1 and objects on disk, in processes of its own that can be killed. Whatever is killed comes up
// again on the same storage and the same port. Never ends a process that it did not start.
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import { atExit } from "../../bench/harness/at-exit.ts";
import { bundled, ROOT, scriptOf, workerSettings } from "../../bench/harness/bundles.ts";
import { statementsOf } from "../../bench/harness/miniflare.ts";
import { killProcessesOf } from "../../playground/run/orphans.ts";
import { quietWrangler } from "../../scripts/quiet-wrangler.ts";
import { DOOR } from "./door.ts";
import { type Left, left } from "./left.ts";

export const CLASSES = ["REQUESTS", "ENTITLEMENTS"] as const;
export type Class = (typeof CLASSES)[number];

export interface Runtime {
  /** `http://127.0.0.1:1234`; the same for as long as it runs. */
  readonly address: string;
  /** Ends every process of it with SIGKILL. Gives back how many there were. */
  kill(): number;
  /** Resolves once what was killed runs again. */
  restarted(): Promise<void>;
  /** What the timer of every minute does. Fails while nothing runs. */
  sweep(): Promise<void>;
  rows(query: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Of every object that was ever there: what it still has. */
  left(of: Class): Promise<readonly Left[]>;
  stop(): Promise<void>;
}

export interface RuntimeOptions {
  readonly bindings: Readonly<Record<string, string>>;
  /** Gets every line that the Worker logs, and what workerd itself says. */
  readonly onLog: (line: string) => void;
  /** Told of an error that nothing in the Worker caught. */
  readonly onUncaught: (error: Error) => void;
}

const ENTRY = "test/workerd/worker.ts";
const AT_ONCE = 50;
const DOOR_LIMIT_MS = 30_000;
const rows = z.array(z.record(z.string(), z.unknown()));

export async function startRuntime({ bindings, onLog, onUncaught }: RuntimeOptions): Promise<Runtime> {
  const folder = mkdtempSync(join(tmpdir(), "sym-workerd-"));
  const fromWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler"));
  // A name of its own: whatever runs under it was started by this run.
  const program = join(folder, "workerd");
  symlinkSync(z.object({ default: z.string() }).parse(fromWrangler("workerd")).default, program);
  Object.assign(process.env, quietWrangler, { MINIFLARE_WORKERD_PATH: program });
  // In this order: a process that still writes would stand in the way of the folder's end.
  const endProcesses = atExit(() => void killProcessesOf(program));
  const removeFolder = atExit(() => rmSync(folder, { recursive: true, force: true, maxRetries: 10 }));

  const loaded: typeof import("miniflare") = await import(pathToFileURL(fromWrangler.resolve("miniflare")).href);
  const { Miniflare, convertV4MiniflareOptions, Log, LogLevel } = loaded;
  const { date, flags } = workerSettings();
  const key = randomBytes(16).toString("hex");
  let awaited: (() => void) | null = null;
  let restart: Promise<void> = Promise.resolve();
  const running = new Miniflare({
    ...convertV4MiniflareOptions({
      name: "sym",
      host: "127.0.0.1",
      port: 0,
      modules: true,
      script: scriptOf(await bundled(ENTRY)),
      compatibilityDate: date,
      compatibilityFlags: [...flags],
      bindings: { ...bindings, RUN_KEY: key },
      d1Databases: { DB: "sym" },
      durableObjects: {
        REQUESTS: { className: "RequestObject", useSQLite: true },
        ENTITLEMENTS: { className: "EntitlementObject", useSQLite: true },
        GATES: { className: "GateObject", useSQLite: true },
      },
      resourcePersistencePath: folder,
      telemetry: { enabled: false },
      log: new Log(LogLevel.NONE),
      handleStructuredLogs: ({ message }: { readonly message: string }) => onLog(message),
      cf: false,
    }),
    handleUncaughtError: onUncaught,
    unsafeHandleRuntimeRestart: () => {
      if (awaited === null) onUncaught(new Error("workerd ended by itself"));
      awaited?.();
      awaited = null;
    },
  });
  const { port } = await running.ready;
  const migrations = join(ROOT, "migrations");
  const db = await running.getD1Database("DB");
  for (const name of readdirSync(migrations)
    .filter((file) => file.endsWith(".sql"))
    .sort())
    for (const statement of statementsOf(readFileSync(join(migrations, name), "utf8")))
      await db.prepare(statement).run();

  const address = `http://127.0.0.1:${port}`;
  // By HTTP, and not by Miniflare's own stand-ins for bindings: those hold up this whole process while they wait, Slack, the
  // target and workerd's log with it.
  async function ask(what: string, body: object): Promise<unknown> {
    const response = await fetch(`${address}${DOOR}${what}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(DOOR_LIMIT_MS),
    });
    if (!response.ok) throw new Error(`the door of the run answered ${response.status}: ${await response.text()}`);
    return response.json();
  }

  return {
    address,
    kill() {
      restart = new Promise((resolve) => {
        awaited = resolve;
      });
      return killProcessesOf(program).length;
    },
    restarted: () => restart,
    async sweep() {
      await ask("sweep", {});
    },
    rows: async (query) => rows.parse(await ask("rows", { query })),
    async left(of) {
      const ids = await running.listDurableObjectIds(of);
      const found: Left[] = [];
      for (let at = 0; at < ids.length; at += AT_ONCE)
        found.push(...z.array(left).parse(await ask("left", { of, ids: ids.slice(at, at + AT_ONCE) })));
      return found;
    },
    async stop() {
      awaited = null;
      await running.dispose();
      endProcesses();
      removeFolder();
    },
  };
}
