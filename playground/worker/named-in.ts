// What a deployment names of the world: its Targets, and the people, groups and channels of Slack, each once.
// Never looks at how the rules combine them.
import { examplesOf } from "../../src/domain/bound-target.ts";
import { leavesOf, type Rule } from "../../src/domain/flow.ts";
import type { Deployment } from "../../src/ports.ts";
import type { DeploymentAnswer, NamedTarget } from "./door-answers.ts";

type Named = Omit<Extract<DeploymentAnswer, { ok: true }>, "ok">;

export function namedIn({ admins, operatorsChannel, flows }: Omit<Deployment, "account" | "rule">): Named {
  const people = new Set(admins.people);
  const usergroups = new Set(admins.usergroup === null ? [] : [admins.usergroup]);
  const channels = new Set([operatorsChannel]);
  const targets = new Map<string, NamedTarget>();

  const visit = (rule: Rule): void => {
    for (const leaf of leavesOf(rule)) {
      if (leaf.kind === "people") for (const id of leaf.ids) people.add(id);
      if (leaf.kind === "usergroup") usergroups.add(leaf.id);
      if (leaf.kind === "channel") channels.add(leaf.id);
    }
  };
  for (const { flow } of flows) {
    visit(flow.requesters);
    visit(flow.approvers);
    channels.add(flow.route.channel);
    for (const { name, label, strategy, settings } of flow.targets.flatMap(examplesOf))
      targets.set(JSON.stringify([flow.environment, name, settings]), {
        environmentLabel: flow.environmentLabel,
        label,
        strategy,
        settings,
      });
  }
  return {
    targets: [...targets.values()],
    people: [...people],
    usergroups: [...usergroups],
    channels: [...channels],
  };
}
