// What docs/targets says of `webhook`. Never imported by what the Worker is made of.
import type { TargetFacts } from "./target-facts.ts";
import type { WebhookSettings } from "./webhook.ts";

export const facts: TargetFacts = {
  gives: "whatever a service of yours gives",
  grade: "speaks",
  oracle: "a receiver of ours, after its page",
  suite: "test/pure/strategies/webhook.test.ts",
  example: { url: "https://access.example.com/grants", secret: "ACCESS_HOOK_SECRET" } satisfies WebhookSettings,
  readBackWith: "a `readUrl`",
  nativeExpiry: null,
  endsSessions: null,
};
