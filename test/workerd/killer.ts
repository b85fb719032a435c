// Kills workerd again and again, as the plan says, and notes what each kill interrupted. Ends once the last one is over and
// the Worker runs again.
import { setTimeout as pause } from "node:timers/promises";
import { type Kill, LIFE_MS } from "./plan.ts";
import type { WorldAround } from "./world-around.ts";

export interface Killed {
  /** How many kills there were. */
  readonly kills: number;
  /** What was under way at how many of them. A kill may interrupt several things. */
  readonly interrupted: ReadonlyMap<string, number>;
  readonly quiet: number;
}

export async function killAsPlanned(
  { runtime, underWay }: Pick<WorldAround, "runtime" | "underWay">,
  kills: readonly Kill[],
  told: (done: number) => void,
): Promise<Killed> {
  const interrupted = new Map<string, number>();
  let quiet = 0;
  let done = 0;
  for (const { afterMs, moment } of kills) {
    // What is waited for may never come: then the kill comes all the same.
    if (moment !== null) await Promise.race([underWay.next(moment), pause(LIFE_MS)]);
    await pause(afterMs);
    const now = underWay.now();
    if (runtime.kill() === 0) throw new Error("there was no workerd to kill");
    done += 1;
    for (const what of now) interrupted.set(what, (interrupted.get(what) ?? 0) + 1);
    if (now.length === 0) quiet += 1;
    await runtime.restarted();
    told(done);
  }
  return { kills: done, interrupted, quiet };
}
