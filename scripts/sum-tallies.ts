// Ends a CI run with one line for all of it: `node scripts/sum-tallies.ts test=0 test:e2e=1 lint=0`, each step with its exit
// code. A step that failed counts as one failure, or as its failed tests where it left counts. Never passes on no evidence.
import process from "node:process";
import { readTally, type Tally, tallyLine } from "./tally.ts";

const total = { passed: 0, failed: 0, skipped: 0 };
for (const argument of process.argv.slice(2)) {
  const [step = "", code] = argument.split("=");
  const failed = code !== "0";
  if (failed) console.log(`failed: ${step} (exit code ${code})`);

  const counts = countsOf(step);
  total.passed += counts.passed;
  total.skipped += counts.skipped;
  total.failed += failed ? Math.max(1, counts.failed) : counts.failed;
}
console.log(tallyLine(total));
process.exitCode = total.failed === 0 && total.passed > 0 ? 0 : 1;

/** What a test script left behind. One that left nothing proved nothing, whatever its exit code. */
function countsOf(step: string): Tally {
  if (!/^test\b/.test(step)) return { passed: 0, failed: 0, skipped: 0 };
  try {
    return readTally(step);
  } catch (error) {
    console.log(`no counts of ${step}: ${error instanceof Error ? error.message : String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
}
