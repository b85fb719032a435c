// The public shapes of the Slack simulator: what the page, the tests and the adapters read.
// Never holds behaviour, and never a type of Node or of Workers.
import type { AppSeed, WorldSeed } from "./seed-types.ts";

export type * from "./act-types.ts";
export type { Json, JsonObject } from "./json.ts";
export type * from "./record-types.ts";
export type * from "./seed-types.ts";
export type * from "./seen-types.ts";

export type SlackSimulatorOptions = SlackSurroundings & { seed: WorldSeed };

export type RestoreOptions = SlackSurroundings & { app?: AppSeed };

/** All that the simulator takes from outside; a restored world needs the same. */
export type SlackSurroundings = {
  /** The bot's front door: gets every signed request that Slack would send. */
  deliver: (request: Request) => Promise<Response>;
  /** Where the signed requests claim to go, e.g. "https://sym.test/slack/events". */
  eventsUrl: string;
  /** e.g. "https://slack.test/api/" or "http://127.0.0.1:9001/api/"; ends with a slash. */
  apiBase: string;
  /** Epoch milliseconds. */
  now: () => number;
  /** Fresh letters and digits for ids, at least eight of them; default: random. */
  random?: () => string;
  /** Waits `ms`, or until the signal is aborted; default: a timer. */
  sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Default true. */
  rateLimits?: boolean;
};

/** How long Slack waits for an answer, and how long a trigger id lives, in milliseconds. */
export const ACK_LIMIT_MS = 3_000;
export const TRIGGER_LIFE_MS = 3_000;
