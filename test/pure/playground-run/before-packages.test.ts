// `npm start` in a checkout without packages: what it can answer without them is answered, and nothing is installed for it.
import { spawn } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { expect, onTestFinished, test } from "vitest";
import { USAGE } from "../../../playground/run/options.ts";
import { claimRunning } from "../../../playground/run/running.ts";

const checkout = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "sym-start-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, ".playground"));
  cpSync("playground/start.mjs", join(folder, "playground/start.mjs"));
  for (const name of ["before-packages.mjs", "npm-process.mjs", "usage.txt"])
    cpSync(join("playground/run", name), join(folder, "playground/run", name));
  writeFileSync(join(folder, "npm.js"), 'console.log("npm was asked");process.exit(1);');
  return folder;
};

const start = async (folder: string, ...args: string[]): Promise<{ code: number | null; said: string }> => {
  const npm = { npm_execpath: join(folder, "npm.js"), npm_node_execpath: process.execPath };
  const child = spawn(process.execPath, [join(folder, "playground/start.mjs"), ...args], {
    env: { ...process.env, ...npm },
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes: Buffer) => (said += bytes.toString()));
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, said };
};

test("help is said without any package", async () => {
  expect(await start(checkout(), "--help")).toEqual({ code: 0, said: `${USAGE}\n` });
});

test.each([[[]], [["--data", "elsewhere"]]])(
  "a running playground is named, and keeps its packages: %j",
  async (args) => {
    const folder = checkout();
    mkdirSync(join(folder, "elsewhere"));
    const claim = await claimRunning(join(folder, args.length === 0 ? ".playground" : "elsewhere", "running.json"));
    if (claim.taken) throw new Error("somebody else runs in a folder of this test's own");
    onTestFinished(claim.release);
    claim.tell("http://127.0.0.1:4747");
    const { code, said } = await start(folder, ...args);
    expect([code, said]).toEqual([0, expect.stringMatching(/running already: http:\/\/127\.0\.0\.1:4747\n.+Ctrl-C/)]);
  },
);

test("where nothing runs the packages are installed, whatever a dead one left", async () => {
  const folder = checkout();
  writeFileSync(join(folder, ".playground/running.json"), JSON.stringify({ port: 9, token: "dead" }));
  const { code, said } = await start(folder);
  expect([code, said]).toEqual([1, expect.stringContaining("npm was asked")]);
});
