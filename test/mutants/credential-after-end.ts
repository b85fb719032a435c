// Mutant: an end that comes while a secret is being set wins. Without it somebody is shown how to sign in to what they have lost.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "the state is read again once the secret is set",
  edits: [
    {
      in: "src/engine/entitlement-credential.ts",
      from: "return holdOf(now, order, world.clock.now()) ? answer : NOT_HELD;",
      to: "void now;\n  return answer;",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/credential.test.ts",
    test: "an end that comes while the secret is being set wins",
  },
  threats: ["T89"],
} satisfies Mutant;
