// A Worker on workerd itself, with nothing between the socket and it. Offers text bindings and the network, and neither D1 nor
// objects: whoever runs here must need none.
import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import * as z from "zod";
import { atExit } from "./at-exit.ts";
import { scriptOf, workerSettings } from "./bundles.ts";
import { folderOfRun } from "./folder.ts";

export interface RunningWorker {
  readonly port: number;
  readonly pid: number;
  stop(): void;
}

export interface WorkerToRun {
  /** The one file. */
  readonly script: string;
  readonly bindings: Readonly<Record<string, string>>;
}

/** The binary that wrangler's own Miniflare runs. */
function workerdBinary(): string {
  const fromWrangler = createRequire(createRequire(import.meta.url).resolve("wrangler"));
  const workerd: unknown = fromWrangler("workerd");
  const found = typeof workerd === "object" && workerd !== null && "default" in workerd ? workerd.default : null;
  if (typeof found !== "string") throw new Error("there is no workerd for this machine");
  return found;
}

/** Writes the configuration and all that it embeds: Cap'n Proto's own way to quote text is not JSON's. */
function writeConfig(dir: string, { script, bindings }: WorkerToRun): string {
  const { date, flags } = workerSettings();
  const write = (name: string, content: string): string => {
    writeFileSync(join(dir, name), content);
    return `embed "${name}"`;
  };
  const texts = Object.entries(bindings).map(([name, value]) => `(name = "${name}", text = ${write(name, value)})`);
  const module = write("index.js", scriptOf(script));
  write(
    CONFIG,
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "worker", worker = .worker),
    (name = "internet", network = (allow = ["local"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "worker")],
);
const worker :Workerd.Worker = (
  modules = [(name = "index.js", esModule = ${module})],
  compatibilityDate = "${date}",
  compatibilityFlags = [${flags.map((flag) => `"${flag}"`).join(", ")}],
  bindings = [${texts.join(", ")}],
);
`,
  );
  return join(dir, CONFIG);
}

const CONFIG = "config.capnp";

export async function runOnWorkerd(worker: WorkerToRun): Promise<RunningWorker> {
  const file = writeConfig(folderOfRun(), worker);
  const child = spawn(workerdBinary(), ["serve", "--control-fd=3", file], {
    stdio: ["ignore", "ignore", "inherit", "pipe"],
  });
  const stop = atExit(() => {
    child.removeAllListeners("exit");
    child.kill("SIGKILL");
  });
  const control = child.stdio[3];
  if (control === null || control === undefined || !("on" in control)) throw new Error("workerd has no control pipe");
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`workerd ended with ${code}`)));
    createInterface({ input: control as NodeJS.ReadableStream }).once("line", (line) => {
      const { port } = listening.parse(JSON.parse(line));
      resolve({ port, pid: child.pid ?? 0, stop });
    });
  });
}

/** What workerd says on its control pipe once its one socket is open. */
const listening = z.object({ event: z.literal("listen"), port: z.number() });
