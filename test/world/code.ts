// The code that a handler of the simulated world runs: what is deployed now, or another version beside it. A version is a set
// of functions over the same memories, the same record and the same calls between objects. Holds no state.
import { createCommands } from "../../src/engine/commands.ts";
import { runCron } from "../../src/engine/cron.ts";
import { hold, release, wake, wakeEntitlement } from "../../src/engine/entitlement.ts";
import { setCredential } from "../../src/engine/entitlement-credential.ts";
import { check, letGo } from "../../src/engine/entitlement-orders.ts";
import { releaseFromMemory, wakeRequest } from "../../src/engine/request.ts";
import { sweep } from "../../src/engine/sweep.ts";
import { wakeWatchdog } from "../../src/engine/watchdog.ts";
import type { World } from "../../src/engine/world.ts";

const NOW = {
  createCommands,
  runCron,
  sweep,
  wakeRequest,
  wakeEntitlement,
  wakeWatchdog,
  hold,
  release,
  wake,
  check,
  letGo,
  setCredential,
  releaseFromMemory,
};

type Engine = typeof NOW;

/** Where each function is, for whoever keeps them of an earlier commit. */
export const ENTRY_POINTS = {
  "commands.ts": ["createCommands"],
  "cron.ts": ["runCron"],
  "entitlement.ts": ["hold", "release", "wake", "wakeEntitlement"],
  "request.ts": ["releaseFromMemory", "wakeRequest"],
  "sweep.ts": ["sweep"],
  "watchdog.ts": ["wakeWatchdog"],
} as const;
/** What an earlier commit is known to have. */
export type Kept = Pick<Engine, (typeof ENTRY_POINTS)[keyof typeof ENTRY_POINTS][number]>;

export interface Code extends Engine {
  readonly version: "previous" | "now" | "next";
  /** The world through this version's eyes: a record whose answers have the shape that it expects. */
  readonly sees: (world: World) => World;
}

export const NOW_CODE: Code = { ...NOW, version: "now", sees: (world) => world };
