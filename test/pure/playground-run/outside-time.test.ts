// Targets in the playground after a skip: a service of the outside world checks signatures by its own clock, and must not be
// asked on the bot's. Judged by the receiver that stands for such a service, with the secret that its page tells.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { WEBHOOK_SECRET } from "../../../playground/webhook-secret.ts";
import { inOutsideTime } from "../../../playground/worker/outside-time.ts";
import { strategies } from "../../../src/strategies/registry.ts";
import { WebhookReceiver } from "../strategies/webhook-receiver.ts";

const REAL_NOW = Date.UTC(2026, 0, 5, 12);
const DAY_MS = 86_400_000;

const call = {
  settings: { url: "https://hooks.example.com/a", readUrl: "https://hooks.example.com/a", secret: "HOOK_SECRET" },
  level: "access",
  account: { id: "ana", label: "Ana" },
  ids: {},
  idempotencyKey: "intent-1",
};

test("a webhook Target works on after the bot's clock was moved by a day", async () => {
  const receiver = new WebhookReceiver({ secret: WEBHOOK_SECRET, now: () => REAL_NOW });
  const context = {
    secret: () => WEBHOOK_SECRET,
    fetch: (request: Request) => receiver.receive(request),
    signal: new AbortController().signal,
    now: () => REAL_NOW + DAY_MS,
  };
  await expect(strategies("webhook")?.grant(call, context)).rejects.toThrow();
  const played = inOutsideTime(strategies, () => REAL_NOW)("webhook");
  await played?.grant(call, context);
  expect((await played?.inspect?.(call, context))?.level).toBe("access");
  await played?.revoke({ ...call, idempotencyKey: "intent-2" }, context);
  expect(receiver.levelOf("ana")).toBeNull();
});

test("everything else of a strategy is as it was, and what is not deployed is not there", () => {
  const played = inOutsideTime(strategies, () => REAL_NOW);
  for (const type of ["webhook", "postgres_role"]) {
    const [now, before] = [played(type), strategies(type)];
    expect(now).toEqual({ ...before, ...Object.fromEntries(["grant", "revoke", "inspect"].map(anyFunction)) });
  }
  expect(played("nonsense")).toBeNull();
});

const anyFunction = (name: string): [string, unknown] => [name, expect.any(Function)];

test.each(["docs/targets/webhook.md", "README.md"])("%s tells the playground's secret", (page) => {
  expect(readFileSync(page, "utf8")).toContain(`\`${WEBHOOK_SECRET}\``);
});
