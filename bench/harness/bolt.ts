// Runs the Bolt bot in a process of its own, its record in a folder that goes with the run.
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { folderOfRun } from "./folder.ts";

export interface RunningBot {
  readonly port: number;
  readonly pid: number;
  stop(): void;
}

export async function runBolt(bindings: Readonly<Record<string, string>>): Promise<RunningBot> {
  const child = spawn(process.execPath, [fileURLToPath(new URL("../bolt/bot.ts", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      ...process.env,
      ...bindings,
      NODE_ENV: "production",
      NODE_NO_WARNINGS: "1",
      BOLT_RECORD: join(folderOfRun(), "bolt.db"),
    },
  });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the Bolt bot ended with ${code}`)));
    createInterface({ input: child.stdout }).once("line", (line) =>
      resolve({ port: Number(line), pid: child.pid ?? 0, stop: () => child.stdin.end() }),
    );
  });
}
