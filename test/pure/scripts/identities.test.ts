// Links out as a table and in again: the script in a process of its own, over the Worker's own routes and a record in memory.
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HEAD, lineOf, rowsIn } from "../../../scripts/identities/table.ts";
import { linkFile } from "../../../src/engine/link-file.ts";
import { identityRoutes } from "../../../src/http/identities.ts";
import { memory } from "../../../src/strategies/memory.ts";
import { MemoryTarget } from "../../../src/strategies/memory-target.ts";
import { FakeRecord } from "../../fakes/record.ts";
import { sampleFlow, sampleVersion } from "../../fakes/samples.ts";
import { runScript } from "./run-script.ts";

const TOKEN = "0123456789abcdef0123456789abcdef";
const folder = mkdtempSync(join(tmpdir(), "sym-identities-"));
const file = (name: string, text?: string): string => {
  const path = join(folder, name);
  if (text !== undefined) writeFileSync(path, text);
  return path;
};

const strategy = memory(new MemoryTarget([]));
const flow = sampleFlow({
  targets: sampleFlow().targets.map((target) => ({ ...target, settings: { group: "orders" } })),
});
let record = new FakeRecord();
const shown: [string, boolean][] = [];
const routes = identityRoutes<object>(() => ({
  token: TOKEN,
  shown: (action, isRight) => void shown.push([action, isRight]),
  file: linkFile(
    {
      chance: {
        id: () => `order-${Math.floor(record.lines.length)}`,
        fraction: () => 0.5,
        bytes: (count) => new Uint8Array(count),
      },
      clock: { now: () => 1_800_000_000_000, within: (_limitMs, work) => work(new AbortController().signal) },
      deployment: { flows: [sampleVersion(flow)] } as never,
      log: () => undefined,
      store: record,
      strategies: (type) => (type === strategy.type ? strategy : null),
    },
    "token/IDENTITIES_TOKEN",
  ),
}));

let server: Server;
let url = "";
beforeAll(async () => {
  const serve = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const request = new Request(`http://127.0.0.1${incoming.url}`, {
      method: incoming.method ?? "GET",
      headers: incoming.headers as Record<string, string>,
      ...(body.length === 0 ? {} : { body }),
    });
    const response = await routes.fetch(request);
    answer.writeHead(response.status, Object.fromEntries(response.headers));
    answer.end(await response.text());
  };
  server = createServer((incoming, answer) => void serve(incoming, answer));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

const run = (...args: readonly string[]) =>
  runScript(process.cwd(), ["scripts/identities.ts", ...args, "--url", url], { IDENTITIES_TOKEN: TOKEN });
const links = (): string[] =>
  record.allLinks().map(({ person, account, source }) => `${person} ${account.id} ${source}`);

test("a file is shown first, then done, and an export of it changes nothing", async () => {
  record = new FakeRecord();
  const path = file(
    "new.csv",
    "person,realm,account\nT0SYM/U0ANA,orders-db,ana\nT0SYM/U0BEN,memory,=ben@example.com\n",
  );
  const shownFirst = await run("import", path);
  expect(shownFirst.said).toContain("T0SYM/U0ANA at memory: nothing -> ana");
  expect(shownFirst.said).toContain("2 added, 0 changed, 0 removed, 0 as they are. Nothing was done");
  expect(links()).toEqual([]);
  expect((await run("import", path, "--apply")).said).toContain("Done, and kept in the audit trail.");
  expect(links()).toEqual(["T0SYM/U0ANA ana csv", "T0SYM/U0BEN =ben@example.com csv"]);
  expect([...record.linkOrders.values()]).toMatchObject([{ kind: "link", by: "token/IDENTITIES_TOKEN" }]);

  const out = file("out.csv");
  expect(await run("export", out)).toEqual({ code: 0, said: `2 links written to ${out}\n` });
  expect(readFileSync(out, "utf8")).toContain(`"'=ben@example.com"`);
  expect((await run("import", out, "--apply")).said).toContain("0 added, 0 changed, 0 removed, 2 as they are");
  expect(record.linkOrders.size).toBe(1);

  file("out.csv", readFileSync(out, "utf8").replace('"ana"', '"alba"').replace(`"'=ben@example.com"`, '""'));
  expect((await run("import", out, "--apply")).said).toContain("0 added, 1 changed, 1 removed, 0 as they are. Done");
  expect(links()).toEqual(["T0SYM/U0ANA alba csv"]);
});

test("one wrong line keeps all others out, and every wrong one is named by its number", async () => {
  record = new FakeRecord();
  const path = file(
    "wrong.csv",
    "person,realm,account\nT0SYM/U0ANA,orders-db,ana\nana,orders-db,x\nT0SYM/U0BEN,nowhere,x\nT0SYM/U0ANA,memory,y\n",
  );
  const { code, said } = await run("import", path, "--apply");
  expect(code).toBe(1);
  expect(said).toContain("line 3: the person must be team and user id");
  expect(said).toContain("line 4: there is no such realm");
  expect(said).toContain("line 5: says again what line 2 says");
  expect(links()).toEqual([]);
});

test("without the right token nothing is read or written, and every try is told", async () => {
  shown.length = 0;
  for (const token of ["x".repeat(32), ""]) {
    const { code, said } = await runScript(
      process.cwd(),
      ["scripts/identities.ts", "export", file("none.csv"), "--url", url],
      { IDENTITIES_TOKEN: token },
    );
    expect(code).toBe(1);
    expect(said).toContain(token === "" ? "There is no token." : "The token is not the right one.");
  }
  expect(shown).toEqual([["read_links", false]]);
  expect((await routes.fetch(new Request("http://127.0.0.1/identities", { method: "POST", body: "{}" }))).status).toBe(
    401,
  );
});

test("a plan that is not the one that was shown is not carried out", async () => {
  record = new FakeRecord();
  const rows = [{ line: 2, person: "T0SYM/U0ANA", realm: "memory", flow: "", account: "ana" }];
  const post = (body: unknown) =>
    routes.fetch(
      new Request("http://127.0.0.1/identities", {
        method: "POST",
        headers: { authorization: `Bearer ${TOKEN}`, "content-length": "100" },
        body: JSON.stringify(body),
      }),
    );
  expect((await post({ rows, apply: "another" })).status).toBe(409);
  expect((await post({ rows: [{ line: 2 }] })).status).toBe(400);
  expect((await post({ rows, more: true })).status).toBe(400);
  expect(links()).toEqual([]);
});

test.each([[" ana"], ["ana\u00a0"], ["an\u200ba"], ["ana\ud800"], ["\udc00"]])(
  "an account %j, which no table gives back as it is, is taken from nobody",
  async (account) => {
    record = new FakeRecord();
    const body = JSON.stringify({ rows: [{ line: 2, person: "T0SYM/U0ANA", realm: "memory", account }] });
    const headers = { authorization: `Bearer ${TOKEN}`, "content-length": String(body.length) };
    const answer = await routes.fetch(new Request("http://127.0.0.1/identities", { method: "POST", headers, body }));
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      problems: [{ line: 2, problem: "the Target can have no such account" }],
    });
  },
);

test("whatever an account is called, it is read back the same, and no cell begins like a formula", () => {
  const seed = 20_261_123;
  const word = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" }).filter((text) => text === text.trim());
  const account = fc.oneof(word, fc.constantFrom("=1+1", "'=1", "-x", "+x", "@x", "''@", 'a"b', "a,b", "a\nb", "'"));
  fc.assert(
    fc.property(
      account.filter((text) => text === text.trim()),
      (id) => {
        const row = { person: "T0/U0", realm: "r", flow: "", account: id };
        const text = HEAD + lineOf({ ...row, label: id, source: "csv", by: "T0/U0", at: 0 });
        expect(rowsIn(new TextEncoder().encode(text))).toEqual({
          rows: [{ ...row, line: expect.any(Number) }],
          problems: [],
        });
        for (const cell of text.slice(HEAD.length).split('","'))
          expect(cell.replace(/^"/, "")).not.toMatch(/^[=+\-@\t\r]/);
      },
    ),
    { seed, numRuns: 500 },
  );
});

test.each([
  ["", "there is no column person"],
  ["person,realm\n", "there is no column account"],
  ["person,realm,account,secret\n", 'what is the column "secret"?'],
  ["person,realm,account,realm\n", "the column realm is there twice"],
  ["person,realm,account\na,b\n", "has 2 cells, and the head has 3"],
  ["person,realm,account\n,b,c\n", "says no person, or no realm"],
  ["person,realm,account\na,b, c\n", "a cell begins or ends with a space"],
  ['person,realm,account\na,b,"c\n', "this is no CSV"],
])("a table that begins %j is refused", (text, problem) => {
  const { rows, problems } = rowsIn(new TextEncoder().encode(text));
  expect(rows).toEqual([]);
  expect(problems.map((one) => one.problem).join()).toContain(problem);
});
