// Mutant: the size of what a database says. Without it a server that never stops talking fills the memory that all slots share.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "whatever a database server sends is gathered, however much it is",
  edits: [
    {
      in: "src/strategies/driver-socket.ts",
      from: 'if (said > MAX_SAID_BYTES) throw new Error("more than any answer");',
      to: 'if (said > MAX_SAID_BYTES * 1e9) throw new Error("more than any answer");',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/postgres-role.test.ts",
    test: "a server that never stops talking",
  },
  threats: ["T73"],
} satisfies Mutant;
