// Mutant: the deadline, compared at the click. Without it a request that nobody answered is approved until its alarm gets round to it.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "an approval counts after the deadline, as long as the alarm has not closed the request",
  edits: [
    {
      in: "src/domain/transition.ts",
      from: 'function approve(request: Request, input: Command & { kind: "approve" }, now: number): Result<Step> {\n  if (request.state !== "pending" || now >= request.lapsesAt) return already(request);',
      to: 'function approve(request: Request, input: Command & { kind: "approve" }, now: number): Result<Step> {\n  if (request.state !== "pending") return already(request);',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/domain/transition-table.test.ts",
    test: "too late to approve",
  },
  threats: ["T29"],
} satisfies Mutant;
