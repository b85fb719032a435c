// Every Slack id that a deployment names, once, with all that it is named for. Never asks Slack whether there is such a thing.
import { leavesOf, type Rule } from "../../src/domain/flow.ts";
import type { CheckedDeployment } from "../../src/domain/flow-check.ts";

export type Use =
  | { readonly as: "requesters" | "approvers" | "cards"; readonly flow: string }
  | { readonly as: "admins" | "operators" | "digests" };

export interface NamedId {
  readonly kind: "person" | "usergroup" | "channel";
  readonly id: string;
  readonly uses: readonly Use[];
}

type Named = Pick<CheckedDeployment, "admins" | "operatorsChannel" | "flows"> &
  Partial<Pick<CheckedDeployment, "auditChannel">>;

/** People first, then user groups, then channels; each kind in the order in which it is named. */
export function namedIds({ admins, operatorsChannel, auditChannel, flows }: Named): NamedId[] {
  const found = new Map<string, { kind: NamedId["kind"]; id: string; uses: Use[] }>();
  const note = (kind: NamedId["kind"], id: string, use: Use): void => {
    const one = found.get(id) ?? { kind, id, uses: [] };
    if (!one.uses.some((other) => sameUse(other, use))) one.uses.push(use);
    found.set(id, one);
  };
  const visit = (rule: Rule, use: Use): void => {
    for (const leaf of leavesOf(rule)) {
      if (leaf.kind === "people") for (const id of leaf.ids) note("person", id, use);
      if (leaf.kind === "usergroup" || leaf.kind === "channel") note(leaf.kind, leaf.id, use);
      // Admins are noted as such. The others name no id of Slack: whether a list answers is for /readyz/targets to say.
    }
  };

  for (const { flow } of flows) {
    visit(flow.requesters, { as: "requesters", flow: flow.name });
    visit(flow.approvers, { as: "approvers", flow: flow.name });
    note("channel", flow.route.channel, { as: "cards", flow: flow.name });
  }
  for (const id of admins.people) note("person", id, { as: "admins" });
  if (admins.usergroup !== null) note("usergroup", admins.usergroup, { as: "admins" });
  note("channel", operatorsChannel, { as: "operators" });
  if (auditChannel != null) note("channel", auditChannel, { as: "digests" });

  const order: readonly NamedId["kind"][] = ["person", "usergroup", "channel"];
  return [...found.values()].sort((one, other) => order.indexOf(one.kind) - order.indexOf(other.kind));
}

const flowOf = (use: Use): string | null => ("flow" in use ? use.flow : null);
const sameUse = (one: Use, other: Use): boolean => one.as === other.as && flowOf(one) === flowOf(other);

/** `approvers of database and deploy; admins` */
export function sayUses(uses: readonly Use[]): string {
  const kinds = [...new Set(uses.map((use) => use.as))];
  return kinds
    .map((kind) => {
      const flows = uses.flatMap((use) => (use.as === kind ? (flowOf(use) ?? []) : []));
      return flows.length === 0 ? kind : `${kind} of ${flows.join(", ")}`;
    })
    .join("; ");
}
