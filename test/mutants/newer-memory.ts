// Mutant: an object keeps what a newer Sym remembered in it. Without it a version that is rolled back writes over it.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "the object of a request remembers what this version knows, and drops what a newer one had put beside it",
  edits: [
    {
      in: "src/engine/request.ts",
      from: "memory.write({ ...known, requestId: request.id,",
      to: "memory.write({ requestId: request.id,",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 14, breaks: "I6" },
  threats: ["T50"],
} satisfies Mutant;
