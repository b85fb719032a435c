// The lines in the terminal: what was done, whether it went well, and how long it took.
import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { progressTo } from "../../../playground/run/progress.ts";

function terminal() {
  const lines: string[] = [];
  let now = 0;
  const progress = progressTo(
    (line) => lines.push(stripVTControlCharacters(line)),
    () => now,
  );
  const taking =
    <T>(ms: number, result: T) =>
    async (): Promise<T> => {
      now += ms;
      return result;
    };
  return { lines, progress, taking };
}

test("a step is told with its length, and one that did not succeed is told apart", async () => {
  const { lines, progress, taking } = terminal();
  expect(await progress.step("the page", taking(1_240, "there"))).toBe("there");
  expect(await progress.step("the bot", taking(300, false))).toBe(false);
  expect(lines).toEqual(["  ✓ the page (1.2 s)", "  ✗ the bot (0.3 s)"]);
});

test("what was done while nobody waited is told in the same way", () => {
  const { lines, progress } = terminal();
  progress.done("the bot, reloaded", 90);
  expect(lines).toEqual(["  ✓ the bot, reloaded (0.1 s)"]);
});
