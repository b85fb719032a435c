// What the playground keeps and forgets, and that it leaves alone what is not its own.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { forgetEverything, openDataDirectory } from "../../../playground/run/data-directory.ts";
import { playgroundTime } from "../../../playground/run/time.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sym-data-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a directory of somebody else's is refused, and nothing in it is touched", () => {
  writeFileSync(join(folder, "thesis.txt"), "three years of work");
  expect(() => openDataDirectory(folder)).toThrow("is not the playground's");
  expect(readdirSync(folder)).toEqual(["thesis.txt"]);
});

test("its own is opened again, and forgetting removes what it kept and no more", () => {
  const data = openDataDirectory(join(folder, "new", "place"));
  mkdirSync(data.database);
  writeFileSync(data.slack, "{}");
  writeFileSync(join(data.path, "note.txt"), "put there by hand");
  forgetEverything(openDataDirectory(data.path));
  expect(existsSync(data.database)).toBe(false);
  expect(existsSync(data.slack)).toBe(false);
  expect(existsSync(join(data.path, "note.txt"))).toBe(true);
});

test("the time that was skipped is still skipped after a restart", () => {
  const { clock } = openDataDirectory(folder);
  const before = playgroundTime(clock, () => 1_000);
  expect(before.now()).toBe(1_000);
  before.skip(250.2);
  before.skip(-5_000);
  expect(before.now()).toBe(1_251);
  expect(playgroundTime(clock, () => 2_000).now()).toBe(2_251);
});

test("a clock that cannot be read is the real one", () => {
  const { clock } = openDataDirectory(folder);
  writeFileSync(clock, '{"offsetMs":"soon"}');
  expect(playgroundTime(clock, () => 7).offsetMs()).toBe(0);
});
