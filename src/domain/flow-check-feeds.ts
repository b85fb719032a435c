// Whether what one Flow gives would let somebody decide about another, or the same: a group of Okta that is a Target and stands
// in a rule about who approves. Then an approval for one thing would be the power to approve.
import type { FlowVersion, Target } from "./flow.ts";
import type { Saying } from "./flow-check-parts.ts";
import { sourcesOf } from "./source.ts";

/** Ids of groups differ between orgs, and one org has several addresses: so the id alone counts. */
const groupOf = ({ strategy, settings }: Target): unknown =>
  strategy === "okta_group" && typeof settings === "object" && settings !== null && "group" in settings
    ? settings["group"]
    : null;

export function checkFeeds(versions: readonly FlowVersion[], saying: Saying): void {
  const targets = versions.flatMap(({ flow }) => flow.targets);
  for (const { flow } of versions) {
    for (const source of sourcesOf(flow.approvers)) {
      if (source.kind !== "okta_group") continue;
      const target = targets.find((one) => groupOf(one) === source.group);
      if (target !== undefined)
        saying(`Flow "${flow.name}" in ${flow.environment}`)(
          ["approvers"],
          `names a group of Okta that the Target ${JSON.stringify(target.name)} gives: whoever gets that access could approve`,
        );
    }
  }
}
