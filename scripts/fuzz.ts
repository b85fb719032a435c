// `npm run fuzz`: bad input by the hundred thousand against the front door and the real engine in this process, and a sample of
// it against the Worker in workerd: `--count N --workerd N --seed N`. Exit code 1 where anything was found. Touches nothing but
// .reports/ and a folder that goes with the run.
import process from "node:process";
import { parseArgs } from "node:util";
import { runInputs } from "../test/bad-input/run.ts";
import { emptyTally, type Tally } from "../test/bad-input/tally.ts";
import { sampleInWorkerd } from "../test/workerd/bad-input.ts";
import { tallyLine, writeTally } from "./tally.ts";
import { wholeNumber } from "./whole-number.ts";

const { values } = parseArgs({
  options: {
    count: { type: "string", default: "10000" },
    workerd: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
  },
});
const count = wholeNumber("count", values.count);
const sample = wholeNumber("workerd", values.workerd);
const seed = wholeNumber("seed", values.seed);
const say = (line: string): void => console.log(line);

const STEP = 10_000;
/** So many findings are printed; the rest is counted. */
const SHOWN = 20;
/** With fewer, chance alone may leave out a kind of input. */
const ENOUGH = 1_000;
const counts = { passed: 0, failed: 0, skipped: 0 };

const said = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .map(([name, times]) => `${times} ${name}`)
    .join(", ");

/** A run counts as one check for what it found, and one for having shown that good input gets through. */
function sayTally(where: string, { inputs, statuses, forged, effects, orders, slowestMs, findings }: Tally): void {
  say(`${where}: ${inputs} inputs, ${forged} of them forged; answers: ${said(statuses)}`);
  say(`  what good ones caused: ${said(effects) || "nothing"}, ${orders} orders of admins`);
  say(`  slowest answer, with all that follows it: ${slowestMs.toFixed(0)} ms`);
  for (const { number, what } of findings.slice(0, SHOWN)) say(`  input ${number}: ${what}`);
  if (findings.length > SHOWN) say(`  and ${findings.length - SHOWN} findings more`);
  const enough = inputs < ENOUGH || Object.keys(effects).length > 0;
  if (!enough) say("  nothing good got through, so this run proves nothing");
  counts.passed += Number(findings.length === 0) + Number(enough);
  counts.failed += Number(findings.length > 0) + Number(!enough);
}

say(`seed ${seed}: input N is drawn again by --seed N --count 1`);
const tally = emptyTally();
for (let done = 0; done < count; done += STEP) {
  await runInputs(seed + done, Math.min(STEP, count - done), tally);
  if (done > 0) say(`${done} of ${count} inputs, ${tally.findings.length} findings`);
}
if (count > 0) sayTally("front door and engine", tally);
if (sample > 0) sayTally("Worker in workerd", await sampleInWorkerd(seed, sample));
writeTally("test:fuzz", counts);
say(tallyLine(counts));
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
