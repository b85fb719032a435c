// What happens at each point of a history: drawn from its seed and written down on the way, or exactly what is written down.
// Outages hold either way. Never draws for a point that cannot fail.
import { NOON } from "../fakes/samples.ts";
import type { Mishap, Plan } from "../world/points.ts";
import { Dice } from "./dice.ts";
import type { History, Part } from "./history.ts";
import { measure, PROFILES, partOf } from "./rates.ts";

type Kind = NonNullable<Mishap["kind"]>;
interface Odds {
  readonly part: Part;
  readonly total: number;
  readonly edges: readonly (readonly [Kind, number])[];
}

export class Faults {
  /** What was drawn, by point and how often it was passed before. */
  readonly drawn: Record<string, Mishap> = {};
  /** What was met, by part and kind, outages among it. */
  readonly counts = new Map<string, number>();
  readonly #history: History;
  readonly #now: () => number;
  readonly #dice: Dice;
  readonly #passed = new Map<string, number>();
  readonly #odds = new Map<string, Odds>();

  constructor(history: History, now: () => number) {
    this.#history = history;
    this.#now = now;
    this.#dice = new Dice(history.seed + 0x5eed);
  }

  /** A fault that is none of the plan's. */
  showed(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }

  readonly plan: Plan = ({ name, at }) => {
    const key = this.#keyOf(name);
    const down = this.#outage(name, at);
    const mishap = down ?? this.#single(name, key);
    if (mishap === null) return null;
    const count = `${partOf(name)} ${down === null ? mishap.kind : `down: ${mishap.kind}`}`;
    this.counts.set(count, (this.counts.get(count) ?? 0) + 1);
    return mishap;
  };

  #keyOf(name: string): string {
    const times = (this.#passed.get(name) ?? 0) + 1;
    this.#passed.set(name, times);
    return this.#history.faults === null ? name : `${name}#${times}`;
  }

  #outage(name: string, at: string | null): Mishap | null {
    for (const outage of this.#history.outages) {
      const after = this.#now() - NOON;
      if (after < outage.from || after >= outage.to) continue;
      if (name.startsWith(outage.points) && (outage.at === null || outage.at === at))
        return { kind: outage.how, ms: 0 };
    }
    return null;
  }

  #single(name: string, key: string): Mishap | null {
    const { faults, calm } = this.#history;
    if (faults !== null) return faults[key] ?? null;
    const odds = this.#oddsOf(name);
    if (odds.total === 0) return null;
    let roll = this.#dice.roll();
    if (roll >= odds.total) return null;
    const after = this.#now() - NOON;
    if (calm !== null && after >= calm.from && after < calm.to) return null;
    for (const [kind, rate] of odds.edges) {
      roll -= rate;
      if (roll >= 0) continue;
      const mishap = { kind, ms: measure(kind, odds.part, this.#dice) };
      this.drawn[`${name}#${this.#passed.get(name)}`] = mishap;
      return mishap;
    }
    return null;
  }

  #oddsOf(name: string): Odds {
    const known = this.#odds.get(name);
    if (known) return known;
    const { setting, profile } = this.#history;
    const part = partOf(name);
    const share = setting.shares[part];
    const edges: [Kind, number][] = [];
    for (const [kind, rate] of Object.entries(PROFILES[profile][part]) as [Kind, number][]) {
      // Without the sweep nothing may be lost that only the sweep finds.
      if (part === "alarm" && kind === "lose" && !setting.sweep) continue;
      // Nor both finders at once.
      if (name === "alarm.watchdog" && kind === "lose" && setting.cronStops !== undefined) continue;
      edges.push([kind, rate * share]);
    }
    const odds = { part, total: edges.reduce((sum, [, rate]) => sum + rate, 0), edges };
    this.#odds.set(name, odds);
    return odds;
  }
}
