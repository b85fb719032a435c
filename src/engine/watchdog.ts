// The watchdog: with a timer of its own, it looks whether the sweep still runs and whether an end is overdue that nobody
// speaks of, does the sweep's work where it does not, and tells people. Its next look is booked before anything else.
import { NOT_READY_AFTER_MS, newsOf, STAND_IN_AFTER_MS, TELL_AFTER_MS, WATCH_EVERY_MS } from "../domain/silence.ts";
import type { Warning, WatchdogMemory, WatchdogMemoryState } from "../ports.ts";
import { attempt, showSign, warn } from "./cron.ts";
import { sweep } from "./sweep.ts";
import type { World } from "./world.ts";

export async function wakeWatchdog(world: World, memory: WatchdogMemory): Promise<void> {
  const now = world.clock.now();
  memory.arm(now + WATCH_EVERY_MS);
  const known = memory.read() ?? { sweepSeenAt: now, toldSilentAt: null, toldOverdueAt: null };
  const signs = await attempt(world, "signs", () => world.store.signs());
  const sweepSeenAt = Math.max(known.sweepSeenAt, signs?.finders.sweep?.at ?? 0);
  memory.replace({ ...known, sweepSeenAt });
  const untoldSince = signs?.untoldSince ?? null;
  let rescued = 0;
  // An end that is late although the sweep runs is worth a second pair of eyes.
  if (now - sweepSeenAt >= STAND_IN_AFTER_MS || (untoldSince !== null && now - untoldSince >= TELL_AFTER_MS)) {
    world.log("watchdog.sweep.stood_in", { silentMs: now - sweepSeenAt });
    rescued = (await sweep(world)).rescued;
  }
  await showSign(world, "watchdog", rescued);
  await tell(world, memory, { kind: newsOf(sweepSeenAt, known.toldSilentAt, now), since: sweepSeenAt });
  await tellOverdue(world, memory, untoldSince);
  await attempt(world, "beacon", () => world.beacon());
}

async function tell(
  world: World,
  memory: WatchdogMemory,
  { kind, since }: { readonly kind: "silent" | "back" | null; readonly since: number },
): Promise<void> {
  if (kind === null || !(await warn(world, { kind, finder: "sweep", since }))) return;
  remember(memory, { toldSilentAt: kind === "silent" ? world.clock.now() : null });
}

/** Of an end whose slot speaks for itself the operators hear from there. */
async function tellOverdue(world: World, memory: WatchdogMemory, since: number | null): Promise<void> {
  const toldAt = memory.read()?.toldOverdueAt ?? null;
  const late = since !== null && world.clock.now() - since >= NOT_READY_AFTER_MS - WATCH_EVERY_MS;
  if (!late) {
    if (toldAt !== null) remember(memory, { toldOverdueAt: null });
    return;
  }
  const warning: Warning = { kind: "overdue", since };
  if (newsOf(since, toldAt, world.clock.now()) === "silent" && (await warn(world, warning)))
    remember(memory, { toldOverdueAt: world.clock.now() });
}

function remember(memory: WatchdogMemory, change: Partial<WatchdogMemoryState>): void {
  const state = memory.read();
  if (state !== null) memory.replace({ ...state, ...change });
}
