// The shape of a rule as implementers write it: who may ask, who may decide. Refuses an empty list, which would look like
// "nobody is needed" and mean "nobody may", and whatever would let in everybody whom nobody named.
import * as z from "zod";
import type { LeafRule, Rule } from "./flow.ts";
import { source } from "./flow-check-sources.ts";
import { channelId, fieldName, LIMITS, must, personId, secretName, usergroupId, words } from "./flow-check-values.ts";
import type { Decides } from "./rule-function.ts";

/** As it is written. What only the deployment around it knows is filled in by `settledRule`. */
export type WrittenRule =
  | Extract<LeafRule, { readonly kind: "people" | "usergroup" | "channel" | "outside" | "anyone" }>
  | { readonly kind: "admins" }
  | { readonly kind: "picked"; readonly field: string }
  | {
      readonly kind: "function";
      readonly label: string;
      readonly decides: Decides;
      readonly secrets: readonly string[];
    }
  | { readonly kind: "any_of" | "all_of"; readonly rules: readonly WrittenRule[] }
  | { readonly kind: "not"; readonly rule: WrittenRule };

/** Nobody reads more than that, and each part may cost a question. */
const MOST_PARTS = 20;
const DEEPEST = 4;

/** Written out, so that a change of it is seen: what is bound or built in has no source. */
export const isWrittenOut = (given: unknown): boolean =>
  typeof given === "function" && !Function.prototype.toString.call(given).includes("[native code]");

export const A_RULE =
  "a rule: people(…), usergroup(…), channel(…), onCallIn(…), oktaGroupMembers(…), googleGroupMembers(…), anyone(), admins(), pickedIn(…), rule(…), anyOf(…), allOf(…) or not(…)";

const parts = z
  .array(
    z.lazy(() => part),
    must("rules"),
  )
  .min(1, { error: "names nobody; an empty list would let nobody in" })
  .max(MOST_PARTS, { error: `has more than ${MOST_PARTS} parts` });

const part: z.ZodType<WrittenRule> = z.lazy(() =>
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
      z.strictObject({ kind: z.literal("admins") }),
      z.strictObject({ kind: z.literal("picked"), field: fieldName }),
      z.strictObject({
        kind: z.literal("function"),
        label: words(LIMITS.optionText),
        decides: z.custom<Decides>(isWrittenOut, {
          error: "must be a function that is written out there, not bound or built in, so that a change of it is seen",
        }),
        secrets: z.array(secretName, must("a list of names of Worker secrets")).default([]),
      }),
      z.strictObject({ kind: z.literal("any_of"), rules: parts }),
      z.strictObject({ kind: z.literal("all_of"), rules: parts }),
      z.strictObject({ kind: z.literal("not"), rule: z.lazy(() => part) }),
    ],
    must(A_RULE),
  ),
);

export const rule: z.ZodType<WrittenRule> = part.superRefine((written, context) => {
  const say = (message: string) => context.addIssue({ code: "custom", message });
  if (depthOf(written) > DEEPEST) say(`has rules within rules, deeper than ${DEEPEST}`);
  else if (!namesSomebody(written))
    say(
      'has a not(…) beside which nobody is named: it would let in everybody else; write allOf(anyone(), not(people("U…"))), or whoever is meant',
    );
  if (deniesList(written))
    say(
      "has a list outside Slack in not(…): whoever Slack confirms no e-mail address of would count as not being on it",
    );
});

const inner = (written: WrittenRule): readonly WrittenRule[] =>
  "rules" in written ? written.rules : "rule" in written ? [written.rule] : [];

const depthOf = (written: WrittenRule): number => {
  const within = inner(written);
  return within.length === 0 ? 0 : 1 + Math.max(...within.map(depthOf));
};

/** Whoever it lets in is in some list that the implementer wrote down. */
const namesSomebody = (written: WrittenRule): boolean => {
  if (written.kind === "not") return false;
  if (written.kind === "any_of") return written.rules.every(namesSomebody);
  return written.kind === "all_of" ? written.rules.some(namesSomebody) : true;
};

const deniesList = (written: WrittenRule, denied = false): boolean =>
  written.kind === "outside" ? denied : inner(written).some((one) => deniesList(one, denied || written.kind === "not"));

export const goesByForm = (written: WrittenRule): boolean =>
  written.kind === "picked" || inner(written).some(goesByForm);

/** What a written rule is filled in with. */
export interface Around {
  readonly admins: { readonly people: readonly string[]; readonly usergroup: string | null };
  /** The label of a field for people; null where there is no such field. */
  readonly peopleField: (name: string) => string | null;
  /** The hash of its source; keeps the function itself. */
  readonly keep: (label: string, decides: Decides) => string;
  readonly say: (message: string) => void;
}

export function settledRule(written: WrittenRule, around: Around): Rule {
  switch (written.kind) {
    case "any_of":
    case "all_of":
      return { kind: written.kind, rules: written.rules.map((one) => settledRule(one, around)) };
    case "not":
      return { kind: "not", rule: settledRule(written.rule, around) };
    case "admins":
      return { kind: "admins", ...around.admins };
    case "picked": {
      const label = around.peopleField(written.field);
      if (label === null)
        around.say(`goes by the field "${written.field}", and the Flow has no field of that name that picks people`);
      return { ...written, label: label ?? written.field };
    }
    case "function": {
      const { kind, label, decides, secrets } = written;
      return { kind, label, source: around.keep(label, decides), secrets };
    }
    default:
      return written;
  }
}
