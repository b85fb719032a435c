// Mutant: the outbox in the transaction. Without it a change is in the record and nobody ever does, or says, what it owes.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a change is committed without the effects that it owes",
  edits: [
    {
      in: "src/engine/apply.ts",
      from: "const outcome = await world.store.commit(change, version, room, note);",
      to: "const outcome = await world.store.commit({ ...change, effects: [] }, version, room, note);",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 51, breaks: "I6" },
  threats: ["T69"],
} satisfies Mutant;
