// What docs/targets says of `google_group`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { GoogleGroupSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "membership of a group of Google Workspace or Cloud Identity, with a role",
  grade: "speaks",
  oracle: "a fake of ours, after Google's documentation; requests also against Google's own client",
  suite: "test/pure/strategies/google-group.test.ts",
  example: {
    group: "03x8tuzt3hqdv5v",
    serviceAccount: "GOOGLE_KEY",
    subject: "sym@example.com",
  } satisfies GoogleGroupSettings,
  nativeExpiry: null,
  endsSessions: null,
};
