// What a run was made on, so that its figures can be read: versions, processor, how busy the machine was.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism, cpus, loadavg } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { ROOT } from "../harness/bundles.ts";
import { keptInMemory } from "../harness/folder.ts";

export interface Machine {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly commit: string;
  readonly node: string;
  readonly wrangler: string;
  readonly workerd: string;
  readonly bolt: string;
  readonly processor: string;
  readonly processors: number;
  /** Processes that wanted to run, on average over a minute, when the run began. */
  readonly loadBefore: number;
  readonly storage: "memory" | "disk";
}

const manifest = z.object({ version: z.string() });

function versionOf(name: string, from = import.meta.url): string {
  const path = createRequire(from).resolve(`${name}/package.json`);
  return manifest.parse(JSON.parse(readFileSync(path, "utf8"))).version;
}

function commit(): string {
  const git = (...words: string[]) => spawnSync("git", words, { cwd: ROOT, encoding: "utf8" });
  const head = git("rev-parse", "--short", "HEAD");
  if (head.status !== 0) return "unknown";
  return head.stdout.trim() + (git("status", "--porcelain").stdout.trim() === "" ? "" : " and uncommitted changes");
}

export const load = (): number => loadavg()[0] ?? 0;

export const describeMachine = (): Machine => ({
  startedAt: new Date().toISOString(),
  commit: commit(),
  node: process.version.slice(1),
  wrangler: versionOf("wrangler"),
  workerd: versionOf("workerd", join(ROOT, "node_modules/wrangler/package.json")),
  bolt: versionOf("@slack/bolt"),
  processor: cpus()[0]?.model.trim() ?? "unknown",
  processors: availableParallelism(),
  loadBefore: load(),
  storage: keptInMemory ? "memory" : "disk",
});
