// Mutant: the requester is no approver. Without it everybody whom a rule names grants themselves what they like.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a requester whom the rules name approves their own request",
  edits: [
    {
      in: "src/domain/approving.ts",
      from: "  const allowed = flows.every((flow) => flow === null || flow.selfApproval);\n",
      to: "  const allowed = flows.length > 0;\n",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/domain/policy.test.ts",
    test: "the requester never approves where self-approval is off",
  },
  threats: ["T22"],
} satisfies Mutant;
