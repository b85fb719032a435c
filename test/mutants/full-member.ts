// Mutant: full members only. Without it guests, strangers, bots and those who left ask and decide.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "nobody is asked whether they are a full member of this workspace",
  edits: [
    {
      in: "src/domain/policy.ts",
      from: 'return why === null ? accepted(person) : refused({ kind: "not_a_member", why });',
      to: 'return why === null || why !== undefined ? accepted(person) : refused({ kind: "not_a_member", why });',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/domain/policy.test.ts",
    test: "who is no full member may do nothing",
  },
  threats: ["T06", "T07"],
} satisfies Mutant;
