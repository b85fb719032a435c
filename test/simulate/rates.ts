// How often what goes wrong, per call, by part of the world. The normal profile follows docs/simulation.md; the harsh one is
// far worse than any day that anybody has seen. Nothing here says when.
import type { Mishap } from "../world/points.ts";
import type { Dice } from "./dice.ts";
import type { Part, ProfileName } from "./history.ts";

type Kind = NonNullable<Mishap["kind"]>;
export type Rates = Readonly<Record<Part, Readonly<Partial<Record<Kind, number>>>>>;

const NORMAL: Rates = {
  target: {
    error: 0.08,
    throttle: 0.05,
    lose: 0.05,
    late: 0.04,
    timeout: 0.02,
    garbled: 0.02,
    slow: 0.02,
    die_before: 0.015,
    die_after: 0.015,
    die_late: 0.005,
    twice: 0.005,
    overtaken: 0.03,
  },
  record: {
    slow: 0.05,
    lose: 0.03,
    error: 0.01,
    late: 0.003,
    twice: 0.003,
    die_before: 0.015,
    die_after: 0.015,
    overtaken: 0.02,
  },
  objects: { lose: 0.02, error: 0.01, late: 0.005, twice: 0.01, die_before: 0.015, die_after: 0.015, overtaken: 0.02 },
  people: { error: 0.02, throttle: 0.02, slow: 0.03, die_before: 0.015, die_after: 0.015, overtaken: 0.02 },
  messages: {
    throttle: 0.1,
    undeliverable: 0.03,
    slow: 0.03,
    lose: 0.02,
    error: 0.01,
    die_before: 0.015,
    die_after: 0.015,
  },
  alarm: { lose: 0.002, late: 0.03, twice: 0.01 },
  storage: { die_before: 0.005 },
};

const HARSH: Rates = {
  target: {
    ...NORMAL.target,
    late: 0.2,
    lose: 0.1,
    error: 0.12,
    die_before: 0.05,
    die_after: 0.05,
    die_late: 0.02,
    overtaken: 0.08,
  },
  record: { ...NORMAL.record, lose: 0.1, late: 0.01, slow: 0.08, die_before: 0.05, die_after: 0.05, overtaken: 0.06 },
  objects: { lose: 0.1, error: 0.05, late: 0.02, twice: 0.03, die_before: 0.05, die_after: 0.05, overtaken: 0.06 },
  people: { ...NORMAL.people, error: 0.06, die_before: 0.05, die_after: 0.05 },
  messages: { ...NORMAL.messages, lose: 0.1, die_before: 0.05, die_after: 0.05 },
  alarm: { lose: 0.05, late: 0.1, twice: 0.05 },
  storage: { die_before: 0.02 },
};

export const PROFILES: Readonly<Record<ProfileName, Rates>> = { normal: NORMAL, harsh: HARSH };

/** How long after the last fault everything must be right again. */
export const GRACE_MINUTES: Readonly<Record<ProfileName, number>> = { normal: 15, harsh: 60 };

/** The part that a point belongs to. */
export function partOf(point: string): Part {
  if (point.startsWith("target.")) return "target";
  if (point.startsWith("record.")) return "record";
  if (point.startsWith("alarm.")) return "alarm";
  if (point.startsWith("storage.")) return "storage";
  if (point === "slack.users.info" || point === "slack.members" || point === "people.account") return "people";
  return point.startsWith("slack.") ? "messages" : "objects";
}

const SECOND_MS = 1_000;

/** How late, how slow, or for how long we are asked to wait. */
export function measure(kind: Kind, part: Part, dice: Dice): number {
  switch (kind) {
    case "late":
    case "die_late":
      return 1 + dice.upTo((part === "target" ? 120 : 60) * SECOND_MS);
    case "throttle":
      // Some targets ask for hours; Slack asks for seconds.
      return part === "target" && dice.chance(0.05) ? 6 * 3_600 * SECOND_MS : SECOND_MS + dice.upTo(300 * SECOND_MS, 3);
    case "slow":
      return 1 + dice.upTo(19 * SECOND_MS);
    case "overtaken":
      return 1 + dice.upTo(30 * SECOND_MS, 3);
    default:
      return 0;
  }
}
