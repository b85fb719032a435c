// Mutant: who was added. Without it whoever has the address in the moment of the add stays in the group.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "whoever was added under the person's address is the person",
  edits: [
    {
      in: "src/strategies/google-group/strategy.ts",
      from: "    if (added.id === user.id) return;\n",
      to: "    if (added.id !== null) return;\n",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/google-group.test.ts",
    test: "an address that changes hands between two calls puts nobody else into the group",
  },
  threats: ["T94"],
} satisfies Mutant;
