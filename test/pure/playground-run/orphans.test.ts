// Which processes are ended in the name of a data directory: those that run under its own name for the runtime, no others.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { afterEach, beforeEach, expect, test } from "vitest";
import { endProcessesOf, pidsIn, processesOf } from "../../../playground/run/orphans.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "sym-orphans-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function runAs(name: string) {
  const program = join(folder, name);
  symlinkSync(process.execPath, program);
  const child = spawn(program, ["-e", "console.log(); setInterval(() => {}, 60_000)"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  await once(child.stdout, "data");
  return { program, child };
}

test("ends what runs under the name, and nothing that runs the same program under another", async () => {
  const ours = await runAs("workerd");
  const theirs = await runAs("workerd-of-somebody-else");
  expect(processesOf(ours.program)).toEqual([ours.child.pid]);
  expect(await endProcessesOf(ours.program)).toBe(1);
  expect(processesOf(ours.program)).toEqual([]);
  expect(processesOf(theirs.program)).toEqual([theirs.child.pid]);
  theirs.child.kill();
});

test("where nothing runs there is nothing to end", async () => {
  expect(await endProcessesOf(join(folder, "workerd"))).toBe(0);
});

test("reads the listing of ps, as macOS has no other", () => {
  const listing = `    1 /sbin/launchd
  501 /opt/sym/.playground/workerd serve --binary -
  502 /opt/sym/.playground/workerd
  503 /opt/sym/.playground/workerd-copy serve
  504 node /opt/sym/.playground/workerd serve
`;
  expect(pidsIn(listing, "/opt/sym/.playground/workerd")).toEqual([501, 502]);
});
