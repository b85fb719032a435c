// The Targets as the panel draws them: one group for each Environment, one line for each role, and who is a member of it;
// and which of them are not in the playground at all. Pure, and never tells what was given from what was always there by anything but the bot's own record.
import * as z from "zod";
import type { PanelMember, PanelTarget } from "../server/panel.ts";
import type { VisiblePerson } from "../slack/types.ts";
import type { NamedTarget, Slot } from "../worker/door-answers.ts";
import type { Membership } from "./database.ts";
import { loginOf, rolesOf } from "./postgres-targets.ts";

/** Whether the bot gave it: a membership that no open slot accounts for was there before, and stays. */
export const isGiven = ({ role, login }: Membership, slots: readonly Slot[]): boolean =>
  slots.some((slot) => !slot.standing && rolesOf(slot).includes(role) && loginOf(slot) === login);

export function drawTargets(
  targets: readonly NamedTarget[],
  held: readonly Membership[],
  slots: readonly Slot[],
  people: readonly VisiblePerson[],
): PanelTarget[] {
  const groups = new Map<string, PanelTarget>();
  for (const target of targets) {
    const name = target.environmentLabel;
    for (const role of rolesOf(target)) {
      const group = groups.get(name) ?? { name, label: name, kind: "PostgreSQL", roles: [] };
      groups.set(name, group);
      group.roles.push({
        name: role,
        label: target.label,
        members: held.filter((one) => one.role === role).map((one) => drawMember(one, slots, people)),
      });
    }
  }
  return [...groups.values()];
}

export const hasWebhook = (targets: readonly NamedTarget[]): boolean =>
  targets.some(({ strategy }) => strategy === "webhook");

const address = z.url().nullish().catch(null);
const called = z.object({ url: address, readUrl: address });
const OWN = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/** Hosts that a Target makes the bot call, in the order of the Targets. This computer's own are none of them. */
export const reachedBeyond = (targets: readonly NamedTarget[]): string[] => [
  ...new Set(
    targets.flatMap(({ settings }) => {
      const { url, readUrl } = called.safeParse(settings).data ?? {};
      const asked = [url, readUrl].flatMap((one) => (one ? [new URL(one)] : []));
      return asked.flatMap(({ hostname, host }) => (OWN.test(hostname) ? [] : [host]));
    }),
  ),
];

function drawMember(membership: Membership, slots: readonly Slot[], people: readonly VisiblePerson[]): PanelMember {
  const { login } = membership;
  const person = people.find(({ name }) => login === name || login.startsWith(`${name}@`));
  return { account: login, standing: !isGiven(membership, slots), ...(person && { person: person.id }) };
}
