// The main job as a person sees it, in a real browser on a real playground: asked for, refused to an outsider, approved,
// there in PostgreSQL, gone from PostgreSQL. Never looks at anything that a visitor could not look at.
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../free-port.ts";
import { launchBrowser, type Visitor, visit } from "./browser.ts";
import {
  newDataDirectory,
  type PlaygroundProcess,
  removeDataDirectory,
  runtimesOn,
  startPlayground,
} from "./playground-process.ts";
import { membersOf } from "./postgres.ts";

const REASON = "The totals of last night do not add up.";

let browser: Browser;
const playgrounds: { readonly data: string; process: PlaygroundProcess }[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(async () => {
  await browser?.close();
  for (const { data, process } of playgrounds) {
    await process.stop();
    removeDataDirectory(data);
  }
});

async function newPlayground() {
  const data = newDataDirectory();
  const playground = { data, process: await startPlayground(data, await freePort()) };
  playgrounds.push(playground);
  return playground;
}

async function askForTheDatabase({ page, become, type, choose }: Visitor): Promise<void> {
  await become("Ana");
  await type("/sym req database");
  await page.getByRole("dialog", { name: "Database access" }).waitFor();
  await choose("Access to", /read only/);
  await page.getByLabel("Why do you need it?").fill(REASON);
  await page.getByLabel("Ticket (optional)").fill("OPS-123");
  await choose("For how long?", "15 minutes");
}

async function send({ page }: Visitor): Promise<void> {
  await page.getByRole("button", { name: "Send request" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

test("somebody asks, an outsider cannot approve, the approver can, and the access comes and goes", async () => {
  const { process } = await newPlayground();
  const visitor = await visit(browser, process.url);
  const { page, picture } = visitor;
  const readers = () => membersOf("orders_reader", process.databaseUrl);
  const tried = (words: string) => visitor.trial("ana", "select from orders").getByText(words);
  expect(await readers()).toEqual(["kim"]);

  await askForTheDatabase(visitor);
  await picture("form", page.getByRole("dialog"));
  await send(visitor);

  await visitor.become("Olga");
  await visitor.open("sym-requests");
  const card = visitor.message(REASON);
  await card.getByRole("button", { name: "Approve" }).click();
  await visitor.message("You cannot decide about this request").waitFor();
  await picture("refused");
  expect(await readers()).toEqual(["kim"]);

  await visitor.become("Ben");
  await visitor.open("sym-requests");
  await tried("denied").waitFor();
  await picture("card-pending", card);
  await card.getByRole("button", { name: "Approve" }).click();
  await card.getByRole("button", { name: "Revoke" }).waitFor();
  await visitor.holders("orders_reader").getByText("ana", { exact: true }).waitFor();
  await tried("allowed").waitFor();
  await picture("playground");
  await picture("card-active", card);
  expect(await card.getByRole("button", { name: "Approve" }).count()).toBe(0);
  expect(await readers()).toEqual(["ana", "kim"]);

  await page.getByRole("button", { name: "Skip to expiry" }).click();
  await card.getByRole("heading", { name: "Expired" }).waitFor();
  await tried("denied").waitFor();
  await picture("expired");
  await picture("card-expired", card);
  expect(await readers()).toEqual(["kim"]);

  await visitor.become("Ana");
  await visitor.open("Sym");
  await visitor.message("has ended").waitFor();
  await picture("direct-messages");

  // The bot's clock is ahead of the real one by now, and everything works as before.
  await askForTheDatabase(visitor);
  await send(visitor);
  await visitor.become("Ben");
  await card.getByRole("button", { name: "Approve" }).click();
  await card.getByRole("button", { name: "Revoke" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Revoke" }).click();
  await card.getByRole("heading", { name: "Revoked" }).waitFor();
  await expect.poll(readers).toEqual(["kim"]);
  expect(visitor.faults).toEqual([]);
});

test("after a denial the tour says that this request leads nowhere, and begins anew", async () => {
  const { process } = await newPlayground();
  const visitor = await visit(browser, process.url);
  const { page } = visitor;
  const tour = page.getByRole("region", { name: "Try this" });
  await askForTheDatabase(visitor);
  await send(visitor);
  await visitor.become("Ben");
  await visitor.open("sym-requests");
  await visitor.message(REASON).getByRole("button", { name: "Deny" }).click();
  await page
    .getByRole("dialog")
    .getByLabel(/Reason/)
    .fill("Not today.");
  await page.getByRole("dialog").getByRole("button", { name: "Deny" }).click();
  await visitor.message(REASON).getByRole("heading", { name: "Denied" }).waitFor();
  await tour.getByText("nobody approved it").waitFor();
  await visitor.picture("denied");
  await tour.getByRole("listitem").getByRole("button", { name: "Start over" }).click();
  await tour.getByRole("button", { name: "Be Ana" }).waitFor();
  await visitor.become("Ana");
  await visitor.open("Sym");
  await visitor.message("is not granted").waitFor();
  expect(visitor.faults).toEqual([]);
});

test("a killed playground leaves nothing running, and the next one goes on where it was", async () => {
  const playground = await newPlayground();
  const before = await visit(browser, playground.process.url);
  await askForTheDatabase(before);
  await send(before);
  await before.open("sym-requests");
  await before.message(REASON).waitFor();
  expect(runtimesOn(playground.data)).not.toEqual([]);

  process.kill(playground.process.pid(), "SIGKILL");
  await playground.process.ended();
  expect(runtimesOn(playground.data)).toEqual([]);

  playground.process = await startPlayground(playground.data, await freePort());
  const after = await visit(browser, playground.process.url);
  await after.become("Ben");
  await after.open("sym-requests");
  await after.message(REASON).getByRole("button", { name: "Approve" }).click();
  await after.message(REASON).getByRole("button", { name: "Revoke" }).waitFor();
  expect(await membersOf("orders_reader", playground.process.databaseUrl)).toEqual(["ana", "kim"]);
});

test("a playground whose starter was killed ends by itself", async () => {
  const { data, process } = await newPlayground();
  expect(runtimesOn(data)).not.toEqual([]);
  process.starter.kill("SIGKILL");
  await expect.poll(() => runtimesOn(data), { timeout: 15_000 }).toEqual([]);
});
