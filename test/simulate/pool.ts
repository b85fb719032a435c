// Workers that play ranges of seeds side by side. Hands out small ranges, so that a slow one holds up nobody, and stops early
// when told to.
import { Worker } from "node:worker_threads";
import type { ProfileName } from "./history.ts";
import { type Shard, shard as shardShape } from "./tally.ts";

const AT_ONCE = 50;

export interface PoolOptions {
  readonly profile: ProfileName;
  readonly from: number;
  readonly seeds: number;
  readonly workers: number;
  readonly mutant: string | null;
  /** Told of every range that is done; true: enough is known, stop. */
  readonly onShard: (shard: Shard) => boolean;
}

export async function runInWorkers({ profile, from, seeds, workers, mutant, onShard }: PoolOptions): Promise<void> {
  let next = from;
  const end = from + seeds;
  let stopped = false;
  const take = (): { profile: ProfileName; from: number; seeds: number } | null => {
    if (stopped || next >= end) return null;
    const range = { profile, from: next, seeds: Math.min(AT_ONCE, end - next) };
    next += range.seeds;
    return range;
  };
  const work = async (): Promise<void> => {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { workerData: { mutant } });
    try {
      for (let range = take(); range !== null; range = take()) {
        const answer = await ask(worker, range);
        if (onShard(answer)) stopped = true;
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, Math.ceil(seeds / AT_ONCE)) }, work));
}

function ask(worker: Worker, range: unknown): Promise<Shard> {
  return new Promise((resolve, reject) => {
    const answered = (answer: { shard?: unknown; error?: string }): void => {
      forget();
      if (answer.error === undefined) resolve(shardShape.parse(answer.shard));
      else reject(new Error(answer.error));
    };
    const failed = (error: Error): void => {
      forget();
      reject(error);
    };
    const left = (code: number): void => failed(new Error(`a worker ended by itself with code ${code}`));
    const forget = (): void => {
      worker.off("message", answered).off("error", failed).off("exit", left);
    };
    worker.on("message", answered).on("error", failed).on("exit", left);
    worker.postMessage(range);
  });
}
