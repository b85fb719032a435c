// The ways of targets that say one thing and do another. Each stands between a call that has arrived and what becomes of it at
// the target; the engine sees no more of it than the answer. Never speaks to the engine itself.
import { rankOf } from "../../src/domain/access.ts";
import { PermanentError, TransientError } from "../../src/ports.ts";
import { LEVELS, type SimTarget } from "./target.ts";

export const QUIRKS = [
  /** Takes its time over a change, refuses another one meanwhile, and the caller is not told how it ended. */
  "asynchronous",
  /** An invitation counts as access; whoever accepts it while it is withdrawn keeps what they have. */
  "invites",
  /** Some accounts are a rule's, and nobody may add them by hand. */
  "ruled",
  /** Refuses to add who is there already, and whatever was changed since it was read. */
  "conflicting",
  /** What others gave stands beside ours, and ours alone can be taken away. */
  "per_grantor",
  /** Who is added twice is there twice, and is removed once. */
  "stores_twice",
  /** Says yes, and now and then does nothing. */
  "swallows",
] as const;
export type QuirkName = (typeof QUIRKS)[number];

export interface Landing {
  readonly label: string;
  readonly level: string | null;
  readonly at: number;
}
/** What becomes of a call that has arrived; throws what the strategy would. */
export type Quirk = (landing: Landing) => void;

export interface Surroundings {
  /** Asked for with every call: the world is made after its places. */
  readonly target: () => SimTarget;
  /** In [0, 1). */
  readonly roll: () => number;
  /** Somebody other than Sym changes this account in this history. */
  readonly meddled: (label: string) => boolean;
  readonly later: (ms: number, work: () => void) => void;
  /** It showed: `delays` where what was asked for did not happen at once. */
  readonly met: (what: string, delays: boolean) => void;
}

/** A poll of an asynchronous change is given up after this. */
const POLLED_MS = 10_000;
const SLOWEST_MS = 90_000;

export function quirkOf(name: QuirkName, world: Surroundings): Quirk {
  const { roll, met } = world;
  const target = {
    level: (label: string): string | null => world.target().level(label),
    others: (label: string): string | null => {
      const { before, level } = world.target();
      return before.has(label) ? (before.get(label) ?? null) : level(label);
    },
  };
  const set = ({ label, level, at }: Landing): void => world.target().set(label, level, at);
  switch (name) {
    case "asynchronous": {
      const until = new Map<string, number>();
      return (landing) => {
        const { label, at } = landing;
        if (at < (until.get(label) ?? 0)) {
          met("refused while another change is under way", true);
          throw new TransientError("another change is under way", { effect: "no" });
        }
        const takes = Math.floor(roll() ** 3 * SLOWEST_MS);
        if (takes < POLLED_MS) return set(landing);
        until.set(label, at + takes);
        world.later(takes, () => set({ ...landing, at: at + takes }));
        met("still under way when the poll was given up", true);
        throw new TransientError("still under way", { effect: "unknown" });
      };
    }
    case "invites": {
      const invited = new Set<string>();
      return (landing) => {
        const { label, level } = landing;
        if (level !== null && target.level(label) === null) invited.add(label);
        const accepts = level === null && invited.delete(label) && roll() < 0.4;
        if (!accepts) return set(landing);
        met("accepted while it was withdrawn", true);
      };
    }
    case "ruled":
      return (landing) => {
        if (landing.level === null || !isRuled(landing.label)) return set(landing);
        met("refused an account of a rule", true);
        throw new PermanentError("a rule decides about this account", { class: "impossible" });
      };
    case "conflicting":
      return (landing) => {
        const { label, level } = landing;
        const there = target.level(label);
        if (level === null && there === null) return met("404 for who is gone", false);
        if (level !== null && there === level) return met("409 for who is there", false);
        if (there !== null && roll() < 0.2) {
          met("refused what was changed since it was read", true);
          throw new TransientError("changed since it was read", { effect: "no" });
        }
        set(landing);
      };
    case "per_grantor":
      return (landing) => {
        const { label, level } = landing;
        if (world.meddled(label)) return set(landing);
        const others = target.others(label);
        const covered = others !== null && rankOf(LEVELS, others) >= rankOf(LEVELS, level);
        if (covered) met("what others gave stays", false);
        set({ ...landing, level: covered ? others : level });
      };
    case "stores_twice": {
      const more = new Map<string, number>();
      return (landing) => {
        const { label, level } = landing;
        const copies = more.get(label) ?? 0;
        if (level !== null && target.level(label) === level) {
          more.set(label, copies + 1);
          return met("stored twice", false);
        }
        if (level === null && copies > 0) {
          more.set(label, copies - 1);
          return met("removed once of several", true);
        }
        set(landing);
      };
    }
    case "swallows":
      return (landing) => {
        if (roll() >= 0.25) return set(landing);
        met(`said yes and ${landing.level === null ? "took" : "gave"} nothing`, true);
      };
  }
}

/** Every other account, by its letters. */
export const isRuled = (label: string): boolean =>
  [...label].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 2 === 1;
