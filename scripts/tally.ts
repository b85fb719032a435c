// The counts of a run of tests: the words every run ends in, and the file that CI adds up. Never counts anything itself.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import * as z from "zod";

const tally = z.object({ passed: z.int(), failed: z.int(), skipped: z.int() });

export type Tally = z.infer<typeof tally>;

/** `12 passed, 0 failed`, with `, 3 skipped` behind it where there are any. */
export function tallyLine({ passed, failed, skipped }: Readonly<Tally>): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** Where the counts of an npm script are left: `.reports/test.json` for `test`, `.reports/test-e2e.json` for `test:e2e`. */
export function tallyFile(script: string): string {
  return `.reports/${script.replaceAll(":", "-")}.json`;
}

export function writeTally(script: string, counts: Readonly<Tally>): void {
  const file = tallyFile(script);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(counts)}\n`);
}

/** Throws where the script left no counts, or something else in their place. */
export function readTally(script: string): Tally {
  return tally.parse(JSON.parse(readFileSync(tallyFile(script), "utf8")));
}
