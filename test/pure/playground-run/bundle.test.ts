// What is published holds nothing of the playground: not its door, its clock, its secrets nor its people. Judged on the very
// output that wrangler would upload, and on the playground's own, so that the words that are looked for are known to be there.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import * as z from "zod";
import { CAST, FIRST_WORDS, TEAM } from "../../../playground/world-seed.ts";

const WRANGLER = fileURLToPath(new URL("../../../scripts/wrangler.ts", import.meta.url));
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

interface Bundle {
  readonly code: string;
  /** Paths of the files that it was made of. */
  readonly sources: readonly string[];
  readonly exports: readonly string[];
}

async function bundle(...entry: string[]): Promise<Bundle> {
  const folder = mkdtempSync(join(tmpdir(), "sym-bundle-"));
  folders.push(folder);
  const args = ["deploy", ...entry, "--dry-run", "--minify", "--outdir", folder];
  const wrangler = spawn(process.execPath, [WRANGLER, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  expect(await once(wrangler, "exit")).toEqual([0, null]);
  const code = readFileSync(join(folder, "index.js"), "utf8");
  const map: unknown = JSON.parse(readFileSync(join(folder, "index.js.map"), "utf8"));
  const listed = /export\s*\{([^}]*)\}/.exec(code)?.[1]?.split(",") ?? [];
  return {
    code,
    sources: z.object({ sources: z.array(z.string()) }).parse(map).sources,
    exports: listed
      .map(
        (one) =>
          one
            .trim()
            .split(/\s+as\s+/)
            .at(-1) ?? "",
      )
      .sort(),
  };
}

/** What only the playground says: its own name, and everybody and everything in its workspace. */
const itsWords = [/playground/i, ...[TEAM.id, ...CAST.map(({ id }) => id), ...FIRST_WORDS.map(({ text }) => text)]];

/** Ids that the Flows of a fresh clone name, until somebody puts their own there. */
const inFlows = (word: RegExp | string): boolean =>
  typeof word === "string" &&
  ["people", "index"].some((file) =>
    readFileSync(new URL(`../../../src/flows/${file}.ts`, import.meta.url), "utf8").includes(`"${word}"`),
  );

const isIn = (code: string, word: RegExp | string): boolean =>
  typeof word === "string" ? code.includes(word) : word.test(code);

test("what is published holds no word, file or export of the playground", { timeout: 60_000 }, async () => {
  const published = await bundle();
  const found = itsWords.filter((word) => !inFlows(word) && isIn(published.code, word));
  expect(found).toEqual([]);
  expect(published.sources.filter((path) => /(^|\/)playground\//.test(path))).toEqual([]);
  expect(published.sources.some((path) => path.endsWith("src/wiring.ts"))).toBe(true);
  expect(published.exports).toEqual(["EntitlementObject", "GateObject", "RequestObject", "WatchdogObject", "default"]);
});

test("what is published makes no code from text", { timeout: 60_000 }, async () => {
  const { code } = await bundle();
  expect(code.match(/(?<![\w$.])eval\s*\(|\bnew Function\b|\bimport\("data:/g) ?? []).toEqual([]);
  // zod's own, behind its question whether it may; the Workers runtime says no.
  expect(code.match(/=\s*Function\b(?!\.)/g) ?? []).toHaveLength(2);
  expect(code).toMatch(/includes\("Cloudflare"\)\)return!1;try\{let \w+=Function;/);
});

test("the playground's own bundle does hold them, so they would be seen", { timeout: 60_000 }, async () => {
  const played = await bundle("playground/worker/index.ts");
  expect(played.code).toMatch(/\/playground\//);
  expect(played.code).toContain("PLAYGROUND_KEY");
  expect(played.code).toContain("playground-secret-of-no-use");
  expect(played.sources.some((path) => path.endsWith("playground/worker/door.ts"))).toBe(true);
});
