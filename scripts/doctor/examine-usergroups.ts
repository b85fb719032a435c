// Is every user group that the Flows name there, switched on, and with somebody in it?
import * as z from "zod";
import { type NamedId, sayUses } from "../deploy/named-ids.ts";
import { type Finding, finding, slackSays } from "./finding.ts";
import type { AskSlack } from "./slack-api.ts";

const listing = z.object({
  usergroups: z.array(
    z.object({
      id: z.string(),
      handle: z.string(),
      /** Epoch seconds; 0 while the group is switched on. */
      date_delete: z.number().catch(0),
      users: z.array(z.string()).default([]),
    }),
  ),
});

/** All in one call, which also tells a group that was switched off from one that never was. */
export async function examineUsergroups(ask: AskSlack, named: readonly NamedId[]): Promise<Finding[]> {
  if (named.length === 0) return [];
  const answer = await ask("usergroups.list", { include_disabled: "true", include_users: "true" });
  const read = answer.ok ? listing.safeParse(answer.body) : undefined;
  return named.map(({ id, uses }) => {
    const about = { kind: "user group", what: id, use: sayUses(uses) } as const;
    if (!answer.ok) return finding(about, [sayRefusal(answer.code)]);
    if (!read?.success) return finding(about, ["Slack lists its user groups in a form that is not known here."]);
    const group = read.data.usergroups.find((one) => one.id === id);
    if (group === undefined) return finding(about, ["There is no such user group: its id is at the end of its link."]);
    const named = { ...about, what: `@${group.handle} (${id})` };
    if (group.date_delete !== 0)
      return finding(named, ["The group is disabled, so it names nobody: enable it in Slack."]);
    if (group.users.length === 0) return finding(named, ["Nobody is in the group: add somebody in Slack."]);
    return finding({ ...named, what: `${named.what}, ${group.users.length} in it` }, []);
  });
}

const sayRefusal = (code: string): string =>
  code === "plan_upgrade_required"
    ? "Slack has user groups on its paid plans alone: name the people instead."
    : slackSays(code);
