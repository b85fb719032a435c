// The bot's own port in the playground: whoever finds it can do what Slack could, and nothing past the bot's door.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";

const SCRIPT = fileURLToPath(new URL("./bot-port.ts", import.meta.url));

test("the bot's port serves neither its database nor its objects, and opens its door to no one without the key", () => {
  const folder = mkdtempSync(join(tmpdir(), "sym-port-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const paths = [
    "/cdn-cgi/explorer/api/d1/database",
    "/cdn-cgi/local/explorer/api/d1/database",
    "/cdn-cgi/local/explorer",
  ];
  const asked = [SCRIPT, join(folder, "data"), ...paths, "/playground/record", "/healthz"];
  const { stdout, stderr } = spawnSync(process.execPath, asked, { encoding: "utf8", timeout: 50_000 });
  const statuses: Record<string, number> = JSON.parse(stdout.trim().split("\n").at(-1) || JSON.stringify({ stderr }));
  for (const path of paths) expect(statuses[path], path).toBe(404);
  expect(statuses["/playground/record"]).toBe(403);
}, 60_000);
