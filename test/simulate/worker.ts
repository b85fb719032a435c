// One worker of `npm run simulate`: plays the ranges of seeds that it is sent and sends back what they add up to. Takes a
// mutant's edits before it loads anything of what it plays.
import { parentPort, workerData } from "node:worker_threads";
import type { ProfileName } from "./history.ts";

export interface Range {
  readonly profile: ProfileName;
  readonly from: number;
  readonly seeds: number;
}

// Faults are made by the hundred thousand; where each was thrown is of no interest.
Error.stackTraceLimit = 0;

const { mutant } = workerData as { readonly mutant: string | null };
if (mutant !== null) {
  const { mutateModules } = await import("../mutants/kit/load.ts");
  await mutateModules(mutant);
}
const { runSeeds } = await import("./run-seeds.ts");

parentPort?.on("message", (range: Range) => {
  runSeeds(range.profile, range.from, range.seeds).then(
    (shard) => parentPort?.postMessage({ shard }),
    (error: unknown) => parentPort?.postMessage({ error: String((error as Error)?.cause ?? error) }),
  );
});
