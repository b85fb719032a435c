// What the scripts read of a project's folder: wrangler.toml with its sections, the settings that lie beside it, the manifest.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { PLACEHOLDER_ID } from "../../../scripts/deploy/database.ts";
import { projectIn } from "../../../scripts/deploy/project-files.ts";
import { REAL_TOML } from "./fake-project.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sym-project-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const put = (name: string, text: string): void => writeFileSync(join(folder, name), text);

test("the wrangler.toml of this project says all that a deployment asks of it", async () => {
  put("wrangler.toml", REAL_TOML);
  expect(await projectIn(folder).wranglerSettings()).toEqual({
    worker: "sym",
    mains: [{ section: "top level", main: "src/index.ts" }],
    database: { name: "sym", id: PLACEHOLDER_ID },
    requiredSecrets: ["SLACK_SIGNING_SECRET", "SLACK_BOT_TOKEN"],
    buckets: [],
    variables: [{ section: "[vars]", name: "SLACK_API_URL", value: "https://slack.com/api/" }],
  });
});

test("an environment's own entry is found, with its section", async () => {
  put("wrangler.toml", `${REAL_TOML}\n[env.staging]\nmain = "playground/worker/index.ts"\n`);
  const { mains } = await projectIn(folder).wranglerSettings();
  expect(mains[1]).toEqual({ section: "[env.staging]", main: "playground/worker/index.ts" });
});

test("what wrangler would read in place of wrangler.toml is found, here and in every folder above", () => {
  mkdirSync(join(folder, "clone/.wrangler/deploy"), { recursive: true });
  const others = [
    "clone/wrangler.json",
    "clone/wrangler.jsonc",
    "clone/.wrangler/deploy/config.json",
    "wrangler.jsonc",
  ];
  for (const path of others) put(path, "{}");
  const found = projectIn(join(folder, "clone")).otherSettings();
  expect(found).toEqual(others.map((path) => join(folder, path)));
});

test("variables of every environment are found, each with its section", async () => {
  put("wrangler.toml", `${REAL_TOML}\n[env.staging.vars]\nSLACK_API_URL = "http://127.0.0.1:4747/api/"\n`);
  const { variables } = await projectIn(folder).wranglerSettings();
  expect(variables).toContainEqual({
    section: "[env.staging.vars]",
    name: "SLACK_API_URL",
    value: "http://127.0.0.1:4747/api/",
  });
});

test("a wrangler.toml without the record's database is refused in words", async () => {
  put("wrangler.toml", REAL_TOML.replace('binding = "DB"', 'binding = "RECORD"'));
  await expect(projectIn(folder).wranglerSettings()).rejects.toThrow("bound as DB");
});

test("settings in files beside are found, each with its file", () => {
  put(".dev.vars", "# mine\nSLACK_API_URL='http://127.0.0.1:4747/api/'\n");
  put(".env.local", "SLACK_BOT_TOKEN=xoxb-test\n");
  put("notes.env", "SLACK_BOT_TOKEN=not-a-setting\n");
  expect(projectIn(folder).looseSettings()).toEqual(
    expect.arrayContaining([
      { from: ".dev.vars", name: "SLACK_API_URL", value: "http://127.0.0.1:4747/api/" },
      { from: ".env.local", name: "SLACK_BOT_TOKEN", value: "xoxb-test" },
    ]),
  );
  expect(projectIn(folder).looseSettings()).not.toContainEqual(expect.objectContaining({ value: "not-a-setting" }));
});

test("the manifest tells where Slack posts; none tells nothing", () => {
  expect(projectIn(folder).manifestOrigin()).toBeNull();
  put("manifest.json", readFileSync("manifest.json", "utf8").replaceAll(/https:\/\/[\w.-]+/g, "https://sym.acme.dev"));
  expect(projectIn(folder).manifestOrigin()).toBe("https://sym.acme.dev");
});
