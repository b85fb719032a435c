// What a Flow says of whoever decides, in one Environment: one rule and how many, or stages one after the other; and that so
// many can be had. Judges no rule by itself.
import type { Field, Flow, Rule } from "./flow.ts";
import type { KnownRules } from "./flow-check-functions.ts";
import type { Parts, Say } from "./flow-check-parts.ts";
import { A_RULE, type WrittenRule } from "./flow-check-rules.ts";
import type { flowEnvironmentShape, flowShape } from "./flow-schema.ts";

const NOBODY: WrittenRule = { kind: "people", ids: [] };

/** A Flow says it for all its Environments, whatever some of them say. */
export function checkDecided({ good, broken }: Parts<typeof flowShape>, say: Say): void {
  const isSaid = good.approvers !== undefined || good.stages !== undefined;
  if (!isSaid && !broken.has("approvers") && !broken.has("stages"))
    say(["approvers"], `is missing; it must be ${A_RULE}`);
}

type Own = NonNullable<Parts<typeof flowShape>["whole"]>;
type Here = NonNullable<Parts<typeof flowEnvironmentShape>["whole"]>;
type Deciders = Pick<Flow, "approvers" | "approvals" | "stages">;

/** What an Environment says replaces what the Flow says, one rule or stages alike. */
export function decidersOf(own: Own, here: Here, rules: KnownRules, fields: readonly Field[], say: Say): Deciders {
  for (const said of [own, here])
    if (said.stages !== undefined && (said.approvers !== undefined || said.approvals !== undefined))
      say(["stages"], "stand beside approvers or approvals; each stage has its own, so say either");
  const inStages =
    here.approvers === undefined && here.approvals === undefined ? (here.stages ?? own.stages) : here.stages;
  if (inStages !== undefined) {
    const stages = inStages.map(({ label, approvers, approvals }, at) => {
      const settled = rules.settled(approvers, ["stages", at, "approvers"], fields, say);
      checkEnough(settled, approvals, ["stages", at, "approvals"], say);
      return { label, approvers: settled, approvals };
    });
    return { approvers: { kind: "any_of", rules: stages.map(({ approvers }) => approvers) }, stages };
  }
  // Whose Flow says neither has been told so.
  const written = here.approvers ?? own.approvers ?? NOBODY;
  const approvals = here.approvals ?? own.approvals ?? 1;
  const approvers = rules.settled(written, ["approvers"], fields, say);
  checkEnough(approvers, approvals, ["approvals"], say);
  return approvals === 1 ? { approvers } : { approvers, approvals };
}

function checkEnough(rule: Rule, approvals: number, at: readonly PropertyKey[], say: Say): void {
  const named = approvals === 1 ? null : namedBy(rule);
  if (named !== null && named.size < approvals)
    say(at, `asks for ${approvals} people, and ${named.size === 1 ? "only one is" : `only ${named.size} are`} named`);
}

/** All whom it can ever name; null where that is not said by ids alone. */
function namedBy(rule: Rule): ReadonlySet<string> | null {
  if (rule.kind === "people") return new Set(rule.ids);
  if (rule.kind !== "any_of") return null;
  const parts = rule.rules.map(namedBy);
  return parts.includes(null) ? null : new Set(parts.flatMap((part) => [...(part ?? [])]));
}
