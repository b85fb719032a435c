// Saving a file of src reloads the bot: what implementers see while they write their Flows. Runs on a copy of the project,
// and never changes the one that it is run from.
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../free-port.ts";
import { launchBrowser, type Visitor, visit } from "./browser.ts";
import { type PlaygroundProcess, startPlayground } from "./playground-process.ts";

const project = fileURLToPath(new URL("../../", import.meta.url));
const copy = realpathSync(mkdtempSync(join(tmpdir(), "sym-copy-")));
const parts = ["src", "playground", "scripts", "migrations", "wrangler.toml", "package.json", "package-lock.json"];

let playground: PlaygroundProcess;
let browser: Browser;
let visitor: Visitor;

beforeAll(async () => {
  for (const part of [...parts, "tsconfig.json"]) cpSync(join(project, part), join(copy, part), { recursive: true });
  symlinkSync(join(project, "node_modules"), join(copy, "node_modules"));
  save("index.ts", "flows: [", "flows: [[");
  playground = await startPlayground(join(copy, ".playground"), await freePort(), copy);
  browser = await launchBrowser();
  visitor = await visit(browser, playground.url);
});

afterAll(async () => {
  await browser?.close();
  await playground?.stop();
  rmSync(copy, { recursive: true, force: true });
});

/** Saves a file of src/flows with one text in place of another. */
function save(file: string, replace: string, by: string): void {
  const path = join(copy, "src", "flows", file);
  const text = readFileSync(path, "utf8");
  expect(text).toContain(replace);
  writeFileSync(path, text.replaceAll(replace, by));
}

test("started with Flows that do not build, it says so and comes to life once they do", async () => {
  const alert = visitor.page.getByRole("alert");
  await alert.getByText(/src\/flows\/index\.ts, line \d+/).waitFor();
  expect(playground.output()).toContain("The page is there, but the bot is not");
  expect(playground.output()).not.toMatch(/Ready|reloaded/);
  save("index.ts", "flows: [[", "flows: [");
  await alert.waitFor({ state: "detached" });
  await expect.poll(() => playground.output(), { timeout: 60_000 }).toMatch(/✓ the bot, reloaded \(\d+\.\d s\)/);
  await visitor.become("Ana");
  await visitor.type("/sym list");
  await visitor.message("Your requests").waitFor();
});

test("a mistake in a Flow is shown with its Flow and setting until it is mended", async () => {
  const alert = visitor.page.getByRole("alert");
  save("database.ts", 'timeout: "8h"', 'timeout: "8 o\'clock"');
  await alert.getByText('Flow "database", timeout').waitFor();
  await visitor.picture("mistake");
  expect(playground.output()).toContain('Flow "database", timeout');
  const { page } = visitor;
  await page.setViewportSize({ width: 800, height: 900 });
  await page.getByRole("button", { name: "The bot is not running" }).click();
  await alert.getByText('Flow "database", timeout').waitFor();
  await visitor.picture("mistake-narrow");
  await page.getByRole("button", { name: "The bot is not running" }).click();

  save("database.ts", 'timeout: "8 o\'clock"', 'timeout: "9h"');
  await alert.waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Tour and target" }).waitFor();
  await page.setViewportSize({ width: 1440, height: 960 });
});

test("a file that does not build is named with its line, and a question that is added is asked", async () => {
  const { page, type, become } = visitor;
  save("database.ts", "fields: {", "fields: {{");
  await page
    .getByRole("alert")
    .getByText(/src\/flows\/database\.ts, line \d+/)
    .waitFor();

  save("database.ts", "fields: {{", 'fields: { rows: text({ label: "Which rows?" }),');
  await page.getByRole("alert").waitFor({ state: "detached" });
  await become("Ana");
  await type("/sym req database");
  await page.getByRole("dialog").getByLabel("Which rows?").waitFor();
  await page.getByRole("button", { name: "Close the whole form" }).click();
});

test("Flows with the ids of another workspace can be played: whoever they name is there", async () => {
  save("people.ts", '"U0BEN"', '"U04REALBEN"');
  save("people.ts", '"C0REQUESTS"', '"C04REALREQ"');
  await visitor.become("U04REALBEN");
  await visitor.open("c04realreq");
});
