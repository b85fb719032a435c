// What whoever is on call is sent, where it goes, and what it never holds.
import { expect, test } from "vitest";
import { createOnCall } from "../../../src/on-call/on-call.ts";
import type { Incident, OnCallChannel } from "../../../src/ports.ts";
import { NOON } from "../../fakes/samples.ts";

const incident: Incident = {
  action: "trigger",
  key: "sym-r1",
  at: NOON,
  requestId: "r1",
  target: "Orders database",
  flow: "Database access",
  environment: "Production",
  since: NOON - 900_000,
  tries: 7,
  trouble: "the target is in trouble (HTTP 503)",
  todo: "Look at the target.",
};
const SECRETS: Readonly<Record<string, string>> = {
  KEY: "k".repeat(32),
  URL: "https://oncall.example.com/x",
  SIGN: "s",
  INSIDE: "https://10.0.0.1/x",
};

function onCall(
  channels: readonly OnCallChannel[],
  answer: () => Response = () => new Response(null, { status: 202 }),
) {
  const sent: { url: string; headers: Headers; body: Record<string, unknown> }[] = [];
  const port = createOnCall({
    channels,
    clock: { now: () => NOON, within: (_limit, work) => work(new AbortController().signal) },
    outside: {
      secret: (name) => SECRETS[name] ?? "",
      fetch: async (request) => {
        sent.push({ url: request.url, headers: request.headers, body: JSON.parse(await request.text()) });
        return answer();
      },
    },
  });
  return { port, sent };
}
const pagerduty = (region: "us" | "eu"): OnCallChannel => ({ kind: "pagerduty", routingKey: "KEY", region });
const webhook: OnCallChannel = { kind: "webhook", url: "URL", secret: "SIGN", allowLoopback: false };

test("PagerDuty is told in its own form, in the region of the account", async () => {
  const { port, sent } = onCall([pagerduty("us"), pagerduty("eu")]);
  expect(port.channels).toEqual(["pagerduty-1", "pagerduty-2"]);
  for (const channel of port.channels) await port.tell(channel, incident);
  expect(sent.map(({ url }) => url)).toEqual([
    "https://events.pagerduty.com/v2/enqueue",
    "https://events.eu.pagerduty.com/v2/enqueue",
  ]);
  expect(sent[0]?.body).toMatchObject({
    routing_key: SECRETS["KEY"],
    event_action: "trigger",
    dedup_key: "sym-r1",
    payload: {
      severity: "critical",
      source: "Orders database",
      custom_details: { tries: 7, what_to_do: incident.todo },
    },
  });
});

test("that it is over takes a key and nothing else", async () => {
  const { port, sent } = onCall([pagerduty("us")]);
  await port.tell("pagerduty-1", { ...incident, action: "resolve" });
  expect(sent[0]?.body).toEqual({ routing_key: SECRETS["KEY"], event_action: "resolve", dedup_key: "sym-r1" });
});

test("a webhook is signed, and the same news has the same key", async () => {
  const { port, sent } = onCall([webhook]);
  await port.tell("webhook-1", incident);
  await port.tell("webhook-1", incident);
  expect(sent.map(({ headers }) => headers.get("idempotency-key"))).toEqual(Array(2).fill(`sym-r1-trigger-${NOON}`));
  expect(sent[0]?.headers.get("x-sym-signature")).toMatch(/^v1=[0-9a-f]{64}$/);
  expect(sent[0]?.body).toMatchObject({ action: "trigger", key: "sym-r1", trouble: incident.trouble });
});

test.each([
  [503, "TransientError"],
  [429, "TransientError"],
  [400, "PermanentError"],
  [302, "PermanentError"],
])("HTTP %i is a %s", async (status, name) => {
  const { port } = onCall([pagerduty("us")], () => new Response(null, { status }));
  await expect(port.tell("pagerduty-1", incident)).rejects.toMatchObject({ name });
});

test("an address inside the network is not called, and a channel that was taken away is nobody", async () => {
  const { port, sent } = onCall([{ ...webhook, url: "INSIDE" }]);
  await expect(port.tell("webhook-1", incident)).rejects.toMatchObject({ name: "PermanentError" });
  await expect(port.tell("webhook-2", incident)).rejects.toMatchObject({ name: "PermanentError" });
  expect(sent).toEqual([]);
});
