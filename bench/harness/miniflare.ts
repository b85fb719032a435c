// A Worker with D1 and objects on the Miniflare that wrangler itself runs on. Everything is kept in a folder that goes with
// the run.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { scriptOf, workerSettings } from "./bundles.ts";
import { folderOfRun } from "./folder.ts";

export interface WorkerWithStorage {
  readonly name: string;
  /** The one file. */
  readonly script: string;
  readonly bindings: Readonly<Record<string, string>>;
  /** Class by binding. */
  readonly objects: Readonly<Record<string, string>>;
  /** SQL to run first, one statement each. */
  readonly schema: readonly string[];
}

export interface RunningStorage {
  readonly port: number;
  stop(): Promise<void>;
}

/** Not in package.json: the one that wrangler brings is the one that is meant, and no other may stand in for it. */
async function miniflare(): Promise<typeof import("miniflare")> {
  const fromWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler"));
  const loaded: typeof import("miniflare") = await import(pathToFileURL(fromWrangler.resolve("miniflare")).href);
  return loaded;
}

export async function runOnMiniflare(worker: WorkerWithStorage): Promise<RunningStorage> {
  const { Miniflare, convertV4MiniflareOptions, Log, LogLevel } = await miniflare();
  const { date, flags } = workerSettings();
  const running = new Miniflare(
    // It converts the older form of its options, and leaves out what it does not know without a word.
    convertV4MiniflareOptions({
      name: worker.name,
      host: "127.0.0.1",
      port: 0,
      modules: true,
      script: scriptOf(worker.script),
      compatibilityDate: date,
      compatibilityFlags: [...flags],
      bindings: { ...worker.bindings },
      d1Databases: { DB: worker.name },
      durableObjects: Object.fromEntries(
        Object.entries(worker.objects).map(([binding, className]) => [binding, { className, useSQLite: true }]),
      ),
      resourcePersistencePath: folderOfRun(),
      telemetry: { enabled: false },
      log: new Log(LogLevel.ERROR),
      handleStructuredLogs: () => {},
      cf: false,
    }),
  );
  const stop = (): Promise<void> => running.dispose();
  try {
    const { port } = await running.ready;
    const db = await running.getD1Database("DB");
    for (const statement of worker.schema) await db.prepare(statement).run();
    return { port: Number(port), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The statements of a migration, as Drizzle separates them. */
export const statementsOf = (sql: string): string[] => sql.split("--> statement-breakpoint");
