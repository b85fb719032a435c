// Mutant: the stored link. Without it whoever changes an address, or is given somebody else's, is given another account.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "where another account would be found today, the link gives way to it",
  edits: [
    {
      in: "src/domain/identity.ts",
      from: "return accepted(byLink(seeker, link, found));",
      to: 'return accepted(byLink(seeker, found.ok && link.source === "found" ? { ...link, account: found.value } : link, found));',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/domain/identity.test.ts",
    test: "a changed e-mail does not move a link",
  },
  threats: ["T86"],
} satisfies Mutant;
