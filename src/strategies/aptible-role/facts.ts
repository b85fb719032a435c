// What docs/targets says of `aptible_role`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { AptibleRoleSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "membership of a role of Aptible",
  grade: "speaks",
  oracle: "a fake of ours, after the source of Aptible's own dashboard",
  suite: "test/pure/strategies/aptible-role.test.ts",
  example: {
    organization: "94a49e57-d046-4d9d-9dbf-f7711e337368",
    role: "24463ef7-1d6e-402e-a365-69cb6db80c6e",
    username: "sym@example.com",
    password: "APTIBLE_PASSWORD",
  } satisfies AptibleRoleSettings,
  nativeExpiry: null,
  endsSessions: null,
};
