// The table of docs/targets/README.md is that of the strategies that a deployment has, and each of them has a page that says how
// far it can be trusted, and the suite behind that word.
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { expect, test } from "vitest";
import { describe, tableIn, tableOf } from "../../../scripts/targets/table.ts";
import { deployed } from "../../../src/strategies/registry.ts";

const described = await describe(deployed);
const cases = described.map((one) => [one.strategy.type, one] as const);

test("the table is in step with the strategies; `npm run targets` writes it anew", () => {
  expect(tableIn(readFileSync("docs/targets/README.md", "utf8"))).toBe(tableOf(described));
});

test.each(cases)("%s has a page that says its grade", (type, { facts }) => {
  const page = readFileSync(`docs/targets/${type}.md`, "utf8");
  expect(page).toContain(`(\`${type}\`)`);
  expect([...page.matchAll(/^Grade: \*\*(\w+)\*\*\./gm)].map(([, grade]) => grade)).toEqual([facts.grade]);
});

test.each(cases)("%s is held to the suite of all strategies by the test that its facts name", (type, { facts }) => {
  const suite = readFileSync(facts.suite, "utf8");
  expect(suite).toMatch(/^ *strategyContract\(/m);
  expect(suite).toContain(type);
});

test.each(cases)("the example of %s is one that a Flow could say", (_, { strategy, facts }) => {
  expect(strategy.settings.safeParse(facts.example).success).toBe(true);
  expect(strategy.readable === undefined).toBe(facts.readBackWith === undefined);
});

test("no file that the Worker is made of imports facts", () => {
  const isFacts = (path: string): boolean => /^strategies\/.*facts\.ts$/.test(path);
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
  const importers = files.filter((path) =>
    [...readFileSync(`src/${path}`, "utf8").matchAll(/from "(\.[^"]+)"/g)].some(([, named = ""]) =>
      isFacts(posix.join(posix.dirname(path), named)),
    ),
  );
  expect(importers.length).toBeGreaterThan(0);
  expect(importers.filter((path) => !isFacts(path))).toEqual([]);
});
