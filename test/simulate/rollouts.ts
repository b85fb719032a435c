// Which version of the code whoever runs has: a roll-out takes its time, object by object and Worker by Worker, and may be
// taken back. Drawn from dice of its own, so that all the rest of a history is as it would be without.
import { HOUR_MS } from "../fakes/samples.ts";
import { Dice } from "./dice.ts";
import type { History, Rollout, Version } from "./history.ts";

const VERSIONS: readonly Version[] = ["previous", "now", "next"];

/** Each ends with the newest one everywhere. */
const WAYS: readonly (readonly Version[])[] = [
  ["previous", "now"],
  ["now", "previous", "now"],
  ["previous", "now", "previous", "now"],
  ["now", "next"],
  ["next", "now", "next"],
  ["now", "next", "now", "next"],
];

/** In every fifth history. The first one is there from the beginning. */
export function withRollouts(history: History): History {
  const dice = new Dice(history.seed + 0xdeb1);
  if (!dice.chance(0.2)) return history;
  // The one before does not look again for what it does not know: that is found by the sweep alone.
  const way = dice.pick(WAYS.filter((versions) => history.setting.sweep || !versions.includes("previous")));
  // While people ask and decide, most of the time; what they are given lasts for hours.
  const within = Math.min(history.healsAt, 5 * HOUR_MS);
  const times = way.slice(1).map(() => dice.upTo(within));
  const rollouts = way.map((to, index): Rollout => {
    if (index === 0) return { at: 0, takesMs: 0, to };
    const at = times.toSorted((a, b) => a - b)[index - 1] ?? 0;
    return { at, takesMs: Math.min(history.healsAt - at, dice.upTo(2 * HOUR_MS, 2)), to };
  });
  return { ...history, setting: { ...history.setting, rollouts } };
}

/** Says which version runs; `met` counts who ran what while it was under way, by kind of handler. */
export class Rollouts {
  readonly met = new Map<string, number>();
  readonly #rollouts: readonly Rollout[];
  readonly #dice: Dice;

  constructor(rollouts: readonly Rollout[], seed: number) {
    this.#rollouts = rollouts;
    this.#dice = new Dice(seed + 0xc0de);
  }

  readonly #last = new Map<string, Version>();

  /** Every object changes at its own moment of a roll-out; a click or cron meets either Worker. */
  versionOf(of: string | null, after: number): Version {
    const turn = of === null ? this.#dice.roll() : turnOf(of);
    let version: Version = "now";
    for (const { at, takesMs, to } of this.#rollouts) if (after >= at + takesMs * turn) version = to;
    return version;
  }

  /** Somebody may run this version now. */
  isAbout(version: Version, after: number): boolean {
    let before: Version = "now";
    for (const { at, takesMs, to } of this.#rollouts) {
      if (after < at) return before === version;
      if (after < at + takesMs) return before === version || to === version;
      before = to;
    }
    return before === version;
  }

  /** Somebody begins to run this version. */
  ran(of: string | null, version: Version, after: number): void {
    const beside = VERSIONS.some((other) => other !== version && this.isAbout(other, after));
    this.#count(`code of ${version}${beside ? ", beside another" : ""}`);
    if (of === null) return;
    const last = this.#last.get(of);
    if (last !== undefined && last !== version) this.#count(`object of ${last} met code of ${version}`);
    this.#last.set(of, version);
  }

  #count(what: string): void {
    this.met.set(what, (this.met.get(what) ?? 0) + 1);
  }
}

/** In [0, 1): when an object comes up with the new code, as a share of the time that the roll-out takes. */
function turnOf(of: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < of.length; index++) hash = Math.imul(hash ^ of.charCodeAt(index), 0x01000193);
  return (Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0) / 4_294_967_296;
}
