// The webhook strategy against a service of somebody's own, in this process and over a real port of loopback: the suite of
// all strategies, what is signed, what is read back, and what an answer may be.
import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { webhook } from "../../../src/strategies/webhook.ts";
import { faultyHttp } from "../../contracts/faulty-http.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { NOW } from "../../contracts/strategy-world.ts";
import { listen } from "./real-port.ts";
import { verbOf, WebhookReceiver } from "./webhook-receiver.ts";

const ana = { id: "ana@example.com", label: "Ana" };
const ben = { id: "ben@example.com", label: "Ben" };
const secret = "whsec-Zk3/+planted==";
const says = "receiver-says-canary";
const newReceiver = (): WebhookReceiver => new WebhookReceiver({ secret, now: () => NOW });
const settingsAt = (origin: string) => ({
  url: `${origin}/access`,
  readUrl: `${origin}/access`,
  secret: "HOOK_SECRET",
});

const badSettings = [
  { settings: { ...settingsAt("http://hooks.example.com"), readUrl: undefined }, path: ["url"] },
  { settings: { ...settingsAt("https://hooks.example.com"), readUrl: "https://10.0.0.1/" }, path: ["readUrl"] },
  { settings: { ...settingsAt("https://hooks.example.com"), secret: "the secret itself" }, path: ["secret"] },
  { settings: { ...settingsAt("https://hooks.example.com"), data: { note: "x".repeat(2_001) } }, path: ["data"] },
  { settings: { ...settingsAt("https://hooks.example.com"), levels: ["a"] }, path: [] },
];

const people = [ana, ben] as const;

strategyContract("webhook", {
  badSettings,
  async world() {
    const receiver = newReceiver();
    return {
      strategy: webhook,
      settings: settingsAt("https://hooks.example.com"),
      people,
      secrets: { HOOK_SECRET: secret },
      targetSays: says,
      levelOf: async (id) => receiver.levelOf(id),
      removeParent: async () => receiver.shutDown(),
      ...faultyHttp((request) => receiver.receive(request), { verbOf, says }),
    };
  },
});

strategyContract("webhook over a real port", {
  badSettings: [],
  hostileNames: 200,
  async world() {
    const receiver = newReceiver();
    const target = faultyHttp((request) => receiver.receive(request), { verbOf, says });
    const { origin, close } = await listen(target.fetch);
    return {
      strategy: webhook,
      settings: { ...settingsAt(origin), data: { team: "billing" }, allowLoopback: true },
      people,
      secrets: { HOOK_SECRET: secret },
      fetch: (request) => fetch(request),
      targetSays: says,
      levelOf: async (id) => receiver.levelOf(id, { team: "billing" }),
      removeParent: async () => receiver.shutDown(),
      faults: target.faults,
      close,
    };
  },
});

const call = (settings: object, account = ana) => ({
  settings,
  level: "access",
  account,
  ids: {},
  idempotencyKey: "key-1",
});
const contextFor = (answer: (request: Request) => Response | Promise<Response>) => ({
  secret: () => secret,
  fetch: async (request: Request) => answer(request),
  signal: new AbortController().signal,
  now: () => NOW,
});
const settings = settingsAt("https://hooks.example.com");

test("a grant is one signed POST that anybody with the secret can check", async () => {
  const sent: Request[] = [];
  await webhook.grant(
    call({ ...settings, data: { team: "billing" } }),
    contextFor((request) => {
      sent.push(request);
      return new Response();
    }),
  );
  const [request] = sent;
  const text = (await request?.text()) ?? "";
  expect(JSON.parse(text)).toEqual({
    action: "grant",
    account: ana,
    level: "access",
    data: { team: "billing" },
    idempotency_key: "key-1",
  });
  expect(request?.headers.get("idempotency-key")).toBe("key-1");
  const timestamp = request?.headers.get("x-sym-timestamp");
  expect(timestamp).toBe(String(NOW / 1_000));
  expect(request?.headers.get("x-sym-signature")).toBe(
    `v1=${createHmac("sha256", secret).update(`${timestamp}.${text}`).digest("hex")}`,
  );
  expect(request?.redirect).toBe("manual");
});

test("without a readUrl nothing can be read, and nothing is", async () => {
  const { readUrl: _, ...blind } = settings;
  expect([webhook.readable?.(blind), webhook.readable?.(settings)]).toEqual([false, true]);
  await expect(
    webhook.inspect?.(
      call(blind),
      contextFor(() => new Response("{}")),
    ),
  ).rejects.toThrow(PermanentError);
});

test("the read-back tells inherited access apart", async () => {
  const receiver = newReceiver();
  receiver.inherited.set(ana.id, "on call this week");
  const seen = await webhook.inspect?.(
    call(settings),
    contextFor((request) => receiver.receive(request)),
  );
  expect(seen).toEqual({ level: null, inherited: "on call this week", ids: {} });
});

test("two Targets at one URL are two slots when their data differ, and one when only the spelling does", () => {
  const slot = (given: object) => webhook.slot({ ...settings, ...given }, ana);
  expect(slot({})).toEqual(["https://hooks.example.com/access", ana.id]);
  expect(slot({ data: { team: "billing" } })).not.toEqual(slot({ data: { team: "ops" } }));
  expect(slot({ data: { a: 1, b: 2 } })).toEqual(slot({ data: { b: 2, a: 1 } }));
  expect(slot({ url: "HTTPS://HOOKS.example.com:443/access" })).toEqual(slot({}));
});

test.each([
  ["not JSON", "access"],
  ["another level", '{"level":"root"}'],
  ["no level", '{"inherited":null}'],
  ["a list", "[]"],
  ["too long", `{"level":null,"x":"${"x".repeat(65_536)}"}`],
])("a read-back that is %s is never taken for absence", async (_, text) => {
  await expect(
    webhook.inspect?.(
      call(settings),
      contextFor(() => new Response(text)),
    ),
  ).rejects.toThrow(PermanentError);
});

test("an account reaches the read-back in the query alone, and is signed there", async () => {
  const receiver = newReceiver();
  const account = { id: "ana/../admin?account=ben#x&data={}", label: "" };
  await webhook.grant(
    call(settings, account),
    contextFor((request) => receiver.receive(request)),
  );
  const seen = await webhook.inspect?.(
    call(settings, account),
    contextFor((request) => receiver.receive(request)),
  );
  expect(seen?.level).toBe("access");
  expect(receiver.seen.map((line) => line.split("?")[0])).toEqual(["POST /access", "GET /access"]);
});

test("the receiver that the page shows does what the page says", async () => {
  const page = readFileSync(new URL("../../../docs/targets/webhook.md", import.meta.url), "utf8");
  const code = /```js\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  const shown: { receive(request: Request, secret: string): Promise<Response> } = await import(
    /* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`
  );
  const at = (key: string, now = () => Date.now()) => ({
    ...contextFor((request) => shown.receive(request, key)),
    now,
  });
  await webhook.grant(call(settings), at(secret));
  expect((await webhook.inspect?.(call(settings), at(secret)))?.level).toBe("access");
  for (const stranger of [
    at("another secret"),
    at(secret, () => Date.now() - 301_000),
    at(secret, () => Date.now() + 302_000),
  ])
    await expect(webhook.revoke(call(settings), stranger)).rejects.toThrow("does not accept our signature");
  await webhook.revoke(call(settings), at(secret));
  await webhook.revoke(call(settings), at(secret));
  expect((await webhook.inspect?.(call(settings), at(secret)))?.level).toBeNull();
});
