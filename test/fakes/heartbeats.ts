// The signs of the finders in memory, and the oldest end that has not come, in words of its own.
import type { Request } from "../../src/domain/request.ts";
import type { Finder } from "../../src/domain/silence.ts";
import type { Sign } from "../../src/ports.ts";

export class Heartbeats {
  readonly #signs = new Map<Finder, Sign>();

  of = (finder: Finder): Sign | null => this.#signs.get(finder) ?? null;

  show(finder: Finder, at: number, rescued: number): void {
    for (const each of ["sweep", "watchdog"] as const) {
      // The one that has shown nothing yet counts as silent for six minutes.
      const known = this.#signs.get(each) ?? { at: each === finder ? at : at - 360_000, toldAt: null, rescued: 0 };
      const mine = { ...known, at: Math.max(known.at, at), rescued: known.rescued + rescued };
      this.#signs.set(each, each === finder ? mine : known);
    }
  }

  told(finder: Finder, toldAt: number | null): void {
    const known = this.#signs.get(finder);
    if (known) this.#signs.set(finder, { ...known, toldAt });
  }
}

/** When the end of an open request was due; null where it has none yet. */
export function endDue({ state, hold, granted, ending, createdAt }: Request): number | null {
  if (state === "granting") return hold?.grantBy ?? createdAt;
  if (state === "active") return granted?.until ?? createdAt;
  return state === "revoking" ? (ending?.at ?? createdAt) : null;
}

export function oldestDue(requests: readonly Request[]): number | null {
  const due = requests.flatMap((request) => endDue(request) ?? []);
  return due.length === 0 ? null : Math.min(...due);
}
