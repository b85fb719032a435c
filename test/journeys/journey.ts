// `journey(...)`: a test with a stage. After each one, Slack must have nothing to complain about, and no log line may hold what
// a person wrote, an e-mail address or a secret.
import { expect, test } from "vitest";
import { Stage, type StageOptions } from "./stage.ts";
import { CANARY } from "./workspace.ts";

const CONSOLE = ["debug", "error", "info", "log", "warn"] as const;

/** `area.noun.past_verb` */
const LOG_NAME = /^[a-z_]+\.[a-z_]+\.[a-z_]+$/;

export function journey(name: string, walk: (stage: Stage) => Promise<void>, options: StageOptions = {}): void {
  test(name, async () => {
    const printed: string[] = [];
    const before = CONSOLE.map((level) => [level, console[level]] as const);
    for (const level of CONSOLE)
      console[level] = (...words: unknown[]) => void printed.push(words.map(String).join(" "));
    const stage = new Stage(options);
    try {
      await walk(stage);
      await stage.settle();
      expect(stage.slack.violations).toEqual([]);
      expect(stage.log.map(({ name }) => name).filter((name) => !LOG_NAME.test(name))).toEqual([]);
      const lines = [...stage.log.map((line) => JSON.stringify(line)), ...printed];
      expect(lines.filter((line) => line.includes(CANARY))).toEqual([]);
      expect(printed.filter((line) => !line.startsWith('{"event":'))).toEqual([]);
    } finally {
      stage.leave();
      for (const [level, print] of before) console[level] = print;
    }
  });
}
