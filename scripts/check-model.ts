// `npm run model`: checks the models in model/ exhaustively with spin, and demands a counterexample wherever a safety device is
// taken away. `-- --long`: with what takes minutes too. Needs spin and a C compiler (Debian: `apt-get install spin gcc libc6-dev`). Writes only to a folder of its own.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { tallyLine, writeTally } from "./tally.ts";

const MODELS = fileURLToPath(new URL("../model/", import.meta.url));
/** Steps of the longest history that is followed; a search that needs more is not exhaustive, and counts as failed. */
const DEPTH_MAX = 3_000_000;
const MEMORY_MAX_MB = 3_000;

interface Check {
  readonly says: string;
  readonly model: "decision" | "entitlement";
  readonly flags?: readonly string[];
  /** The property in time that is asked for; otherwise the assertions and the absence of dead ends. */
  readonly eventually?: string;
  /** A device is missing: there must be a history that breaks a promise. */
  readonly breaks?: boolean;
}

const ONE = "-DREQUESTS=1";
/** Two requests of two levels, with everything that a call may do late; what README.md says is left to the checks with one. */
const TWO = ["-DREQUESTS=2", "-DTHIN", "-DFRESH"];
const without = (says: string, flag: string): Check => ({
  says,
  model: "entitlement",
  flags: [ONE, flag],
  breaks: true,
});

const checks: readonly Check[] = [
  { says: "one decision, by whoever may, told truly", model: "decision" },
  { says: "what is pending is decided", model: "decision", flags: ["-DLIVENESS"], eventually: "decided" },
  { says: "what was approved is closed", model: "decision", flags: ["-DLIVENESS"], eventually: "closed" },
  { says: "without the event's key as the lock", model: "decision", flags: ["-DNO_COMPARE"], breaks: true },
  { says: "without a command id in the event", model: "decision", flags: ["-DNO_COMMAND_ID"], breaks: true },
  {
    says: "without the timer",
    model: "decision",
    flags: ["-DLIVENESS", "-DNO_TIMER"],
    eventually: "decided",
    breaks: true,
  },
  { says: "a slot is back at what stood before", model: "entitlement", flags: [ONE] },
  without("without the baseline", "-DNO_BASELINE"),
  without("without the intent before the call", "-DNO_INTENT"),
  without("without the second look", "-DNO_SECOND_LOOK"),
  without("without tombstones", "-DNO_TOMBSTONE"),
  without("without the decision read before an add", "-DNO_DECISION_READ"),
  { says: "what was approved ends, and is gone", model: "entitlement", flags: [ONE, "-DLIVENESS"], eventually: "gone" },
  { says: "in the end the slot is settled", model: "entitlement", flags: [ONE, "-DLIVENESS"], eventually: "settled" },
  {
    says: "and is gone where the object forgets all",
    model: "entitlement",
    flags: [ONE, "-DLIVENESS", "-DFORGETS"],
    eventually: "gone",
  },
  {
    says: "without telling again what is owed",
    model: "entitlement",
    flags: [ONE, "-DLIVENESS", "-DNO_TELLING"],
    eventually: "gone",
    breaks: true,
  },
  {
    says: "without the sweep, where the object forgets",
    model: "entitlement",
    flags: [ONE, "-DLIVENESS", "-DFORGETS", "-DNO_SWEEP"],
    eventually: "settled",
    breaks: true,
  },
  { says: "the same of two requests in one slot", model: "entitlement", flags: TWO },
  { says: "without the other holds", model: "entitlement", flags: [...TWO, "-DNO_OTHERS"], breaks: true },
];

/** Minutes each. */
const long: readonly Check[] = [
  { says: "of two, where looks may be old", model: "entitlement", flags: ["-DREQUESTS=2", "-DTHIN"] },
  {
    says: "of two, without the weaker call in mind",
    model: "entitlement",
    flags: [...TWO, "-DNO_OVERTAKING"],
    breaks: true,
  },
];

interface Found {
  readonly errors: number;
  readonly states: string;
  readonly exhaustive: boolean;
}

function run(program: string, args: readonly string[], cwd: string): string {
  const { stdout, stderr, error, status } = spawnSync(program, args, { cwd, encoding: "utf8", maxBuffer: 1 << 26 });
  if (error !== undefined)
    throw new Error(`${program} is not there: apt-get install spin gcc libc6-dev`, { cause: error });
  if (status !== 0 && program !== "./pan") throw new Error(`${program} failed:\n${stdout}${stderr}`);
  return stdout + stderr;
}

function search({ model, flags = [], eventually }: Check): Found {
  const folder = mkdtempSync(join(tmpdir(), "sym-model-"));
  try {
    cpSync(MODELS, folder, { recursive: true });
    run("spin", ["-a", ...flags, `${model}.pml`], folder);
    const kind = eventually === undefined ? ["-DSAFETY", "-DNOCLAIM", "-DCOLLAPSE"] : ["-DNFAIR=4"];
    run("cc", ["-O2", "-w", `-DMEMLIM=${MEMORY_MAX_MB}`, ...kind, ...flags, "-o", "pan", "pan.c"], folder);
    const asked = eventually === undefined ? [] : ["-a", "-f", "-N", eventually];
    const said = run("./pan", [`-m${DEPTH_MAX}`, ...asked], folder);
    const errors = /errors: (\d+)/.exec(said)?.[1];
    return {
      errors: errors === undefined ? Number.NaN : Number(errors),
      states: /([\d.e+]+) states, stored/.exec(said)?.[1] ?? "?",
      exhaustive: !/max search depth too small|out of memory|memory limit|Search not completed/.test(said),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const check of process.argv.includes("--long") ? [...checks, ...long] : checks) {
  const { errors, states, exhaustive } = search(check);
  const held = check.breaks === true ? errors > 0 : errors === 0 && exhaustive;
  if (held) counts.passed++;
  else counts.failed++;
  const found = errors === 0 ? "holds" : errors > 0 ? "a counterexample" : "no answer";
  const outcome = held ? found : `FAILED: ${found}${exhaustive ? "" : ", not searched whole"}`;
  console.log(`${check.model.padEnd(12)} ${check.says.padEnd(44)} ${states.padStart(9)} states  ${outcome}`);
}
writeTally("test:model", counts);
console.log(tallyLine(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;
