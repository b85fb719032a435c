// The small parts of health and figures: who calls, the sign to a service outside, Analytics Engine, answers that are kept, and
// silence. None of them may ever fail what they go with.
import { expect, test } from "vitest";
import { newsOf } from "../../src/domain/silence.ts";
import { metricsInto } from "../../src/ops/analytics.ts";
import { beaconTo } from "../../src/ops/beacon.ts";
import { addressOf, callersBy } from "../../src/ops/callers.ts";
import { keptFor } from "../../src/ops/kept.ts";
import { readOpsSettings } from "../../src/ops/settings.ts";
import { TransientError } from "../../src/ports.ts";

const from = (address: string): Request =>
  new Request("https://sym.test", { headers: { "cf-connecting-ip": address } });
const MINUTE = 60_000;

test.for([
  ["192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:DB8:1:2::1", "2001:db8:1:2"],
  ["2001:0db8:0001:0002::9", "2001:db8:1:2"],
  ["2001:db8::1", "2001:db8:0:0"],
  ["::1", "0:0:0:0"],
  ["::", "0:0:0:0"],
  ["fe80::", "fe80:0:0:0"],
] as const)("%s is counted as %s", ([address, counted]) => {
  expect(addressOf(from(address))).toBe(counted);
});

test("a counter that is missing or broken holds up nobody", async () => {
  expect(await callersBy(null)(from("192.0.2.7"))).toBe(true);
  const broken = { limit: () => Promise.reject(new Error("down")) };
  expect(await callersBy(broken)(from("192.0.2.7"))).toBe(true);
  expect(await callersBy({ limit: async () => ({ success: false }) })(from("192.0.2.7"))).toBe(false);
});

test("the service outside is sent the call and nothing else, and its failures are a line without its address", async () => {
  const calls: { url: string; init: RequestInit }[] = [];
  const lines: string[] = [];
  const log = (name: string, fields: object): void => void lines.push(JSON.stringify({ name, ...fields }));
  const clock = {
    now: () => 0,
    within: <T>(_limitMs: number, work: (signal: AbortSignal) => Promise<T>) => work(new AbortController().signal),
  };
  let answer: () => Promise<Response> = async () => new Response("OK");
  const send = async (url: string | URL | Request, init?: RequestInit): Promise<Response> => {
    calls.push({ url: String(url), init: init ?? {} });
    return answer();
  };
  const beacon = beaconTo("https://ping.example/key-canary", { clock, log, send });
  await beacon();
  expect(calls.map(({ url, init }) => [url, init.method, init.body, init.redirect])).toEqual([
    ["https://ping.example/key-canary", "POST", undefined, "manual"],
  ]);
  for (const bad of [
    async () => new Response(null, { status: 500 }),
    async () => Response.redirect("https://elsewhere.example/"),
    () => Promise.reject(new TypeError("cannot reach https://ping.example/key-canary")),
    () => Promise.reject(new TransientError("no answer in time", { effect: "unknown" })),
  ]) {
    answer = bad;
    await beacon();
  }
  expect(lines).toHaveLength(4);
  expect(lines.join()).not.toContain("canary");
  expect(calls).toHaveLength(5);
  await beaconTo(null, { clock, log, send })();
  expect(calls).toHaveLength(5);
});

test("a figure goes to Analytics Engine with its labels, and a data set that throws hurts nobody", () => {
  const points: unknown[] = [];
  const measure = { name: "refusal", of: ["approve", "frozen"], value: 1 } as const;
  metricsInto({ METRICS: { writeDataPoint: (point: unknown) => points.push(point) } })(measure);
  expect(points).toEqual([{ indexes: ["refusal"], blobs: ["refusal", "approve", "frozen"], doubles: [1] }]);
  metricsInto({
    METRICS: {
      writeDataPoint: () => {
        throw new Error("quota");
      },
    },
  })(measure);
  metricsInto({})(measure);
  metricsInto({ METRICS: "a string" })(measure);
});

test("an answer is kept for its time, a failure never, and a clock that goes back ends it", async () => {
  let now = 1_000;
  let asked = 0;
  const kept = keptFor(100, { now: () => now }, async () => {
    if (++asked === 3) throw new Error("down");
    return asked;
  });
  expect([await kept(), await kept()]).toEqual([1, 1]);
  now += 100;
  expect(await kept()).toBe(2);
  now += 100;
  await expect(kept()).rejects.toThrow("down");
  expect(await kept()).toBe(4);
  now -= 50;
  expect(await kept()).toBe(5);
});

test("a setting of operators that is wrong counts as not set, and is named without its value", () => {
  const recordLimitBytes = 10_000_000_000;
  expect(readOpsSettings({})).toEqual({
    token: null,
    identitiesToken: null,
    heartbeatUrl: null,
    recordLimitBytes,
    problems: [],
  });
  const wrong = readOpsSettings({ OPS_TOKEN: "canary-short", HEARTBEAT_URL: "http://canary.example/x" });
  expect([wrong.token, wrong.heartbeatUrl]).toEqual([null, null]);
  expect(wrong.problems).toHaveLength(2);
  expect(wrong.problems.join()).toMatch(/OPS_TOKEN.*HEARTBEAT_URL/);
  expect(wrong.problems.join()).not.toContain("canary");
  const right = {
    OPS_TOKEN: "x".repeat(32),
    IDENTITIES_TOKEN: "y".repeat(32),
    HEARTBEAT_URL: "https://ping.example/key",
  };
  const { OPS_TOKEN: token, IDENTITIES_TOKEN: identitiesToken, HEARTBEAT_URL: heartbeatUrl } = right;
  expect(readOpsSettings(right)).toEqual({ token, identitiesToken, heartbeatUrl, recordLimitBytes, problems: [] });
  const shared = readOpsSettings({ ...right, IDENTITIES_TOKEN: token });
  expect([shared.token, shared.identitiesToken]).toEqual([token, null]);
  expect(shared.problems).toEqual([expect.stringContaining("another one than OPS_TOKEN")]);
  for (const text of ["500", 500])
    expect(readOpsSettings({ RECORD_LIMIT_MB: text })).toMatchObject({ recordLimitBytes: 500_000_000, problems: [] });
  for (const text of ["0", "-1", "1e9", "much", "5 GB"])
    expect(readOpsSettings({ RECORD_LIMIT_MB: text })).toMatchObject({
      recordLimitBytes,
      problems: ["RECORD_LIMIT_MB must be a number of megabytes: 500, or 10000"],
    });
});

test("silence is told once, again every hour, and once when it is over", () => {
  expect(newsOf(0, null, 10 * MINUTE - 1)).toBe(null);
  expect(newsOf(0, null, 10 * MINUTE)).toBe("silent");
  expect(newsOf(0, 10 * MINUTE, 70 * MINUTE - 1)).toBe(null);
  expect(newsOf(0, 10 * MINUTE, 70 * MINUTE)).toBe("silent");
  expect(newsOf(75 * MINUTE, 70 * MINUTE, 76 * MINUTE)).toBe("back");
  expect(newsOf(75 * MINUTE, null, 76 * MINUTE)).toBe(null);
});
