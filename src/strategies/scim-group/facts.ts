// What docs/targets says of `scim_group`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { ScimGroupSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "membership of a group at a SCIM 2.0 service",
  grade: "behaves",
  oracle: "`scimmy`",
  suite: "test/pure/strategies/scim-group.test.ts",
  example: {
    url: "https://example.com/scim/v2",
    group: "2819c223-7f76-453a-919d-413861904646",
    token: "DEPLOYERS_SCIM_TOKEN",
  } satisfies ScimGroupSettings,
  nativeExpiry: null,
  endsSessions: null,
};
