// What docs/targets says of `onelogin_role`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { OneloginRoleSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "a role of OneLogin, as its member or its admin",
  grade: "speaks",
  oracle: "a fake of ours, after OneLogin's description of its API",
  suite: "test/pure/strategies/onelogin-role.test.ts",
  example: {
    domain: "example.onelogin.com",
    role: "268986",
    clientId: "0123456789abcdef",
    clientSecret: "ONELOGIN_CLIENT_SECRET",
  } satisfies OneloginRoleSettings,
  nativeExpiry: null,
  endsSessions: null,
};
