// One playground at a time on one data directory: what a second start learns, and what a dead one leaves.
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Claim, claimRunning } from "../../../playground/run/running.ts";

let folder: string;
let lock: string;
const claims: Claim[] = [];

const claim = async () => {
  const made = await claimRunning(lock);
  claims.push(made);
  return made;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sym-running-"));
  lock = join(folder, "running.json");
});
afterEach(() => {
  for (const made of claims.splice(0)) if (!made.taken) made.release();
  rmSync(folder, { recursive: true, force: true });
});

test("a second start is told where the first one is, and that it is still starting before that", async () => {
  const first = await claim();
  expect(first.taken).toBe(false);
  expect(await claim()).toEqual({ taken: true, url: null });
  if (!first.taken) first.tell("http://127.0.0.1:4747");
  expect(await claim()).toEqual({ taken: true, url: "http://127.0.0.1:4747" });
});

test("after it has ended there is room for the next one", async () => {
  const first = await claim();
  if (!first.taken) first.release();
  expect(existsSync(lock)).toBe(false);
  expect((await claim()).taken).toBe(false);
});

test("of several starts at the same moment one gets the place, and the others are told so", async () => {
  const made = await Promise.all(Array.from({ length: 8 }, claim));
  expect(made.filter(({ taken }) => !taken)).toHaveLength(1);
});

test("what a killed one left behind is in nobody's way, also when several come at once", async () => {
  writeFileSync(lock, JSON.stringify({ port: await portOfNobody(), token: "of the dead" }));
  const made = await Promise.all(Array.from({ length: 8 }, claim));
  expect(made.filter(({ taken }) => !taken)).toHaveLength(1);
});

test("another program that has the port of a killed one by now is not taken for it", async () => {
  const stranger = createServer((socket) => socket.end('{"token":"mine","url":"http://127.0.0.1:1"}')).listen(
    0,
    "127.0.0.1",
  );
  await once(stranger, "listening");
  writeFileSync(lock, JSON.stringify({ port: (stranger.address() as AddressInfo).port, token: "of the dead" }));
  expect((await claim()).taken).toBe(false);
  stranger.close();
});

test("a file that holds something else is replaced", async () => {
  writeFileSync(lock, "not ours");
  expect((await claim()).taken).toBe(false);
  expect(JSON.parse(readFileSync(lock, "utf8"))).toMatchObject({ pid: process.pid });
});

async function portOfNobody(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}
