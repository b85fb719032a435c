// Mutant: groups that are shown in part. Without it a role that hides a group's members proves every end.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a group of Boundary that is shown in part is not believed",
  edits: [
    {
      in: "src/strategies/boundary-group/controller-api.ts",
      from: "  scope_id: z.string(),\n  created_time: z.string(),\n  updated_time: z.string(),\n  authorized_actions: z.array(z.string()),\n",
      to: "  authorized_actions: z.array(z.string()).default([]),\n",
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/strategies/boundary-group.test.ts",
    test: "a group that is shown in part is never taken for one without the person",
  },
  threats: ["T92"],
} satisfies Mutant;
