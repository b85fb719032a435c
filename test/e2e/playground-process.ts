// A playground of its own for a test: started as `npm start` starts it, on a free port, with its data in a temporary
// directory, and ended with it. Never touches the playground of whoever runs the tests.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import { processesOf } from "../../playground/run/orphans.ts";

const PROJECT = fileURLToPath(new URL("../../", import.meta.url));
const READY_LIMIT_MS = 60_000;
const END_LIMIT_MS = 20_000;

export interface PlaygroundProcess {
  /** What `npm start` runs, and the parent of the playground itself. */
  readonly starter: ChildProcess;
  /** Address of the page. */
  readonly url: string;
  /** How to reach the embedded PostgreSQL. */
  readonly databaseUrl: string;
  /** Everything that it has printed. */
  output(): string;
  /** Process id of the playground itself. */
  pid(): number;
  /** Ctrl-C; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** Resolves when the process that `npm start` runs has ended. */
  ended(): Promise<void>;
}

export const newDataDirectory = (): string => realpathSync(mkdtempSync(join(tmpdir(), "sym-playground-")));

export const removeDataDirectory = (data: string): void => rmSync(data, { recursive: true, force: true });

/** The runtimes that run on this data now. */
export const runtimesOn = (data: string): number[] => processesOf(join(data, "workerd"));

/** `project`: the one that this file is in, or a copy of it. Rejects with what was printed where it does not get ready in time. */
export async function startPlayground(data: string, port: number, project = PROJECT): Promise<PlaygroundProcess> {
  const starter = spawn(
    process.execPath,
    [join(project, "playground", "start.mjs"), "--data", data, "--port", String(port)],
    {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NO_COLOR: "1", VITEST: undefined, NODE_ENV: undefined },
    },
  );
  const ended = once(starter, "exit");
  let printed = "";
  const ready = new Promise<void>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`The playground was not ready in time:\n${printed}`)),
      READY_LIMIT_MS,
    );
    const heard = (chunk: Buffer): void => {
      printed += chunk.toString();
      if (!/the bot's log/.test(printed)) return;
      clearTimeout(late);
      resolve();
    };
    starter.stdout.on("data", heard);
    starter.stderr.on("data", heard);
    void ended.then(() => {
      clearTimeout(late);
      reject(new Error(`The playground ended by itself:\n${printed}`));
    });
  });
  await ready;
  const named = (what: string): string => new RegExp(`^ +${what} +(\\S+)$`, "m").exec(printed)?.[1] ?? "";
  return {
    starter,
    url: named("the page"),
    databaseUrl: named("PostgreSQL"),
    output: () => printed,
    pid: () => z.object({ pid: z.int() }).parse(JSON.parse(readFileSync(join(data, "running.json"), "utf8"))).pid,
    async stop() {
      starter.kill("SIGINT");
      const late = setTimeout(() => starter.kill("SIGKILL"), END_LIMIT_MS);
      await ended;
      clearTimeout(late);
      return starter.exitCode;
    },
    async ended() {
      await ended;
    },
  };
}
