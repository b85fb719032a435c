// A run of the timer: the sweep, then a sign that it ran, then a look at the watchdog, which looks at this one. What goes
// wrong behind the sweep is only logged: it never keeps the sweep from running again.
import { type Finder, newsOf, STAND_IN_AFTER_MS, WAKE_AFTER_MS } from "../domain/silence.ts";
import { type Signs, TransientError, type Warning } from "../ports.ts";
import { sweep } from "./sweep.ts";
import type { World } from "./world.ts";

export async function runCron(world: World): Promise<void> {
  const run = await sweep(world);
  const before = await attempt(world, "signs", () => world.store.signs());
  // Half a sweep is no sign of life: whoever waits for one has to find out.
  const signed = run.whole && (await showSign(world, "sweep", run.rescued));
  if (before !== null) await lookAfterWatchdog(world, before);
  if (signed) await attempt(world, "beacon", () => world.beacon());
}

/** True where it is in the record. */
export async function showSign(world: World, finder: Finder, rescued: number): Promise<boolean> {
  const shown = await attempt(world, "sign", async () => {
    await world.store.showSign(finder, world.clock.now(), rescued);
    return true;
  });
  return shown ?? false;
}

/** `before`: the signs as they were when this run had shown none yet. */
async function lookAfterWatchdog(world: World, { finders: { sweep: own, watchdog } }: Signs): Promise<void> {
  const now = world.clock.now();
  if (watchdog === null || now - watchdog.at >= WAKE_AFTER_MS) {
    world.log("watchdog.object.woken", { silentMs: watchdog === null ? null : now - watchdog.at });
    await attempt(world, "wake", () => world.watchdog.wake());
  }
  // Where its own signs are missing too, the record was down or this is a beginning: that says nothing about the other one.
  if (watchdog === null || own === null || now - own.at >= STAND_IN_AFTER_MS) return;
  const kind = newsOf(watchdog.at, watchdog.toldAt, now);
  if (kind === null || !(await warn(world, { kind, finder: "watchdog", since: watchdog.at }))) return;
  await attempt(world, "told", () => world.store.signTold("watchdog", kind === "silent" ? now : null));
}

/** True where the operators have it. */
export async function warn(world: Pick<World, "messenger" | "log">, warning: Warning): Promise<boolean> {
  world.log("watch.warning.raised", { kind: warning.kind, finder: "finder" in warning ? warning.finder : null });
  const outcome = await attempt(world, "warning", () => world.messenger.warning(warning));
  if (outcome?.kind === "undeliverable") world.log("watch.warning.refused", { code: outcome.code });
  return outcome?.kind === "sent";
}

/** Null where it did not work. */
export async function attempt<T>(world: Pick<World, "log">, part: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    const name = error instanceof TransientError ? error.name : error instanceof Error ? error.name : "unknown";
    world.log("watch.part.failed", { part, class: name });
    return null;
  }
}
