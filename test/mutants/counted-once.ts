// Mutant: one person counts once. Without it whoever presses twice is two people.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "two approvals by one person count as two",
  edits: [
    {
      in: "src/domain/stages.ts",
      from: "(one, at) => counts(one) && !approvals.slice(0, at).some((earlier) => samePerson(earlier.by, one.by))",
      to: "(one) => counts(one) && !approvals.slice(0, 0).some((earlier) => samePerson(earlier.by, one.by))",
    },
    {
      in: "src/domain/approving.ts",
      from: 'request.state === "pending" && approvals.some((one) => samePerson(one.by, person.key))',
      to: 'request.state === "closed" && approvals.some((one) => samePerson(one.by, person.key))',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/domain/approving.test.ts",
    test: "one person counts once, under whatever team",
  },
  threats: ["T27"],
} satisfies Mutant;
