// `npm run deploy` as a person runs it: the script in a process of its own, the real wrangler under it, and an account on this
// machine. Shows that wrangler's commands and answers are what the script takes them for. Nothing leaves loopback.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { quietWrangler } from "../../../scripts/quiet-wrangler.ts";
import { ACCOUNT, fakeCloudflare, WORKER_URL } from "./fake-cloudflare.ts";
import { ownCheckout } from "./own-checkout.ts";
import { runScript } from "./run-script.ts";

const cleanUp: (() => unknown)[] = [];
afterEach(async () => {
  for (const undo of cleanUp.splice(0).reverse()) await undo();
});

test("wrangler itself makes the database, migrates it and publishes the Worker", {
  timeout: 120_000,
}, async () => {
  const cloudflare = await fakeCloudflare();
  cleanUp.push(() => cloudflare.close());
  const { folder, remove } = ownCheckout();
  cleanUp.push(remove);
  const env = {
    ...quietWrangler,
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    CLOUDFLARE_API_BASE_URL: cloudflare.apiUrl,
    CLOUDFLARE_API_TOKEN: "an-api-token",
    CLOUDFLARE_ACCOUNT_ID: ACCOUNT.id,
  };
  const deploy = () => runScript(folder, ["scripts/deploy.ts"], env);

  const fresh = await deploy();
  expect(fresh.said).toContain("npx wrangler secret put REPORTS_DATABASE_URL");
  expect(fresh.code).toBe(1);
  expect(cloudflare.databases.size).toBe(0);

  cloudflare.worker = {
    secrets: new Set(["SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN", "REPORTS_DATABASE_URL"]),
    uploads: [],
    schedules: [],
  };
  const first = await deploy();
  expect(first.said).toContain(`Published: ${WORKER_URL}`);
  expect(first.said).toContain(`npm run manifest -- --url ${WORKER_URL}`);
  expect(first.code).toBe(0);
  const [[id, { sqlite }] = ["", { sqlite: null }]] = [...cloudflare.databases];
  expect(readFileSync(join(folder, "wrangler.toml"), "utf8")).toContain(`database_id = "${id}"`);
  expect(sqlite?.prepare("select count(*) as tables from sqlite_master where name = 'requests'").get()).toEqual({
    tables: 1,
  });
  expect(cloudflare.worker.uploads).toMatchObject([
    { bindings: expect.arrayContaining([expect.objectContaining({ type: "d1", name: "DB", id })]) },
  ]);
  expect(cloudflare.worker.schedules).toEqual(["* * * * *"]);

  // By this, a clone without the id would see that the database is its own.
  const command = "select name from sqlite_master where type = 'table'";
  const asked = ["d1", "execute", id, "--remote", "--json", "--command", command];
  const tables = await runScript(folder, ["node_modules/wrangler/bin/wrangler.js", ...asked], env);
  expect(JSON.parse(tables.said)).toMatchObject([{ results: expect.arrayContaining([{ name: "requests" }]) }]);
  expect(cloudflare.unanswered).toEqual([]);
});
