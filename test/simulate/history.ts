// One history of the simulated world as data: what the world is like, what people and operators do and when, what is down
// for a while, and each single fault. Can be printed, kept in a file, cut shorter, and played again to the letter.
import type { TargetLimits } from "../../src/domain/turn.ts";
import type { RevokeScope } from "../../src/ports.ts";
import type { Fault, Mishap } from "../world/points.ts";
import type { QuirkName } from "../world/quirks.ts";

export type ProfileName = "normal" | "harsh";

export interface Setting {
  /** Cron runs. Without it no alarm and no memory is ever lost: either finder suffices alone. */
  readonly sweep: boolean;
  /** Cron stops for a while, and a watchdog stands in for it. Absent: cron goes on, and there is no watchdog. */
  readonly cronStops?: { readonly from: number; readonly to: number };
  /** How much of the profile's faults each part of the world meets: 0, none; 1, all of it. */
  readonly shares: Readonly<Record<Part, number>>;
  readonly places: Readonly<Record<string, { readonly readable: boolean; readonly lagMs: number }>>;
  /** Everybody has one account at the targets. */
  readonly oneAccount: boolean;
  /** What a place publishes about how often it may be called, by place; a gate stands before it then. */
  readonly limits?: Readonly<Record<string, Omit<TargetLimits, "of">>>;
  /** What is odd about a place, by place. */
  readonly quirks?: Readonly<Record<string, QuirkName>>;
  /** Versions of the code and when each is rolled out. Absent: the one of now, all the time. */
  readonly rollouts?: readonly Rollout[];
  /** What accounts had before Sym came, by label. */
  readonly standing: Readonly<Record<string, string>>;
}

export type Version = "previous" | "now" | "next";

/** From `at` on, and for so long, everything that runs comes to this version, one after the other. */
export interface Rollout {
  readonly at: number;
  readonly takesMs: number;
  readonly to: Version;
}

export const PARTS = ["target", "record", "objects", "people", "messages", "alarm", "storage"] as const;
export type Part = (typeof PARTS)[number];

export type Verb = "approve" | "deny" | "cancel" | "revoke";
/** `pair` and `staged` take several approvals. */
export type FlowName = "database" | "own" | "release" | "pair" | "staged";
export type FlowState = "as_made" | "tightened" | "loosened" | "moved" | "gone";

/** Something that people or operators do, or that simply happens. `at`: milliseconds after the beginning. */
export type Step = { readonly at: number } & (
  | {
      readonly do: "submit";
      readonly view: string;
      readonly flow: FlowName;
      readonly by: string;
      readonly target: string | null;
      readonly durationMs: number | null;
      /** The same submission is sent a second time. */
      readonly again: boolean;
    }
  | {
      readonly do: "click";
      readonly what: Verb;
      readonly view: string;
      readonly by: string;
      readonly twice: boolean;
      /** The button belongs to the first card. */
      readonly stale: boolean;
    }
  | { readonly do: "freeze"; readonly on: boolean }
  | { readonly do: "revoke_all"; readonly scope: RevokeScope }
  | { readonly do: "flow"; readonly to: FlowState }
  | { readonly do: "strategy"; readonly deployed: boolean }
  /** Everything that runs is cut off. */
  | { readonly do: "deploy" }
  | { readonly do: "person"; readonly id: string; readonly deactivated: boolean }
  | { readonly do: "group"; readonly members: readonly string[] }
  /** Somebody else changes access at the target. */
  | { readonly do: "meddle"; readonly label: string; readonly level: string | null }
  /** Two admins, or one twice, close by hand what is overdue. `removes`: after they have removed it at the target. */
  | { readonly do: "by_hand"; readonly first: string; readonly second: string; readonly removes: boolean }
  /** The alarm of some object is gone, or goes off now. `which`: in [0, 1), among those that have one. */
  | { readonly do: "alarm"; readonly which: number; readonly becomes: "lost" | "early" }
  /** Every gate comes up anew; `all`: and with nothing that it had kept. */
  | { readonly do: "gates"; readonly all: boolean }
  /** Some object, or all of them, come up empty. */
  | { readonly do: "forget"; readonly which: number; readonly all: boolean; readonly alarmToo: boolean }
);

/** A part of the world that answers nothing, or the same thing, for a while. */
export interface Outage {
  /** Beginning of the names of the points, such as `target.` or `record.`. */
  readonly points: string;
  /** At this place only. */
  readonly at: string | null;
  readonly from: number;
  readonly to: number;
  readonly how: NonNullable<Fault>;
}

export interface History {
  readonly seed: number;
  readonly profile: ProfileName;
  readonly setting: Setting;
  readonly steps: readonly Step[];
  readonly outages: readonly Outage[];
  /** Nothing new goes wrong in here, though nothing heals that is down. */
  readonly calm: { readonly from: number; readonly to: number } | null;
  /** From here on everything works. */
  readonly healsAt: number;
  /** Single faults by point and how often it was passed before, such as `target.grant#2`; null: drawn from the seed. */
  readonly faults: Readonly<Record<string, Mishap>> | null;
}
