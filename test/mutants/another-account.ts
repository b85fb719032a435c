// Mutant: which account of AWS answers. Without it what another account does not have counts as gone.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a group that the account of the credentials does not have is gone, whatever account that is",
  edits: [
    {
      in: "src/strategies/aws-iam-group/iam-api.ts",
      from: "    if (account !== this.#settings.account) throw ofAnotherAccount();\n",
      to: "",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/aws-iam-group.test.ts",
    test: "a group that is missing proves no end in another account, nor where its list may not be read",
  },
  threats: ["T84"],
} satisfies Mutant;
