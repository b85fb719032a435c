// Which URLs a strategy may call, and what an answer means. Never leaves this process.
import fc from "fast-check";
import { expect, test } from "vitest";
import * as z from "zod";
import { LONGEST_WAIT_MS } from "../../../src/domain/entitlement.ts";
import { PermanentError, TransientError } from "../../../src/ports.ts";
import { ask, MAX_ANSWER_BYTES, send } from "../../../src/strategies/outbound.ts";
import { readJson } from "../../../src/strategies/outbound-json.ts";
import { troubleOfStatus, waitOf } from "../../../src/strategies/outbound-status.ts";
import { refusalOfUrl } from "../../../src/strategies/outbound-url.ts";

const NOW = Date.UTC(2026, 0, 5, 12, 0, 0);
const context = (answer: () => Response | Promise<Response>) => ({
  fetch: async () => answer(),
  signal: new AbortController().signal,
  now: () => NOW,
});
const get = { method: "GET", url: "https://hooks.example.com/", headers: {}, allowLoopback: false } as const;

const hosts = [
  "127.0.0.1",
  "127.1",
  "2130706433",
  "0x7f000001",
  "0177.0.0.1",
  "%31%32%37.0.0.1",
  "0",
  "10.0.0.1",
  "192.168.0.1",
  "169.254.169.254",
  "100.100.100.200",
  "1.1.1.1",
  "[::1]",
  "[::ffff:127.0.0.1]",
  "[fd00:ec2::254]",
  "[::]",
  "localhost",
  "LOCALHOST",
  "localhost.",
  "db",
  "metadata",
  "metadata.google.internal",
  "printer.local",
  "wiki.corp",
  "router.lan",
  "nas.home",
  "nas.home.arpa",
  "app.intranet",
  "a.localhost",
  "a.localdomain",
  "x.onion",
  "db.internal.",
  "example.com.",
  "-a.example.com",
  "a-.example.com",
  "a..example.com",
  "example.c0m",
  "example.1",
  `${"a".repeat(64)}.example.com`,
  "１２７.0.0.1",
  "ⓔxample.com",
  "exa\u200bmple.com",
  "exam ple.com",
];
const hostile = [
  ...hosts.flatMap((host) => [
    `https://${host}/`,
    `https://${host}`,
    `https://${host}:443/a?b=c`,
    `https://${host}/hook?x=https://hooks.example.com/`,
    `http://${host}/`,
    `https://${host}:8443/`,
  ]),
  ...["http", "ftp", "file", "data", "javascript", "ws", "wss", "gopher", "blob", "cloudflare"].flatMap((scheme) => [
    `${scheme}://hooks.example.com/`,
    `${scheme}:hooks.example.com`,
    `${scheme}:///hooks.example.com`,
  ]),
  ...["ana@", "ana:secret@", ":@", "@", "hooks.example.com@", "hooks.example.com:443@", "%40@"].flatMap((who) => [
    `https://${who}hooks.example.com/`,
    `https://${who}127.0.0.1/`,
  ]),
  ...[1, 22, 25, 80, 444, 5432, 6379, 8080, 8443, 8787, 65535, 65536, "0x1bb", "443x"].map(
    (port) => `https://hooks.example.com:${port}/`,
  ),
  ...[
    "",
    " ",
    "/",
    "//hooks.example.com/",
    "hooks.example.com",
    "https:",
    "https://",
    "https:hooks.example.com",
    "https:/hooks.example.com",
    "https:///hooks.example.com",
    "https:\\\\hooks.example.com",
    "https://hooks.example.com\\@127.0.0.1/",
    "https://hooks.example.com/#x",
    "https://hooks.example.com/a b",
    "\thttps://hooks.example.com/",
    "https://hooks.example.com/\n",
    "ht\ntps://hooks.example.com/",
    "https://hooks.example.com/\u0000",
    "https://hooks.example.com/é",
    `https://hooks.example.com/${"a".repeat(2_000)}`,
  ],
];

test("hostile URLs are refused when a Flow is defined, and again at the call", async () => {
  expect(hostile.length).toBeGreaterThan(300);
  expect(hostile.filter((url) => refusalOfUrl(url, false) === null)).toEqual([]);
  for (const url of hostile) {
    const reached = send(
      { ...get, url },
      context(() => expect.unreachable()),
    );
    await expect(reached, url).rejects.toThrow(PermanentError);
  }
});

test("a random host is called only where it is a public name as it stands", () => {
  fc.assert(
    fc.property(
      fc.webUrl({
        authoritySettings: {
          withPort: true,
          withUserInfo: true,
          withIPv4: true,
          withIPv6: true,
          withIPv4Extended: true,
        },
      }),
      (text) => {
        if (refusalOfUrl(text, false) !== null) return;
        expect(text).toMatch(/^https:\/\/[a-z0-9.-]+\.[a-z]{2,}([/?]|$)/i);
        expect(new URL(text).hostname).toBe(text.slice(8).split(/[/?]/)[0]?.toLowerCase());
      },
    ),
    { numRuns: 2_000 },
  );
});

test("ordinary URLs are called, and loopback only where the settings say so", () => {
  for (const url of [
    "https://hooks.example.com",
    "https://a.b-c.example.co.uk/x/y?z=1",
    "https://xn--bcher-kva.example.com/",
  ])
    expect(refusalOfUrl(url, false)).toBeNull();
  for (const url of ["http://127.0.0.1:8080/x", "http://localhost:1/", "https://[::1]:9/"]) {
    expect(refusalOfUrl(url, true)).toBeNull();
    expect(refusalOfUrl(url, false)).not.toBeNull();
  }
  for (const url of ["http://192.168.0.1/", "http://hooks.example.com/", "http://ana@localhost/", "ftp://localhost/"])
    expect(refusalOfUrl(url, true)).not.toBeNull();
});

test("every status has one class", () => {
  const classOf = (status: number, effect: "no" | "unknown" = "unknown"): string => {
    const trouble = troubleOfStatus(status, null, NOW, effect);
    return trouble instanceof TransientError
      ? `transient, effect ${trouble.effect}`
      : trouble instanceof PermanentError
        ? "permanent"
        : "fine";
  };
  for (const status of [200, 201, 202, 204, 299]) expect(classOf(status)).toBe("fine");
  for (const status of [425, 429]) expect(classOf(status)).toBe("transient, effect no");
  for (const status of [408, 409, 500, 502, 503, 504, 522, 599])
    expect(classOf(status)).toBe("transient, effect unknown");
  for (const status of [500, 503]) expect(classOf(status, "no")).toBe("transient, effect no");
  for (const status of [0, 100, 301, 302, 303, 307, 308, 400, 401, 402, 403, 404, 405, 410, 413, 422, 451])
    expect(classOf(status)).toBe("permanent");
});

test("every status says who must act", () => {
  const actsOn = (status: number): string | undefined => troubleOfStatus(status, null, NOW, "no")?.class;
  expect(actsOn(429)).toBe("slow_down");
  for (const status of [408, 409, 425, 500, 503]) expect(actsOn(status)).toBe("retryable");
  for (const status of [401, 403]) expect(actsOn(status)).toBe("auth");
  for (const status of [301, 404, 410]) expect(actsOn(status)).toBe("config");
  for (const status of [400, 402, 413, 422, 451]) expect(actsOn(status)).toBe("impossible");
});

test("Retry-After is understood in both forms, and for an hour at most", () => {
  expect(waitOf("0", NOW)).toBe(0);
  expect(waitOf(" 120 ", NOW)).toBe(120_000);
  expect(waitOf("Mon, 05 Jan 2026 12:00:30 GMT", NOW)).toBe(30_000);
  expect(waitOf("Monday, 05-Jan-26 12:00:30 GMT", NOW)).toBe(30_000);
  expect(waitOf("Mon Jan  5 12:00:30 2026 GMT", NOW)).toBe(30_000);
  expect(waitOf("Mon, 05 Jan 2026 11:00:00 GMT", NOW)).toBe(0);
  expect(waitOf("999999999", NOW)).toBe(LONGEST_WAIT_MS);
  for (const text of [null, "", "soon", "-1", "1.5", "1e3", "Mon"]) expect(waitOf(text, NOW)).toBeNull();
});

test("an answer of 64 KB is read and one byte more is refused, without waiting for its end", async () => {
  const endless = () =>
    new Response(
      new ReadableStream({
        pull(controller) {
          controller.enqueue(new Uint8Array(16_384).fill(120));
        },
      }),
    );
  expect(
    await send(
      get,
      context(() => new Response("x".repeat(MAX_ANSWER_BYTES))),
    ),
  ).toHaveLength(MAX_ANSWER_BYTES);
  await expect(
    send(
      get,
      context(() => new Response("x".repeat(MAX_ANSWER_BYTES + 1))),
    ),
  ).rejects.toThrow("64 KB");
  await expect(send(get, context(endless))).rejects.toThrow("64 KB");
});

test("a redirect is not followed", async () => {
  const asked: Request[] = [];
  const outside = {
    ...context(() => new Response()),
    fetch: async (request: Request) => {
      asked.push(request);
      return new Response(null, { status: 302, headers: { location: "http://169.254.169.254/" } });
    },
  };
  await expect(send(get, outside)).rejects.toThrow("redirects are not followed");
  expect(asked.map(({ url, redirect }) => [url, redirect])).toEqual([[get.url, "manual"]]);
});

test("a network that fails leaves a change open, and nothing when only reading", async () => {
  const down = context(() => Promise.reject(new TypeError("connect ECONNREFUSED 10.1.2.3")));
  await expect(send({ ...get, method: "POST", body: "{}" }, down)).rejects.toMatchObject({
    name: "TransientError",
    effect: "unknown",
  });
  await expect(send(get, down)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
});

const patch = { ...get, method: "PATCH", body: "{}" } as const;

test("a status that a call wants to judge by itself is handed back with what it says; every other one stays trouble", async () => {
  const missing = { ...get, alsoAnswers: [404] };
  const told = await ask(
    missing,
    context(() => Response.json({ gone: true }, { status: 404 })),
  );
  expect([told.status, told.text]).toEqual([404, '{"gone":true}']);
  await expect(
    ask(
      missing,
      context(() => new Response("no", { status: 403 })),
    ),
  ).rejects.toThrow(PermanentError);
});

test("an answer that is too long is refused for good where the call only read, and may have done something where it did not", async () => {
  const long = context(() => new Response("x".repeat(MAX_ANSWER_BYTES + 1)));
  await expect(ask(get, long)).rejects.toThrow(PermanentError);
  await expect(ask({ ...patch, onlyReads: true }, long)).rejects.toThrow(PermanentError);
  await expect(ask(patch, long)).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
  expect((await ask({ ...get, maxBytes: MAX_ANSWER_BYTES + 1 }, long)).text).toHaveLength(MAX_ANSWER_BYTES + 1);
});

test("an answer that is not what the target documents is trouble, and not one word of it is repeated", () => {
  const schema = z.object({ level: z.string() });
  expect(readJson(schema, '{"level":"read"}', "no")).toEqual({ level: "read" });
  for (const text of ["<html>proxy</html>", "{}", '{"level":7}', ""])
    expect(() => readJson(schema, text, "unknown")).toThrow(
      new TransientError("the target's answer is not of the form that it documents", { effect: "unknown" }),
    );
});
