// Health as machines ask for it: one word in public, the rest for the token's holder, and no dependency where none may be.
import { env, exports } from "cloudflare:workers";
import { afterEach, expect, test } from "vitest";
import * as z from "zod";
import { PermanentError, type Strategy } from "../../../src/ports.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { postgresRole } from "../../../src/strategies/postgres-role/strategy.ts";
import { strategies } from "../../../src/strategies/registry.ts";
import { createWiring } from "../../../src/wiring.ts";
import { putActive } from "../../contracts/put.ts";
import { NOON, sampleAsk } from "../../fakes/samples.ts";
import { putInPlace } from "../in-place.ts";

const TOKEN = "0123456789abcdef0123456789abcdef";
const SETTINGS = {
  SLACK_SIGNING_SECRET: "test-signing-secret",
  SLACK_BOT_TOKEN: "xoxb-test",
  ORDERS_DATABASE_URL: "x",
};

afterEach(() => putInPlace(null));

/** The deployed Worker, but for these bindings and this time. */
function over(bindings: Record<string, unknown>, now = NOON): void {
  const wire = createWiring({
    log: () => undefined,
    clock: { now: () => now, within: (_limitMs, work) => work(new AbortController().signal) },
  });
  const given = { ...env, ...SETTINGS, ...bindings };
  putInPlace(() => wire(given as Cloudflare.Env));
}

const get = (path: string, authorization?: string): Promise<Response> =>
  exports.default.fetch(`https://sym.test${path}`, authorization === undefined ? {} : { headers: { authorization } });

const answer = z.object({ ready: z.boolean(), problems: z.array(z.object({ part: z.string(), detail: z.string() })) });
async function details(): Promise<{ status: number; parts: string[]; text: string }> {
  const response = await get("/readyz", `Bearer ${TOKEN}`);
  const text = await response.text();
  const { problems } = answer.parse(JSON.parse(text));
  return { status: response.status, parts: problems.map(({ part }) => part), text };
}

test("a Worker whose finders leave signs is ready, and says so in one word", async () => {
  over({ OPS_TOKEN: TOKEN });
  await openStore(env.DB).showSign("sweep", NOON, 0);
  const response = await get("/readyz");
  expect([response.status, await response.text()]).toEqual([200, "ready"]);
  expect(await details()).toMatchObject({ status: 200, parts: [] });
});

test("it is not ready before the sweep ran, nor when it has been silent for more than 15 minutes", async () => {
  over({ OPS_TOKEN: TOKEN });
  const first = await get("/readyz");
  expect([first.status, await first.text()]).toEqual([503, "unready"]);
  const store = openStore(env.DB);
  await store.showSign("sweep", NOON - 15 * 60_000, 0);
  await store.showSign("watchdog", NOON, 0);
  over({ OPS_TOKEN: TOKEN });
  expect(await details()).toMatchObject({ status: 200, parts: [] });
  over({ OPS_TOKEN: TOKEN }, NOON + 1);
  expect(await details()).toMatchObject({ status: 503, parts: ["sweep"] });
});

test("it is not ready while an end is overdue by more than 15 minutes", async () => {
  const store = openStore(env.DB);
  const request = await putActive(store, sampleAsk("r1"));
  const due = request.granted?.until ?? 0;
  await store.showSign("sweep", due + 16 * 60_000, 0);
  await store.showSign("watchdog", due + 16 * 60_000, 0);
  over({ OPS_TOKEN: TOKEN }, due + 15 * 60_000);
  expect((await details()).parts).toEqual([]);
  over({ OPS_TOKEN: TOKEN }, due + 15 * 60_000 + 1);
  const { status, parts, text } = await details();
  expect([status, parts]).toEqual([503, ["ends"]]);
  // Who has it, and where, is for the record to say.
  expect(text).not.toMatch(/ana|orders|r1/i);
});

test("it is not ready where the record does not answer, a setting is wrong or a secret is missing", async () => {
  const broken = {
    withSession: () => ({ prepare: () => ({ bind: () => ({}) }), batch: () => Promise.reject(new Error("D1_ERROR")) }),
  };
  over({
    OPS_TOKEN: TOKEN,
    DB: broken,
    SLACK_BOT_TOKEN: "nonsense-secret",
    ORDERS_DATABASE_URL: undefined,
    HEARTBEAT_URL: "http://canary.example",
  });
  const { status, parts, text } = await details();
  expect(status).toBe(503);
  expect(parts).toEqual(expect.arrayContaining(["record", "settings", "secrets"]));
  expect(text).not.toMatch(/nonsense-secret|canary/);
  expect((await get("/readyz")).status).toBe(503);
});

test("it is not ready when nine tenths of the room for the record are used, and says how much there is", async () => {
  const store = openStore(env.DB);
  await store.showSign("sweep", NOON, 0);
  await store.showSign("watchdog", NOON, 0);
  // A database that says of itself how large it is.
  const sized = (bytes: number) => ({
    withSession: () => ({
      batch: env.DB.batch.bind(env.DB),
      prepare: (text: string) =>
        text === "SELECT 1 AS one"
          ? { bind: () => ({ all: async () => ({ results: [{ one: 1 }], meta: { size_after: bytes } }) }) }
          : env.DB.prepare(text),
    }),
  });
  for (const [bytes, status] of [
    [9_000_000_000, 200],
    [9_000_000_001, 503],
  ] as const) {
    over({ OPS_TOKEN: TOKEN, DB: sized(bytes) });
    const answered = await details();
    expect([answered.status, answered.parts]).toEqual([status, status === 200 ? [] : ["record"]]);
    expect(JSON.parse(answered.text)).toMatchObject({ recordBytes: bytes, recordLimitBytes: 10_000_000_000 });
  }
  over({ OPS_TOKEN: TOKEN, RECORD_LIMIT_MB: "500", DB: sized(450_000_001) });
  expect((await details()).parts).toEqual(["record"]);
  over({ OPS_TOKEN: TOKEN, RECORD_LIMIT_MB: "much" });
  expect((await details()).parts).toEqual(["settings"]);
});

test("the details say whether a freeze lies outside the record, which is no problem", async () => {
  const store = openStore(env.DB);
  await store.showSign("sweep", NOON, 0);
  await store.showSign("watchdog", NOON, 0);
  for (const [setting, frozenFromOutside] of [
    [undefined, false],
    ["", false],
    ["on", true],
  ] as const) {
    over({ OPS_TOKEN: TOKEN, SYM_FREEZE: setting });
    expect(JSON.parse((await details()).text)).toMatchObject({ ready: true, frozenFromOutside });
  }
});

test("details and figures are for the token's holder alone", async () => {
  over({ OPS_TOKEN: TOKEN });
  for (const path of ["/readyz", "/metrics"])
    for (const wrong of [
      "Bearer",
      "Bearer ",
      `Bearer ${TOKEN}x`,
      `Bearer ${TOKEN.slice(1)}`,
      `Basic ${TOKEN}`,
      TOKEN,
    ]) {
      const response = await get(path, wrong);
      expect([path, wrong, response.status, await response.text()]).toEqual([path, wrong, 401, "unauthorized"]);
    }
  expect((await get("/metrics")).status).toBe(401);
});

test("the trail of the deployed Worker names the token that was used, and says that a wrong one was shown", async () => {
  const at = NOON + 24 * 60 * 60_000;
  over({ OPS_TOKEN: TOKEN }, at);
  expect((await get("/metrics", `Bearer ${TOKEN}`)).status).toBe(200);
  expect((await get("/metrics", "Bearer wrong")).status).toBe(401);
  const kept = env.DB.prepare("SELECT body FROM audit_entries WHERE body ->> 'at' = ? ORDER BY body ->> 'result'").bind(
    at,
  );
  const bodies = async () => (await kept.all<{ body: string }>()).results;
  await expect.poll(async () => (await bodies()).length).toBe(2);
  expect((await bodies()).map(({ body }) => JSON.parse(body))).toMatchObject([
    { actor: { kind: "token", name: "OPS_TOKEN" }, action: "read_figures", result: "accepted" },
    {
      actor: { kind: "token", name: "unknown" },
      action: "read_figures",
      result: "wrong_token",
      evidence: { tries: 1 },
    },
  ]);
});

test.for([undefined, "", "short"])("without a token that is long enough nobody sees them (%s)", async (token) => {
  over({ OPS_TOKEN: token });
  expect((await get("/metrics", `Bearer ${token}`)).status).toBe(404);
  expect((await get("/readyz", `Bearer ${token}`)).status).toBe(401);
});

test("/healthz answers whatever is broken", async () => {
  over({
    DB: null,
    SLACK_BOT_TOKEN: undefined,
    REQUESTS: null,
    CALLERS: { limit: () => Promise.reject(new Error("down")) },
  });
  const response = await get("/healthz");
  expect([response.status, await response.text()]).toEqual([200, "ok"]);
});

test("every answer forbids what a page could do with it", async () => {
  over({ OPS_TOKEN: TOKEN });
  for (const path of ["/healthz", "/readyz", "/metrics", "/slack/events", "/nowhere"]) {
    const { headers } = await get(path);
    expect(headers.get("content-security-policy"), path).toBe("default-src 'none'; frame-ancestors 'none'");
    expect(headers.get("x-content-type-options"), path).toBe("nosniff");
    expect(headers.get("cache-control"), path).toBe("no-store");
  }
});

test("an address that asks too often is told so, by the platform's own counter", async () => {
  over({});
  const statuses = new Set<number>();
  for (let asked = 0; asked < 70; asked++)
    statuses.add(
      (await exports.default.fetch("https://sym.test/healthz", { headers: { "cf-connecting-ip": "192.0.2.7" } }))
        .status,
    );
  expect([...statuses]).toEqual([200, 429]);
  const other = await exports.default.fetch("https://sym.test/healthz", {
    headers: { "cf-connecting-ip": "192.0.2.8" },
  });
  expect(other.status).toBe(200);
});

test("the token's holder hears at which Target Sym can no longer take; it is asked once a minute, and nobody else may", async () => {
  let asked = 0;
  const given = { ...env, ...SETTINGS, OPS_TOKEN: TOKEN };
  const checking = (check: Strategy["check"]): Strategy => {
    const { check: _, ...rest } = postgresRole();
    return check === undefined ? rest : { ...rest, check };
  };
  const answers = async (check: Strategy["check"]) => {
    const strategy = checking(check);
    const wire = createWiring({
      log: () => undefined,
      clock: { now: () => NOON, within: (_limitMs, work) => work(new AbortController().signal) },
      strategies: (type) => (type === "postgres_role" ? strategy : strategies(type)),
    });
    putInPlace(() => wire(given as Cloudflare.Env));
    const response = await get("/readyz/targets", `Bearer ${TOKEN}`);
    const { targets } = z
      .object({ targets: z.array(z.object({ answer: z.string(), detail: z.string().optional() })) })
      .parse(await response.json());
    return {
      status: response.status,
      said: [...new Set(targets.map(({ answer, detail }) => detail ?? answer))].sort(),
    };
  };
  expect(await answers(undefined)).toEqual({ status: 200, said: ["unknown"] });
  const fine = await answers(async () => void asked++);
  expect(fine.status).toBe(200);
  expect(fine.said).toContain("fine");
  const once = asked;
  await get("/readyz/targets", `Bearer ${TOKEN}`);
  expect(asked).toBe(once);
  const lacking = () => Promise.reject(new PermanentError("Sym's login lacks a right", { class: "auth" }));
  expect(await answers(lacking)).toMatchObject({
    status: 503,
    said: expect.arrayContaining(["Sym's login lacks a right"]),
  });
  const buggy = () => Promise.reject(new TypeError("secret-word"));
  expect(await answers(buggy)).toMatchObject({
    status: 503,
    said: expect.arrayContaining(["the check itself failed"]),
  });
  expect((await get("/readyz/targets")).status).toBe(401);
  expect((await get("/readyz/targets", "Bearer wrong")).status).toBe(401);
});
