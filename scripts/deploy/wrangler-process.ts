// Runs wrangler for the deployment: quiet, under this very Node, in the project's folder. Never through a shell, and never with
// a secret on its command line.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { stripVTControlCharacters } from "node:util";
import { quietWrangler } from "../quiet-wrangler.ts";
import type { Outcome, Project, Talk } from "./project.ts";

/** Nothing to answer with, so that wrangler takes its defaults where nobody should be asked. */
const STDIO = {
  silent: ["ignore", "pipe", "pipe"],
  aloud: ["ignore", "inherit", "inherit"],
  asking: ["inherit", "inherit", "inherit"],
} as const satisfies Record<Talk, unknown>;

/** `root`: the project's folder. */
export function wranglerIn(root: string): Project["wrangler"] {
  const launcher = join(root, "node_modules", "wrangler", "bin", "wrangler.js");
  return async (args, talk) => {
    const folder = mkdtempSync(join(tmpdir(), "sym-deploy-"));
    const file = join(folder, "reports.ndjson");
    try {
      const child = spawn(process.execPath, [launcher, ...args], {
        cwd: root,
        stdio: [...STDIO[talk]],
        env: { ...process.env, ...quietWrangler, WRANGLER_OUTPUT_FILE_PATH: file },
      });
      const said = { stdout: "", stderr: "" };
      child.stdout?.setEncoding("utf8").on("data", (text: string) => (said.stdout += text));
      child.stderr?.setEncoding("utf8").on("data", (text: string) => (said.stderr += text));
      const code = await new Promise<number>((resolve, reject) => {
        child.once("error", reject);
        child.once("close", (status) => resolve(status ?? 1));
      });
      return {
        code,
        stdout: stripVTControlCharacters(said.stdout),
        stderr: stripVTControlCharacters(said.stderr),
        reports: reportsIn(file),
      };
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** One JSON object a line; none where wrangler wrote none. */
function reportsIn(file: string): Outcome["reports"] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line): unknown => JSON.parse(line));
  } catch {
    return [];
  }
}
