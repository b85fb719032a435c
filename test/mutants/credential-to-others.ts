// Mutant: a sign-in is shown to whoever holds the access. Without it whoever sees the button's value sees the password.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "only the requester may see the sign-in",
  edits: [
    {
      in: "src/engine/show-credential.ts",
      from: 'if (request.requester !== by) return refused({ kind: "not_holder" });',
      to: "",
    },
    {
      in: "src/domain/transition.ts",
      from: 'if (by !== request.requester) return refused({ kind: "not_holder" });',
      to: "void by;",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/credential.test.ts",
    test: "nobody else sees one",
  },
  threats: ["T89"],
} satisfies Mutant;
