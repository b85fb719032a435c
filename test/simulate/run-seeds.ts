// Plays a range of seeds and counts. What a worker runs, and a test.
import { drawHistory } from "./draw.ts";
import type { ProfileName } from "./history.ts";
import { play } from "./play.ts";
import { count, emptyShard, type Shard } from "./tally.ts";

export async function runSeeds(profile: ProfileName, from: number, seeds: number): Promise<Shard> {
  const shard = emptyShard(profile, from);
  for (let seed = from; seed < from + seeds; seed++) {
    const outcome = await play(drawHistory(seed, profile)).catch((error: unknown) => {
      throw new Error(`seed ${seed} (${profile}) could not be played`, { cause: error });
    });
    count(shard, seed, outcome);
  }
  return shard;
}
