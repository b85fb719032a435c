// What docs/targets says of `github_repo`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { GithubRepoSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "a role on a repository at GitHub",
  grade: "speaks",
  oracle: "a fake of ours, after GitHub's documentation, behind GitHub's own description of its API",
  suite: "test/pure/strategies/github-repo.test.ts",
  example: {
    repository: 1,
    token: "GITHUB_TOKEN",
  } satisfies GithubRepoSettings,
  nativeExpiry: null,
  endsSessions: null,
};
