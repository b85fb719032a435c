// `npm run simulate`: plays random histories of the real domain and engine in a simulated world, and says what broke. Exit
// code 1 where anything did. Options: docs/simulation.md. Never touches anything but .reports/.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import process from "node:process";
import { parseArgs } from "node:util";
import { drawHistory } from "../test/simulate/draw.ts";
import type { History, ProfileName } from "../test/simulate/history.ts";
import { play } from "../test/simulate/play.ts";
import { runInWorkers } from "../test/simulate/pool.ts";
import { describeHistory, describeRun, describeShrunk } from "../test/simulate/report.ts";
import { shrink } from "../test/simulate/shrink.ts";
import { storms } from "../test/simulate/storm-report.ts";
import { add, emptyShard, type Shard, shard as shardShape } from "../test/simulate/tally.ts";
import { tracerTo } from "../test/simulate/trace.ts";
import { tallyLine, writeTally } from "./tally.ts";
import { wholeNumber } from "./whole-number.ts";

const REPORTS = ".reports";
const SHRINK_MS = 30_000;
/** So many failing seeds are cut short and printed; the rest is counted. */
const SHOWN = 3;

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    profile: { type: "string", default: "normal" },
    workers: { type: "string", default: String(availableParallelism()) },
    seed: { type: "string" },
    trace: { type: "boolean", default: false },
    replay: { type: "string" },
    sum: { type: "boolean", default: false },
    storms: { type: "boolean", default: false },
  },
});

const say = (line: string): void => console.log(line);

function profileNamed(text: string): ProfileName {
  if (text === "normal" || text === "harsh") return text;
  throw new Error(`--profile is normal or harsh, not ${JSON.stringify(text)}`);
}

function commit(): string {
  try {
    const git = (...words: string[]) => execFileSync("git", words, { encoding: "utf8" }).trim();
    return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain", "src") === "" ? "" : " with changes in src"}`;
  } catch {
    return "unknown";
  }
}

/** One history, with every point that it passes where `--trace` is given. */
async function one(history: History): Promise<boolean> {
  if (!values.trace) for (const line of describeHistory(history)) say(line);
  const outcome = await play(history, values.trace ? tracerTo(say) : null);
  for (const sentence of outcome.broken) say(`broken: ${sentence}`);
  say(`trace ${outcome.hash.toString(16)}, ${outcome.points} points, ${outcome.broken.length} broken promises`);
  return outcome.broken.length === 0;
}

async function many(): Promise<boolean> {
  const profile = profileNamed(values.profile);
  const from = wholeNumber("from", values.from);
  const seeds = wholeNumber("seeds", values.seeds);
  const workers = Math.max(1, wholeNumber("workers", values.workers));
  const total = emptyShard(profile, from);
  const started = performance.now();
  let told = started;
  const onShard = (shard: Shard): boolean => {
    add(total, shard);
    const now = performance.now();
    if (now - told > 10_000) {
      told = now;
      const speed = Math.round(total.seeds / ((now - started) / 1_000));
      say(`${total.seeds} of ${seeds} seeds, ${speed} a second, ${total.failed.length} failed`);
    }
    return total.failed.length >= 20;
  };
  await runInWorkers({ profile, from, seeds, workers, mutant: null, onShard });
  const seconds = (performance.now() - started) / 1_000;
  const circumstances = { seconds, workers, date: new Date().toISOString().slice(0, 10), commit: commit() };
  for (const line of describeRun(total, circumstances)) say(line);
  mkdirSync(REPORTS, { recursive: true });
  const file = `${REPORTS}/simulate-${profile}-${from}-${total.seeds}.json`;
  writeFileSync(file, `${JSON.stringify({ ...total, ...circumstances })}\n`);
  const again = await sameAgain(profile, from, Math.min(100, seeds));
  if (!again) say("the same seeds played twice were not the same histories");
  total.failed.sort((a, b) => a.seed - b.seed);
  for (const { seed, broken } of total.failed) say(`seed ${seed}: ${broken.join("; ")}`);
  for (const { seed } of total.failed.slice(0, SHOWN)) await showShortest(drawHistory(seed, profile));
  leaveTally(total, again);
  return total.failed.length === 0 && again;
}

/** Any hundred seeds, twice. */
async function sameAgain(profile: ProfileName, from: number, seeds: number): Promise<boolean> {
  for (let seed = from; seed < from + seeds; seed++) {
    const [one, other] = [await play(drawHistory(seed, profile)), await play(drawHistory(seed, profile))];
    if (one.hash !== other.hash) return false;
  }
  return true;
}

async function showShortest(failed: History): Promise<void> {
  const shrunk = await shrink(failed, SHRINK_MS, () => performance.now());
  const file = `${REPORTS}/history-${failed.profile}-${failed.seed}.json`;
  writeFileSync(file, `${JSON.stringify(shrunk.history, null, 2)}\n`);
  for (const line of describeShrunk(shrunk, file)) say(line);
}

const PROMISES = ["I1", "I2", "I3", "I4", "I5", "I6", "I7", "I8"];

/** A run counts as one check a promise, one for mistakes of ours, and one for being the same twice. */
function leaveTally({ failed }: Shard, again: boolean): void {
  const sentences = failed.flatMap(({ broken }) => broken);
  const broken = PROMISES.filter((promise) => sentences.some((sentence) => sentence.startsWith(promise)));
  const others = sentences.some((sentence) => !/^I\d/.test(sentence));
  const misses = broken.length + Number(others) + Number(!again);
  const counts = { passed: PROMISES.length + 2 - misses, failed: misses, skipped: 0 };
  writeTally("test:simulate", counts);
  say(tallyLine(counts));
}

async function stormy(): Promise<boolean> {
  const { checks, failed } = await storms(say);
  const counts = { passed: checks - failed, failed, skipped: 0 };
  writeTally("test:storms", counts);
  say(tallyLine(counts));
  return failed === 0;
}

/** Adds up what shards left behind, each range of seeds once. */
function sum(): boolean {
  const parts = readdirSync(REPORTS)
    .filter((name) => /^simulate-(?:normal|harsh)-\d+-\d+\.json$/.test(name))
    .map((name) => shardShape.loose().parse(JSON.parse(readFileSync(`${REPORTS}/${name}`, "utf8"))));
  if (parts.length === 0) throw new Error(`there is nothing to add up in ${REPORTS}/`);
  let failed = 0;
  for (const profile of ["normal", "harsh"] as const) {
    const mine = parts.filter((part) => part.profile === profile).sort((a, b) => a.from - b.from);
    const total = emptyShard(profile, mine[0]?.from ?? 0);
    let end = -1;
    for (const part of mine) {
      if (part.from < end) throw new Error(`the seeds from ${part.from} (${profile}) were played by two shards`);
      end = part.from + part.seeds;
      add(total, part);
    }
    if (mine.length > 0)
      say(
        `${profile}: ${total.seeds} seeds in ${mine.length} shards, ${total.failed.length} failed, trace ${total.hash.toString(16)}`,
      );
    failed += total.failed.length;
  }
  return failed === 0;
}

Error.stackTraceLimit = 0;
const fine = values.storms
  ? await stormy()
  : values.sum
    ? sum()
    : values.replay !== undefined
      ? await one(JSON.parse(readFileSync(values.replay, "utf8")) as History)
      : values.seed !== undefined
        ? await one(drawHistory(wholeNumber("seed", values.seed), profileNamed(values.profile)))
        : await many();
process.exitCode = fine ? 0 : 1;
