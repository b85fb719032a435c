// Mutant: the watchdog's next look. Without it the watchdog looks once, and then nobody looks after the sweep.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "the watchdog books no next look before it works",
  edits: [{ in: "src/engine/watchdog.ts", from: "  memory.arm(now + WATCH_EVERY_MS);\n", to: "" }],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/crash/watchdog.test.ts",
    test: "with cron gone for hours and every alarm lost",
  },
  threats: ["T34", "T72"],
} satisfies Mutant;
