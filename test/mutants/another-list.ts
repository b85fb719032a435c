// Mutant: an answer is believed only where it is about the list that was asked for. Without it a filter that is lost on the way
// lets everybody decide who is on call anywhere.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "whatever list PagerDuty answers with is taken for the one that the rule names",
  edits: [
    {
      in: "src/sources/pagerduty.ts",
      from: "if (!oncalls.every((one) => isAbout(source, one))) throw ofAnotherList();",
      to: "if (oncalls.length < 0 && !oncalls.every((one) => isAbout(source, one))) throw ofAnotherList();",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/sources/on-call.test.ts",
    test: "a list that nobody asked for names nobody",
  },
  threats: ["T96"],
} satisfies Mutant;
