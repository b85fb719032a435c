// `npm run mutants`: takes one defence away after the other and demands that a check turns red, and green again with it.
// `-- NAME...` for some; `-- --search NAME [--profile harsh] [--seeds N]` looks for a seed that catches one. Changes no file.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import * as z from "zod";
import { edited, editsByFile, mutantNamed, mutantNames } from "../test/mutants/kit/edit.ts";
import type { Catcher, Mutant } from "../test/mutants/kit/mutant.ts";
import type { ProfileName } from "../test/simulate/history.ts";
import { runInWorkers } from "../test/simulate/pool.ts";
import { promiseOf } from "../test/simulate/promise.ts";
import type { Shard } from "../test/simulate/tally.ts";
import { tallyLine, writeTally } from "./tally.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    search: { type: "boolean", default: false },
    profile: { type: "string", default: "normal" },
    from: { type: "string", default: "1" },
    seeds: { type: "string", default: "20000" },
  },
});

/** A mutant that lives this long is not caught. */
const SEARCHED = 100_000;
const WORKERS = availableParallelism();

/** Null: as it must be. Otherwise what is wrong with it. */
type Verdict = string | null;

async function simulated(mutant: string | null, profile: ProfileName, seed: number): Promise<readonly string[]> {
  const failed: string[] = [];
  const onShard = (shard: Shard): boolean => {
    for (const { broken } of shard.failed) failed.push(...broken);
    return false;
  };
  await runInWorkers({ profile, from: seed, seeds: 1, workers: 1, mutant, onShard });
  return failed;
}

/** The kept seed first; where the code has moved on and it says nothing any more, the first other seed that does. */
async function bySimulation(name: string, { profile, seed, breaks }: Catcher & { by: "simulate" }): Promise<Verdict> {
  const ours = await simulated(null, profile, seed);
  if (ours.length > 0) return `seed ${seed} (${profile}) breaks a promise without the mutant too: ${ours[0]}`;
  const broken = await simulated(name, profile, seed);
  if (broken.some((sentence) => promiseOf(sentence) === breaks)) return null;
  const other = await firstSeed(name, profile, breaks);
  if (other === null) return `no seed up to ${SEARCHED} (${profile}) breaks ${breaks}`;
  console.log(
    `moved   ${name}: seed ${seed} (${profile}) no longer breaks ${breaks}, seed ${other} does; write it down`,
  );
  return null;
}

async function firstSeed(name: string, profile: ProfileName, breaks: string): Promise<number | null> {
  const found: number[] = [];
  const onShard = (shard: Shard): boolean => {
    for (const { seed, broken } of shard.failed)
      if (broken.some((sentence) => promiseOf(sentence) === breaks)) found.push(seed);
    return found.length > 0;
  };
  await runInWorkers({ profile, from: 1, seeds: SEARCHED, workers: WORKERS, mutant: name, onShard });
  return found.length === 0 ? null : Math.min(...found);
}

const vitestReport = z.object({
  testResults: z.array(z.object({ assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })) })),
});

/** As vitest wants a name: a pattern that matches these letters alone. */
const literally = (name: string): string => name.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");

/** How the tests of this name ended. None: nothing was proven. */
function vitest(mutant: string, { project, file, test }: Catcher & { by: "vitest" }): string[] {
  const folder = mkdtempSync(join(tmpdir(), "mutant-"));
  try {
    const output = join(folder, "report.json");
    const words = ["run", "--project", project, file, "--reporter=json", `--outputFile=${output}`];
    const { stderr } = spawnSync(
      process.execPath,
      ["node_modules/vitest/vitest.mjs", ...words, "-t", literally(test)],
      {
        env: { ...process.env, SYM_MUTANT: mutant },
        encoding: "utf8",
        timeout: 300_000,
      },
    );
    if (!existsSync(output)) throw new Error(`vitest did not run: ${stderr.trim().split("\n").slice(0, 8).join("\n")}`);
    const { testResults } = vitestReport.parse(JSON.parse(readFileSync(output, "utf8")));
    return testResults
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ fullName, status }) => fullName.includes(test) && (status === "passed" || status === "failed"))
      .map(({ status }) => status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function byTest(name: string, catcher: Catcher & { by: "vitest" }): Verdict {
  const where = `"${catcher.test}" in ${catcher.file}`;
  const ours = vitest("", catcher);
  if (ours.length === 0) return `there is no test ${where}`;
  if (ours.includes("failed")) return `${where} fails without the mutant too`;
  const mutated = vitest(name, catcher);
  if (mutated.length === 0) return `${where} did not run at all with the mutant`;
  return mutated.includes("failed") ? null : `${where} does not notice`;
}

async function check(name: string): Promise<Verdict> {
  const mutant: Mutant = await mutantNamed(name);
  try {
    for (const [path, edits] of editsByFile(mutant)) edited(readFileSync(path, "utf8"), edits);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return mutant.caughtBy.by === "simulate" ? bySimulation(name, mutant.caughtBy) : byTest(name, mutant.caughtBy);
}

async function search(name: string): Promise<boolean> {
  const profile: ProfileName = values.profile === "harsh" ? "harsh" : "normal";
  const found = new Map<string, number>();
  const started = performance.now();
  let played = 0;
  const onShard = (shard: Shard): boolean => {
    played += shard.seeds;
    for (const { seed, broken } of shard.failed)
      for (const sentence of broken) {
        const promise = promiseOf(sentence);
        if (!found.has(promise))
          console.log(`${name}: seed ${seed} (${profile}) after ${played} histories: ${sentence}`);
        found.set(promise, Math.min(seed, found.get(promise) ?? seed));
      }
    return found.size > 0 && played >= 200;
  };
  const range = { profile, from: Number(values.from), seeds: Number(values.seeds) };
  await runInWorkers({ ...range, workers: WORKERS, mutant: name, onShard });
  const seconds = Math.round((performance.now() - started) / 1_000);
  console.log(
    `${name}: ${played} histories in ${seconds} s, ${found.size === 0 ? "nothing broke" : JSON.stringify([...found])}`,
  );
  return found.size > 0;
}

if (values.search) {
  for (const name of positionals) if (!(await search(name))) process.exitCode = 1;
} else {
  const names = positionals.length > 0 ? positionals : mutantNames();
  let failed = 0;
  for (const name of names) {
    const started = performance.now();
    const verdict = await check(name);
    const seconds = ((performance.now() - started) / 1_000).toFixed(1);
    console.log(verdict === null ? `caught  ${name} (${seconds} s)` : `ALIVE   ${name}: ${verdict}`);
    if (verdict !== null) failed++;
  }
  const counts = { passed: names.length - failed, failed, skipped: 0 };
  writeTally("test:mutants", counts);
  console.log(tallyLine(counts));
  process.exitCode = failed === 0 ? 0 : 1;
}
