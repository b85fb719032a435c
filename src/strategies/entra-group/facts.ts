// What docs/targets says of `entra_group`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { EntraGroupSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "membership of a group of Microsoft Entra ID",
  grade: "speaks",
  oracle: "a fake of ours, after Microsoft's documentation; requests also against Microsoft's own client of Graph",
  suite: "test/pure/strategies/entra-group.test.ts",
  example: {
    tenant: "72f988bf-86f1-41af-91ab-2d7cd011db47",
    group: "02bd9fd6-8f93-4758-87c3-1fb73740a315",
    clientId: "11111111-2222-4333-8444-555555555555",
    certificate: "ENTRA_CERTIFICATE",
  } satisfies EntraGroupSettings,
  nativeExpiry: null,
  endsSessions: null,
};
