// Is Sym fit to keep its promises? Asked of the record and of the signs of the finders; what else may be wrong, such as a
// setting, is for the wiring to add. Changes nothing, and names no person, no request and no target.
import { NOT_READY_AFTER_MS } from "../domain/silence.ts";
import { type Sign, TransientError } from "../ports.ts";
import type { World } from "./world.ts";

export interface Problem {
  readonly part: "record" | "sweep" | "watchdog" | "ends" | "settings" | "flows" | "secrets";
  readonly detail: string;
}
export interface Readiness {
  readonly problems: readonly Problem[];
  /** Ages in seconds; null where there is none. */
  readonly sweepSignAge: number | null;
  readonly watchdogSignAge: number | null;
  readonly oldestOverdue: number | null;
}

const ANSWER_WITHIN_MS = 3_000;

export async function readinessOf(world: Pick<World, "clock" | "store">): Promise<Readiness> {
  const { clock, store } = world;
  try {
    const { finders, overdueSince } = await clock.within(ANSWER_WITHIN_MS, () => store.signs());
    const now = clock.now();
    const age = (since: number | null | undefined): number | null => (since == null ? null : (now - since) / 1_000);
    const overdue = overdueSince !== null && now - overdueSince > NOT_READY_AFTER_MS;
    return {
      problems: [
        ...silent("sweep", finders.sweep, now),
        ...(finders.watchdog === null ? [] : silent("watchdog", finders.watchdog, now)),
        ...(overdue ? [{ part: "ends", detail: "an end is overdue by more than 15 minutes" } as const] : []),
      ],
      sweepSignAge: age(finders.sweep?.at),
      watchdogSignAge: age(finders.watchdog?.at),
      oldestOverdue: overdueSince !== null && overdueSince <= now ? age(overdueSince) : null,
    };
  } catch (error) {
    const detail = error instanceof TransientError ? "the record does not answer" : "the record cannot be read";
    return { problems: [{ part: "record", detail }], sweepSignAge: null, watchdogSignAge: null, oldestOverdue: null };
  }
}

function silent(part: "sweep" | "watchdog", sign: Sign | null, now: number): Problem[] {
  if (sign === null) return [{ part, detail: "has not shown any sign yet" }];
  return now - sign.at > NOT_READY_AFTER_MS ? [{ part, detail: "no sign for more than 15 minutes" }] : [];
}
