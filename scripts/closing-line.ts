// A vitest reporter that ends a run with one plain line of counts, for people and machines alike.
// A file that would not load and an error outside any test count as failures: the line never looks better than the run.
import type { Reporter, SerializedError, TestModule } from "vitest/node";
import { tallyLine, writeTally } from "./tally.ts";

export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      counts.failed += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === "passed") counts.passed += 1;
        else if (state === "skipped") counts.skipped += 1;
        else counts.failed += 1;
      }
    }
    writeTally(process.env.npm_lifecycle_event ?? "vitest", counts);
    process.stdout.write(`${tallyLine(counts)}\n`);
  }
}
