// Checks the strategies that a deployment brings along: that each is made by custom(…), has a name of its own and levels that
// can be told apart. What its functions do is for the suite of all strategies to say.
import * as z from "zod";
import { readParts, type Saying } from "./flow-check-parts.ts";
import { must, twice } from "./flow-check-values.ts";
import { memberOf } from "./member.ts";

const aFunction = (what: string) => z.custom((value) => typeof value === "function", must(what));
const LEVEL = /^[a-z][a-z0-9_-]{0,39}$/;

const ownShape = {
  type: z
    .string(must("the name of the strategy"))
    .regex(/^[a-z][a-z0-9_]{0,39}$/, "must be lower-case letters, digits and _, beginning with a letter, at most 40"),
  levels: z
    .array(z.string().regex(LEVEL, "must be lower-case letters, digits, - and _"), must("a list of levels"))
    .min(1, { error: "names no level" })
    .refine((levels) => twice(levels).length === 0, { error: "names one level twice" })
    .optional(),
  settings: z.custom((value) => typeof memberOf(value, "safeParse") === "function", must("a zod schema")),
  bindable: z.array(z.string(), must("a list of names of settings")).optional(),
  secrets: aFunction("a function that names the Worker secrets").optional(),
  slot: aFunction("a function").optional(),
  realm: aFunction("a function").optional(),
  grant: aFunction("a function"),
  revoke: aFunction("a function"),
  inspect: aFunction("a function").optional(),
  limits: aFunction("a function").optional(),
  lane: aFunction("a function").optional(),
  outlives: z.string(must("words for the card")).max(200).optional(),
};

/** `all`: as `deployment(…)` was given them. */
export function checkOwnStrategies(all: readonly unknown[], saying: Saying): void {
  const types: string[] = [];
  for (const [at, one] of all.entries()) {
    const definition = memberOf(one, "definition");
    if (definition === undefined) {
      saying("Deployment")(["strategies", at], "must be made by custom(…)");
      continue;
    }
    const { good } = readParts(ownShape, definition, saying(`Strategy ${at + 1}`));
    if (good.type !== undefined) types.push(good.type);
  }
  for (const type of twice(types)) saying("Deployment")(["strategies"], `two strategies have the type "${type}"`);
}
