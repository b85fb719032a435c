// What the Worker runs of others, held against the page that says so.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";

const manifest = z.object({ version: z.string(), license: z.string() });
const project = z
  .object({ dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync("package.json", "utf8")));

const rows = readFileSync("docs/dependencies.md", "utf8")
  .split("\n## ")[0]
  ?.split("\n")
  .filter((line) => line.startsWith("| `"))
  .map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test("every runtime dependency has its row, and every row its dependency", () => {
  expect(rows?.map(([name]) => name?.replaceAll("`", "")).sort()).toEqual(Object.keys(project.dependencies).sort());
});

test.for(Object.entries(project.dependencies))(
  "%s is pinned, and its row says why, how large, whose and how old",
  ([name, wanted]) => {
    const { version, license } = manifest.parse(JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")));
    expect(wanted).toBe(version);
    const [, use, why, size, licence, released] = rows?.find(([cell]) => cell === `\`${name}\``) ?? [];
    expect(licence).toBe(license);
    expect([use, why].every((cell) => (cell ?? "").length > 5)).toBe(true);
    expect(size).toMatch(/^\d+ kB$/);
    expect(Date.parse(`${released} UTC`)).not.toBeNaN();
  },
);
