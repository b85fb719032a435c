// Mutant: the record keeps what a newer Sym stored in a request. Without it the first change by this version drops it.
import type { Mutant } from "./kit/mutant.ts";

export default {
  takesAway: "members of a stored request that this version does not know are cut off where it is read",
  edits: [
    {
      in: "src/store/stored-request.ts",
      from: "export const storedRequest: z.ZodType<Request> = z.looseObject({",
      to: "export const storedRequest: z.ZodType<Request> = z.object({",
    },
  ],
  caughtBy: { by: "simulate", profile: "normal", seed: 14, breaks: "I6" },
  threats: ["T50"],
} satisfies Mutant;
