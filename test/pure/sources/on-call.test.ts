// Who is on call in PagerDuty and Opsgenie, as rules ask it: against systems that keep who is on their lists, filter and page as
// documented, and can go wrong in every way. A lookup that could not be had is never a yes, and never a no.
import { describe, expect, test } from "vitest";
import type { OnCallSource } from "../../../src/domain/source.ts";
import { LOOKUP_MS } from "../../../src/sources/sources.ts";
import { FakeOpsgenie, FakePagerDuty } from "../../fakes/on-call-systems.ts";
import { Asked } from "./asked.ts";

const BEN = "ben@example.com";
const CLEO = "cleo@example.com";
const schedule: OnCallSource = {
  kind: "pagerduty_schedule",
  label: "Database",
  schedule: "PDAILY1",
  token: "PAGERDUTY_TOKEN",
  region: "us",
};
const policy: OnCallSource = {
  kind: "pagerduty_policy",
  label: "Engineering, second line",
  policy: "PPOLICY1",
  level: 2,
  token: "PAGERDUTY_TOKEN",
  region: "us",
};
const ROTA = "4513b7ea-3b91-438f-b7e4-e3e54af9147c";
const opsgenie: OnCallSource = {
  kind: "opsgenie_schedule",
  label: "First line",
  schedule: ROTA,
  apiKey: "OPSGENIE_KEY",
  region: "us",
};

test("whoever is on call in the schedule now is named, and nobody who is on call elsewhere", async () => {
  const asked = new Asked();
  asked.pagerDuty.onCall("PDAILY1", "Ben@Example.com");
  asked.pagerDuty.onCall("POTHER1", CLEO);
  expect(await asked.names(schedule, BEN)).toBe(true);
  expect(await asked.names(schedule, CLEO)).toBe(false);
  asked.pagerDuty.onCall("PDAILY1", CLEO);
  expect(await asked.names(schedule, BEN)).toBe(false);
  expect(await asked.names(schedule, CLEO)).toBe(true);
});

test("nobody on call is nobody, and no trouble", async () => {
  const asked = new Asked();
  asked.opsgenie.schedules.set(ROTA, []);
  expect(await asked.names(schedule, BEN)).toBe(false);
  expect(await asked.names(opsgenie, BEN)).toBe(false);
  expect(asked.logged).toEqual([]);
});

test("an escalation policy names those of the one level, by a schedule or themselves", async () => {
  const asked = new Asked();
  const on = { policy: "PPOLICY1", schedule: null };
  asked.pagerDuty.shifts = [
    { ...on, level: 1, email: CLEO },
    { ...on, level: 2, email: BEN },
    { ...on, level: 2, schedule: "PDAILY1", email: "otto@example.com" },
    { policy: "PPOLICY2", level: 2, schedule: null, email: "mira@example.com" },
  ];
  const named = [BEN, CLEO, "otto@example.com", "mira@example.com"].map((email) => asked.names(policy, email));
  expect(await Promise.all(named)).toEqual([true, false, true, false]);
});

test("the last page counts like the first, and what never ends is not believed", async () => {
  const asked = new Asked();
  const crowd = (count: number) => Array.from({ length: count }, (_, at) => `p${at}@example.com`);
  asked.pagerDuty.onCall("PDAILY1", ...crowd(230), BEN);
  expect(await asked.names(schedule, BEN)).toBe(true);
  expect(asked.pagerDuty.asked.map((path) => new URL(path, "https://x.example").searchParams.get("offset"))).toEqual([
    "0",
    "100",
    "200",
  ]);
  asked.pagerDuty.onCall("PDAILY1", ...crowd(1_001));
  expect(await asked.trouble(schedule)).toBe("impossible");
});

test("Opsgenie names those whom it lists flat, of that schedule alone", async () => {
  const asked = new Asked();
  asked.opsgenie.schedules.set(ROTA, ["Ben@example.com"]);
  expect(await asked.names(opsgenie, BEN)).toBe(true);
  expect(await asked.names(opsgenie, CLEO)).toBe(false);
  expect(asked.opsgenie.asked).toEqual(Array(2).fill(`/v2/schedules/${ROTA}/on-calls?flat=true`));
});

test("each region is asked at its own host", async () => {
  const pagerDuty = new FakePagerDuty("https://api.eu.pagerduty.com");
  const genie = new FakeOpsgenie("https://api.eu.opsgenie.com");
  pagerDuty.onCall("PDAILY1", BEN);
  genie.schedules.set(ROTA, [BEN]);
  const asked = new Asked(async (request) => {
    const answer = (await pagerDuty.fetch(request)) ?? (await genie.fetch(request));
    return answer ?? new Response(null, { status: 404 });
  });
  expect(await asked.names({ ...schedule, region: "eu" }, BEN)).toBe(true);
  expect(await asked.names({ ...opsgenie, region: "eu" }, BEN)).toBe(true);
});

test("many who ask at once are one question, whatever the rule calls it, and the next who asks asks again", async () => {
  const asked = new Asked();
  asked.pagerDuty.onCall("PDAILY1", BEN);
  const crowd = [BEN, CLEO, BEN].map((email, at) => asked.names({ ...schedule, label: `Label ${at}` }, email));
  expect(await Promise.all(crowd)).toEqual([true, false, true]);
  expect(asked.pagerDuty.asked).toHaveLength(1);
  await asked.names(schedule, BEN);
  expect(asked.pagerDuty.asked).toHaveLength(2);
});

describe.each([
  ["PagerDuty", schedule, (asked: Asked) => asked.pagerDuty],
  ["Opsgenie", opsgenie, (asked: Asked) => asked.opsgenie],
] as const)("%s in trouble", (_name, source, of) => {
  const canary = "says-canary-ben@example.com";
  const faults: readonly (readonly [string, () => Response, string])[] = [
    ["asks to slow down", () => new Response(canary, { status: 429, headers: { "retry-after": "30" } }), "slow_down"],
    ["breaks", () => new Response(canary, { status: 500 }), "retryable"],
    ["does not take the key", () => new Response(canary, { status: 401 }), "auth"],
    ["does not allow it", () => new Response(canary, { status: 403 }), "auth"],
    ["does not know the list", () => new Response(canary, { status: 404 }), "config"],
    ["answers with a page for people", () => new Response(`<html>${canary}</html>`), "retryable"],
    ["answers with JSON of another form", () => Response.json({ users: [BEN] }), "retryable"],
    ["says nothing", () => new Response(null, { status: 204 }), "retryable"],
    ["answers without end", () => new Response("x".repeat(2 * 1024 * 1024)), "bug"],
    [
      "sends us elsewhere",
      () => new Response(null, { status: 302, headers: { location: "https://evil.example.com/" } }),
      "config",
    ],
    [
      "breaks off",
      () => {
        throw new TypeError(canary);
      },
      "retryable",
    ],
  ];

  test.each(faults)("%s: nobody can say who is on call", async (_what, fault, trouble) => {
    const asked = new Asked();
    asked.pagerDuty.onCall("PDAILY1", BEN);
    asked.opsgenie.schedules.set(ROTA, [BEN]);
    of(asked).fault = fault;
    expect(await asked.trouble(source)).toBe(trouble);
    expect(of(asked).asked).toHaveLength(1);
    expect(asked.logged).toEqual([{ name: "sources.lookup.failed", fields: { what: source.kind, class: trouble } }]);
    of(asked).fault = null;
    expect(await asked.names(source, BEN)).toBe(true);
  });

  test("hangs: the wait is over after a second, and the next question is asked anew", async () => {
    const asked = new Asked();
    asked.pagerDuty.onCall("PDAILY1", BEN);
    asked.opsgenie.schedules.set(ROTA, [BEN]);
    of(asked).fault = () => new Promise(() => {});
    const waiting = asked.trouble(source);
    asked.runOut();
    expect(await waiting).toBe("retryable");
    expect(asked.limits).toEqual([LOOKUP_MS]);
    of(asked).fault = null;
    expect(await asked.names(source, BEN)).toBe(true);
  });

  test("is asked with no key that is missing or that no header could hold", async () => {
    const asked = new Asked();
    for (const name of Object.keys(asked.secrets)) asked.secrets[name] = "two words\n";
    expect(await asked.trouble(source)).toBe("auth");
    for (const name of Object.keys(asked.secrets)) delete asked.secrets[name];
    expect(await asked.trouble(source)).toBe("auth");
    expect(of(asked).asked).toEqual([]);
  });
});

test("a list that nobody asked for names nobody: where the filter is not understood, everybody on call anywhere would be", async () => {
  const asked = new Asked();
  asked.pagerDuty.onCall("POTHER1", BEN);
  asked.pagerDuty.fault = ({ url, headers }) => {
    asked.pagerDuty.fault = null;
    const unfiltered = new URL(url);
    unfiltered.searchParams.delete("schedule_ids[]");
    unfiltered.searchParams.delete("escalation_policy_ids[]");
    return asked.pagerDuty.fetch(new Request(unfiltered, { headers })).then((answer) => answer ?? Response.error());
  };
  expect(await asked.trouble(schedule)).toBe("bug");
  asked.opsgenie.fault = () =>
    Response.json({ data: { _parent: { id: ROTA.replace("4", "5") }, onCallRecipients: [BEN] } });
  expect(await asked.trouble(opsgenie)).toBe("bug");
});

test("people without their addresses are no answer: PagerDuty did not say whom it means", async () => {
  const asked = new Asked();
  asked.pagerDuty.onCall("PDAILY1", BEN);
  asked.pagerDuty.fault = ({ url, headers }) => {
    asked.pagerDuty.fault = null;
    const bare = new URL(url);
    bare.searchParams.delete("include[]");
    return asked.pagerDuty.fetch(new Request(bare, { headers })).then((answer) => answer ?? Response.error());
  };
  expect(await asked.trouble(schedule)).toBe("retryable");
});
