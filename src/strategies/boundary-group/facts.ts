// What docs/targets says of `boundary_group`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { BoundaryGroupSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "membership of a group of HashiCorp Boundary",
  grade: "speaks",
  oracle: "a fake of ours, after Boundary's description of its API",
  suite: "test/pure/strategies/boundary-group.test.ts",
  example: {
    url: "https://boundary.example.com",
    group: "g_1234567890",
    scope: "o_1234567890",
    authMethod: "ampw_1234567890",
    loginName: "sym",
    password: "BOUNDARY_PASSWORD",
  } satisfies BoundaryGroupSettings,
  nativeExpiry: null,
  endsSessions: null,
};
