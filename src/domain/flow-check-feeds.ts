// Whether what one Flow gives would let somebody decide about another, or the same, or make them an admin: a group that is a Target
// and stands in a rule about who approves. Then an approval for one thing would be the power to approve.
import { admits } from "./bound-target.ts";
import { type Flow, type FlowVersion, leavesOf, type Rule, type Target } from "./flow.ts";
import { quoted, type Saying } from "./flow-check-parts.ts";
import type { Source } from "./source.ts";

/** A group that a rule names, as the Targets of this strategy name it. */
interface Feeding {
  readonly strategy: string;
  readonly group: string;
  /** For the problem: `a group of Okta`. */
  readonly what: string;
}

const userGroup = (id: string): Feeding => ({ strategy: "slack_usergroup", group: id, what: "a user group" });

/** Ids of groups differ between orgs, and one org has several addresses: so the id alone counts. */
function gives({ strategy, settings, bound }: Target, feeding: Feeding): boolean {
  if (strategy !== feeding.strategy) return false;
  // Whatever the form offers today: the rule is what was promised.
  if (bound?.setting === "group") return admits(bound.allow, feeding.group);
  return (
    typeof settings === "object" && settings !== null && "group" in settings && settings["group"] === feeding.group
  );
}

const feedingIn = (rule: Rule): Feeding[] =>
  leavesOf(rule).flatMap((leaf) => {
    if (leaf.kind === "usergroup") return [userGroup(leaf.id)];
    return leaf.kind === "outside" ? feedingOf(leaf.source) : [];
  });

function feedingOf(source: Source): Feeding[] {
  switch (source.kind) {
    case "okta_group":
      return [{ strategy: "okta_group", group: source.group, what: "a group of Okta" }];
    case "google_group":
      return [{ strategy: "google_group", group: source.group, what: "a group of Google" }];
    case "pagerduty_schedule":
    case "pagerduty_policy":
    case "opsgenie_schedule":
      return [];
  }
}

interface Giving {
  readonly target: Target;
  readonly flow: Pick<Flow, "name">;
}

/** `adminsGroup`: the user group of admins, where there is one. */
export function checkFeeds(versions: readonly FlowVersion[], adminsGroup: string | null, saying: Saying): void {
  const given: Giving[] = versions.flatMap(({ flow }) => flow.targets.map((target) => ({ target, flow })));
  const giving = (feeding: Feeding): Giving | undefined => given.find(({ target }) => gives(target, feeding));
  for (const { flow } of versions)
    for (const feeding of feedingIn(flow.approvers)) {
      const by = giving(feeding);
      if (by !== undefined)
        saying(`Flow "${flow.name}" in ${flow.environment}`)(
          ["approvers"],
          `names ${feeding.what} that the Target ${quoted(by.target.name)} of the Flow ${quoted(by.flow.name)} gives: whoever gets that access could approve`,
        );
    }
  const by = adminsGroup === null ? undefined : giving(userGroup(adminsGroup));
  if (by !== undefined)
    saying("Deployment")(
      ["admins", "usergroup"],
      `is a user group that the Target ${quoted(by.target.name)} of the Flow ${quoted(by.flow.name)} gives: whoever gets that access would be an admin`,
    );
}
