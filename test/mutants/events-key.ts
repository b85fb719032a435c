// Mutant: the event's key as the lock. Without it two clicks at once both decide.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a change is written over whatever was committed since it was read",
  edits: [
    {
      in: "src/store/commit.ts",
      from: 'import { and, eq, sql } from "drizzle-orm";',
      to: 'import { and, eq, gte, sql } from "drizzle-orm";',
    },
    {
      in: "src/store/commit.ts",
      from: '.where(and(eq(requests.id, plain("id")), eq(requests.seq, plain("expected")))),',
      to: '.where(and(eq(requests.id, plain("id")), gte(plain("expected"), 0))),',
    },
    {
      in: "src/store/commit.ts",
      from: '    hash: given(requestEvents.hash, "hash"),\n  }),',
      to: '    hash: given(requestEvents.hash, "hash"),\n  }).onConflictDoNothing(),',
    },
    {
      in: "src/store/commit.ts",
      from: 'plain("effects")})`),',
      to: 'plain("effects")}) WHERE true`).onConflictDoNothing(),',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "workers",
    file: "test/workers/store/migrations.test.ts",
    test: "the event's key alone is the lock",
  },
  threats: ["T28"],
} satisfies Mutant;
