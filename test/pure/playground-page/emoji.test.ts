// Every emoji that Sym can say is drawn by the playground, and does not stand there as raw text.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { EMOJI_TABLE } from "../../../playground/page/text/emoji-table.ts";

const said = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".ts"))
  // Names of AWS have colons of their own.
  .map((path) => readFileSync(join("src", path), "utf8").replaceAll(/\barn:\S+/g, ""))
  .flatMap((text) => text.match(/(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])/g) ?? []);

test("every :name: in Sym's own words is in the playground's table", () => {
  const drawn = new Set(EMOJI_TABLE.trim().split(/\s+/));
  expect(said.length).toBeGreaterThan(20);
  expect(said.filter((name) => !drawn.has(name.slice(1, -1)))).toEqual([]);
});
