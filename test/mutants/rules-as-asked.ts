// Mutant: the rules under which a request was made. Without them whoever edits the Flow afterwards chooses its approvers.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a request is judged by the current version of its Flow alone, not by the one that it was made under too",
  edits: [
    {
      in: "src/domain/stages.ts",
      from: "approvers: [approvers, today.approvers],",
      to: "approvers: [today.approvers],",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 2003, breaks: "I1" },
  threats: ["T14", "T24", "T67"],
} satisfies Mutant;
