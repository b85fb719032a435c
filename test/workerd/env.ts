// What these runs bind besides the Worker's own bindings, all of it text. Never part of what is published.

import type { Plan } from "./flows.ts";
import type { ScaledTime } from "./scaled-time.ts";

export interface RunEnv extends Cloudflare.Env {
  /** Start of the scaled time, in epoch milliseconds, and its speed. */
  readonly RUN_START: string;
  readonly RUN_SPEED: string;
  /** Where the target listens, such as `http://127.0.0.1:1234`. */
  readonly RUN_TARGET: string;
  readonly RUN_PLAN: Plan;
  /** Opens the door of the run; new at each start. */
  readonly RUN_KEY: string;
}

export const timeOf = (env: RunEnv): ScaledTime => ({ start: Number(env.RUN_START), speed: Number(env.RUN_SPEED) });
