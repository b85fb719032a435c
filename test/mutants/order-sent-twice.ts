// Mutant: an admin's order is known by the form or command that it was sent with. Without it whoever copies one orders anew.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an order that comes again is another order",
  edits: [
    {
      in: "src/engine/admin.ts",
      from: "hashOf([kind, by, sentAs, scope]).slice(0, 26);",
      to: "hashOf([kind, by, sentAs, scope, Math.random()]).slice(0, 26);",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/engine/orders.test.ts",
    test: "an unfreeze that comes again does not lift a freeze that was ordered since, and the trail says who sent it",
  },
  threats: ["T02"],
} satisfies Mutant;
