// What docs/targets says of `tailscale_group`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { TailscaleGroupSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "membership of a group in the policy file of a tailnet",
  grade: "speaks",
  oracle: "a fake of ours, after Tailscale's description of its API",
  suite: "test/pure/strategies/tailscale-group.test.ts",
  example: {
    tailnet: "example.com",
    group: "group:engineers",
    oauth: { clientId: "k123456CNTRL", clientSecret: "TAILSCALE_CLIENT_SECRET" },
  } satisfies TailscaleGroupSettings,
  nativeExpiry: null,
  endsSessions: null,
};
