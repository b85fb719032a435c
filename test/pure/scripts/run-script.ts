// Runs a script of the project as npm does, in a process of its own, and gives back all that it said. Hands on no setting of
// whoever runs the tests but where programs are found.
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import process from "node:process";

export interface Ran {
  readonly code: number | null;
  /** Both streams, without colours, in the order in which they came. */
  readonly said: string;
}

/** The Node that npm's scripts run under, also where the tests were started by another. */
export const NODE = join(
  dirname(createRequire(import.meta.url).resolve("wrangler/package.json")),
  "..",
  ".bin",
  "node",
);

export function runScript(
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const own = { ...process.env };
  for (const name of Object.keys(own)) if (name !== "PATH") delete own[name];
  const child = spawn(NODE, [...args], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...own, NO_COLOR: "1", ...env },
  });
  let said = "";
  const hear = (text: string): void => {
    said += text;
  };
  child.stdout.setEncoding("utf8").on("data", hear);
  child.stderr.setEncoding("utf8").on("data", hear);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, said }));
  });
}
