// What docs/targets says of `github_team`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { GithubTeamSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "membership of a team at GitHub",
  grade: "behaves",
  oracle: "`emulate` behind GitHub's own description of its API; invitations, parents and renames are played by us",
  suite: "test/pure/strategies/github-team.test.ts",
  example: {
    organization: 1,
    team: 1,
    token: "GITHUB_TOKEN",
  } satisfies GithubTeamSettings,
  nativeExpiry: null,
  endsSessions: null,
};
