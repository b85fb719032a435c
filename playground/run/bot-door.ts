// The playground's way to the door that its Worker has beside the bot. Never waits for ever: a bot that reloads or does not
// start answers nobody.
import type * as z from "zod";
import {
  clockAnswer,
  type DeploymentAnswer,
  deploymentAnswer,
  type RecordAnswer,
  recordAnswer,
} from "../worker/door-answers.ts";

export interface BotDoor {
  /** Moves the bot's clock to this far ahead of the real one and waits for what is then due. */
  moveClock(offsetMs: number): Promise<{ settled: boolean }>;
  record(): Promise<RecordAnswer>;
  deployment(): Promise<DeploymentAnswer>;
}

const READ_LIMIT_MS = 3_000;
/** Longer than the Worker itself waits for what is due. */
const MOVE_LIMIT_MS = 20_000;

/** `url`: where the Worker listens. */
export function botDoor(url: URL, key: string): BotDoor {
  const ask = async <T>(path: string, shape: z.ZodType<T>, limitMs: number, body?: object): Promise<T> => {
    const response = await fetch(new URL(`/playground/${path}`, url), {
      method: body === undefined ? "GET" : "POST",
      headers: { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(limitMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (response.status !== 200) {
      await response.body?.cancel();
      throw new Error(`the bot answered ${path} with HTTP ${response.status}`);
    }
    return shape.parse(await response.json());
  };
  return {
    moveClock: (offsetMs) => ask("clock", clockAnswer, MOVE_LIMIT_MS, { offsetMs }),
    record: () => ask("record", recordAnswer, READ_LIMIT_MS),
    deployment: () => ask("deployment", deploymentAnswer, READ_LIMIT_MS),
  };
}
