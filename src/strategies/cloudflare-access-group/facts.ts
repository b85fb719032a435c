// What docs/targets says of `cloudflare_access_group`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { CloudflareAccessGroupSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "a rule for the person in a group of Cloudflare Access",
  grade: "speaks",
  oracle: "a fake of ours, after Cloudflare's documentation; requests also against Cloudflare's own client",
  suite: "test/pure/strategies/cloudflare-access-group.test.ts",
  example: {
    account: "023e105f4ecef8ad9ca31a8372d0c353",
    group: "699d9864-2c56-4d2e-855e-9661899b7252",
    token: "CLOUDFLARE_TOKEN",
  } satisfies CloudflareAccessGroupSettings,
  nativeExpiry: null,
  endsSessions: "with `endSessions`",
};
