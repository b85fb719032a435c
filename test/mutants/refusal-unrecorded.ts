// Mutant: the entry of a refusal. Without it nobody learns who tried what they may not.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a refused command about a request leaves an entry in the audit trail",
  edits: [
    {
      in: "src/engine/commands.ts",
      from: "  if (result.ok) return result;\n",
      to: "  if (result.ok || who.requestId !== undefined) return result;\n",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/engine/audit.test.ts",
    test: "every refused command leaves an entry",
  },
  threats: ["T32", "T69"],
} satisfies Mutant;
