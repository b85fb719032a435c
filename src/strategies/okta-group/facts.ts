// What docs/targets says of `okta_group`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { OktaGroupSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "membership of a group of Okta",
  grade: "behaves",
  oracle: "`emulate` behind Okta's own description of its API; `oidc-provider` for service apps",
  suite: "test/pure/strategies/okta-group.test.ts",
  example: {
    org: "https://example.okta.com",
    group: "00g1emaKYZTWRYYRRTSK",
    apiToken: "OKTA_TOKEN",
  } satisfies OktaGroupSettings,
  nativeExpiry: null,
  endsSessions: null,
};
