// What docs/targets says of `slack_usergroup`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { SlackUsergroupSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "membership of a user group of Slack",
  grade: "speaks",
  oracle: "a Slack of our own, held against Slack's description of its API; requests also against Slack's own client",
  suite: "test/pure/strategies/slack-usergroup.test.ts",
  example: { group: "S0DEPLOYERS", token: "SLACK_GROUPS_TOKEN", keeper: "U0KEEPER" } satisfies SlackUsergroupSettings,
  nativeExpiry: null,
  endsSessions: null,
};
