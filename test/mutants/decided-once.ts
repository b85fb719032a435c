// Mutant: only what is pending is decided. Without it a click on an old card opens again what was closed.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "a request is approved whatever became of it",
  edits: [
    {
      in: "src/domain/transition.ts",
      from: 'function approve(request: Request, input: Command & { kind: "approve" }, now: number): Result<Step> {\n  if (request.state !== "pending" || now >= request.lapsesAt) return already(request);',
      to: 'function approve(request: Request, input: Command & { kind: "approve" }, now: number): Result<Step> {\n  if (now >= request.lapsesAt) return already(request);',
    },
  ],
  caughtBy: {
    by: "vitest",
    project: "pure",
    file: "test/pure/domain/transition-table.test.ts",
    test: "meets approve",
  },
  threats: ["T29"],
} satisfies Mutant;
