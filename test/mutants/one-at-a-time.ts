// Mutant: one change at a time. Without it two changes of one list of Cloudflare's can be under way, and the later undoes the earlier.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "changes of lists that are replaced whole are made one at a time",
  edits: [
    {
      in: "src/strategies/cloudflare-access-group/strategy.ts",
      from: "CALLS_OF_A_GRANT, outstanding: 1 });",
      to: "CALLS_OF_A_GRANT, outstanding: 20 });",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/cloudflare-access-group.test.ts",
    test: "one change at a time is made in an account, whatever the Target says of its pace",
  },
  threats: ["T99"],
} satisfies Mutant;
