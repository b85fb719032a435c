// The shape of a rule as implementers write it: who may ask, who may decide. An empty list is refused, since it would look like
// "nobody is needed" and mean "nobody may".
import * as z from "zod";
import type { Rule } from "./flow.ts";
import { source } from "./flow-check-sources.ts";
import { channelId, must, personId, usergroupId } from "./flow-check-values.ts";

export const rule: z.ZodType<Rule> = z.lazy(() =>
  z.discriminatedUnion(
    "kind",
    [
      z.strictObject({
        kind: z.literal("people"),
        ids: z.array(personId).min(1, { error: "names nobody; an empty list would let nobody in" }),
      }),
      z.strictObject({ kind: z.literal("usergroup"), id: usergroupId }),
      z.strictObject({ kind: z.literal("channel"), id: channelId }),
      z.strictObject({ kind: z.literal("outside"), source }),
      z.strictObject({ kind: z.literal("anyone") }),
      z.strictObject({
        kind: z.literal("any_of"),
        rules: z.array(rule).min(1, { error: "names nobody; an empty list would let nobody in" }),
      }),
    ],
    must(
      "a rule: people(…), usergroup(…), channel(…), onCallIn(…), oktaGroupMembers(…), googleGroupMembers(…), anyone() or anyOf(…)",
    ),
  ),
);
