// What people do in a run and when workerd is killed, drawn from a seed: the same seed draws the same plan. How it meets the
// real processes is the machine's, and not repeatable.

import { emailOf } from "../../bench/harness/slack-user.ts";
import { Dice } from "../simulate/dice.ts";
import { durations, TEAMS, type Team } from "./flows.ts";
import { slotName } from "./ledger.ts";

/** What becomes of a request: `nothing` waits until it lapses. */
export const WAYS = ["kept", "revoked", "denied", "cancelled", "nothing"] as const;
export type Way = (typeof WAYS)[number];

export interface Wish {
  /** Names the request wherever it is shown. */
  readonly ticket: string;
  readonly viewId: string;
  readonly userId: string;
  readonly team: Team;
  readonly durationMs: number;
  readonly way: Way;
  /** It is sent after so many kills, and so long after the last of them, in the machine's milliseconds. */
  readonly afterKills: number;
  readonly afterMs: number;
  /** How long whoever decides, or ends it early, takes to click. */
  readonly thinksMs: number;
}

/** Either so long after workerd came up, or so long after something began that is worth interrupting. */
export interface Kill {
  readonly afterMs: number;
  readonly moment: string | null;
}

export interface RunPlan {
  readonly wishes: readonly Wish[];
  readonly kills: readonly Kill[];
  /** Slots that are held before the Worker comes, and for ever. */
  readonly standing: readonly string[];
}

/** Moments that a kill waits for: every call that changes something, and the acts of people. */
const MOMENTS = [
  "submission",
  "decision",
  "grant, before its effect",
  "grant, after its effect",
  "revoke, before its effect",
  "revoke, after its effect",
  "read-back",
  "Slack: chat.postMessage",
  "Slack: chat.update",
] as const;

/** How long workerd lives between two kills, at most, when nothing else is waited for. */
export const LIFE_MS = 2_000;
const MOMENT_WITHIN_MS = 40;
/** How long a run without kills goes on asking. */
const QUIET_RUN_MS = 5_000;
const STANDING = 0.2;

/** Some requests are denied, cancelled or in each other's way: for each grant that is wanted so many are made. */
const REQUESTS_A_GRANT = 1.4;

export function drawPlan({ seed, grants, kills }: { seed: number; grants: number; kills: number }): RunPlan {
  const dice = new Dice(seed);
  // Few enough people that holds on one slot meet each other.
  const people = Array.from({ length: Math.max(4, Math.ceil(grants / 12)) }, (_, at) => `U0P${100 + at}`);
  const lengths = durations.kill.team.map((text) => Number(text.slice(0, -1)) * (text.endsWith("m") ? 60_000 : 1_000));
  const way = (): Way => {
    const roll = dice.roll();
    if (roll < 0.74) return "kept";
    if (roll < 0.88) return "revoked";
    return roll < 0.92 ? "denied" : roll < 0.96 ? "cancelled" : "nothing";
  };
  const wishes = Array.from(
    { length: Math.ceil(grants * REQUESTS_A_GRANT) },
    (_, at): Wish => ({
      ticket: `ticket-${1_000_000 + at}`,
      viewId: `V0RUN${seed}X${at}`,
      userId: dice.pick(people),
      team: dice.pick(TEAMS),
      durationMs: dice.pick(lengths),
      way: way(),
      afterKills: dice.upTo(kills),
      afterMs: dice.upTo(kills === 0 ? QUIET_RUN_MS : LIFE_MS / 2),
      thinksMs: dice.upTo(600),
    }),
  );
  return {
    wishes: wishes.sort((one, other) => one.afterKills - other.afterKills || one.afterMs - other.afterMs),
    kills: Array.from(
      { length: kills },
      (): Kill =>
        dice.chance(0.5)
          ? { afterMs: dice.between(100, LIFE_MS), moment: null }
          : { afterMs: dice.upTo(MOMENT_WITHIN_MS), moment: dice.pick(MOMENTS) },
    ),
    standing: people.flatMap((userId) =>
      TEAMS.filter(() => dice.chance(STANDING)).map((team) => slotName(emailOf(userId), team)),
    ),
  };
}
