// Mutant: public names only. Without it a webhook reaches into whatever network the Worker is in.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a target's URL may name any host",
  edits: [
    {
      in: "src/strategies/outbound-url.ts",
      from: 'return isPublicName(url.hostname) ? null : "must name a host by its public DNS name";',
      to: 'return isPublicName(url.hostname) || url.hostname !== "" ? null : "must name a host by its public DNS name";',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/outbound.test.ts",
    test: "hostile URLs are refused when a Flow is defined",
  },
  threats: ["T58"],
} satisfies Mutant;
