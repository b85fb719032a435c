// One run: people ask, decide and end while workerd is killed again and again; then peace, until nothing is owed any more; then
// the verdict. Works with the real Worker, real objects, real D1 and real processes.
import { setTimeout as pause } from "node:timers/promises";
import { type Killed, killAsPlanned } from "./killer.ts";
import { carryOut, type Told } from "./person.ts";
import { drawPlan } from "./plan.ts";
import { brokenPromises, type Recorded, readRecord, stillOwed } from "./verdict.ts";
import { startAround, type WorldAround } from "./world-around.ts";

/** A minute of the Worker's time is a second of the machine's. */
export const SPEED = 60;
const SWEEP_EVERY_MS = 60_000 / SPEED;
const SLOWEST_MS = 60;
/** Longer than the longest look that an interrupted call may owe, several times over. */
const PEACE_MS = 120_000;
const LOOK_MS = 1_000;

export interface KillRun {
  readonly killed: Killed;
  readonly told: readonly Told[];
  readonly record: Recorded;
  readonly broken: readonly string[];
  readonly changes: number;
  readonly cardsPostedAgain: number;
  /** From the last kill until nothing was owed, in milliseconds. */
  readonly peaceMs: number;
}

export async function killRun(
  options: { readonly seed: number; readonly grants: number; readonly kills: number },
  say: (line: string) => void,
): Promise<KillRun> {
  const plan = drawPlan(options);
  const { seed } = options;
  const around = await startAround({
    plan: "kill",
    speed: SPEED,
    seed,
    standing: plan.standing,
    slowestMs: SLOWEST_MS,
  });
  // A sweep that dies with the process is one that did not run; the next one comes.
  const sweeping = setInterval(() => void around.runtime.sweep().catch(() => undefined), SWEEP_EVERY_MS);
  try {
    const wishes: Promise<Told>[] = [];
    const send = (afterKills: number): void => {
      for (const wish of plan.wishes.filter((one) => one.afterKills === afterKills))
        wishes.push(pause(wish.afterMs).then(() => carryOut(around, wish)));
    };
    send(0);
    const killed = await killAsPlanned(around, plan.kills, (done) => {
      if (done < plan.kills.length) send(done);
      if (done % 10 === 0)
        say(`${done} of ${plan.kills.length} kills, ${wishes.length} of ${plan.wishes.length} requests sent`);
    });
    const told = await Promise.all(wishes);
    const peaceBegan = Date.now();
    const owed = await untilPeace(around);
    const record = await readRecord(around.runtime);
    return {
      killed,
      told,
      record,
      broken: [...(owed === null ? [] : [owed]), ...brokenPromises(around, record, told)],
      changes: around.ledger.changes.length,
      cardsPostedAgain: around.slack.cardsPostedAgain(),
      peaceMs: Date.now() - peaceBegan,
    };
  } finally {
    clearInterval(sweeping);
    await around.stop();
  }
}

/** Null once nothing is owed any more; else what still is when patience ends. */
async function untilPeace({ runtime }: WorldAround): Promise<string | null> {
  for (const until = Date.now() + PEACE_MS; ; await pause(LOOK_MS)) {
    // An object that does not answer now is asked again; one that never does again is a broken promise.
    const owed = await stillOwed(runtime).catch(
      (error: unknown) => `I6: nobody can tell what is owed: ${String(error)}`,
    );
    if (owed === null || Date.now() > until) return owed;
  }
}
