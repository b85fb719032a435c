// Mutant: the condition of a change. Without it a policy file that was changed meanwhile is overwritten.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a policy file is replaced only where it is the one that was read",
  edits: [
    {
      in: "src/strategies/tailscale-group/policy-api.ts",
      from: '{ "content-type": TYPE, "if-match": ifMatch }',
      to: '{ "content-type": TYPE }',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/tailscale-group.test.ts",
    test: "what others change in the same moment stays, and our change is made on top of it",
  },
  threats: ["T99"],
} satisfies Mutant;
