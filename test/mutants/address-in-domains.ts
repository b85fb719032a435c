// Mutant: an address outside the deployment's domains is on no list. Without it whoever brings another address to Slack decides
// as somebody on call.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "lists outside are asked about any address that Slack shows",
  edits: [
    {
      in: "src/engine/facts.ts",
      from: "if (email === null || !isInDomains(email, world.deployment.emailDomains)) return false;",
      to: "if (email === null || !isInDomains(email, [])) return false;",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/engine/named-outside.test.ts",
    test: "whoever has no confirmed address, or one outside the domains, is on no list: nothing is asked",
  },
  threats: ["T96"],
} satisfies Mutant;
