// Can Sym post where the Flows say, and see who is in the channels that their rules name?
import * as z from "zod";
import { type NamedId, sayUses } from "../deploy/named-ids.ts";
import { type Finding, finding, slackSays } from "./finding.ts";
import type { AskSlack } from "./slack-api.ts";

const flag = z.boolean().nullish();
const described = z.object({
  channel: z.object({
    name: z.string().catch("without a name"),
    is_member: flag,
    is_archived: flag,
    is_ext_shared: flag,
    is_pending_ext_shared: flag,
  }),
});

export async function examineChannel(ask: AskSlack, { id, uses }: NamedId): Promise<Finding> {
  const about = { kind: "channel", what: id, use: sayUses(uses) } as const;
  const answer = await ask("conversations.info", { channel: id });
  if (!answer.ok)
    return finding(about, [
      answer.code === "channel_not_found"
        ? "There is no such channel, or it is private and the app is not in it: /invite @Sym there."
        : slackSays(answer.code),
    ]);
  const read = described.safeParse(answer.body);
  if (!read.success) return finding(about, ["Slack describes this channel in a form that is not known here."]);
  const { name, is_archived, is_member, is_ext_shared, is_pending_ext_shared } = read.data.channel;
  // Who is in a public channel can be seen from outside; posting needs to be in it.
  const posts = uses.some((use) => use.as === "cards" || use.as === "operators");
  const wrong =
    is_archived === true
      ? ["The channel is archived: unarchive it, or name another."]
      : posts && is_member !== true
        ? ["The app is not in the channel, so it cannot post there: /invite @Sym there."]
        : [];
  const shared = is_ext_shared === true || is_pending_ext_shared === true;
  return finding(
    { ...about, what: `#${name} (${id})` },
    wrong,
    shared ? ["People of other organisations read along there; they can neither ask nor decide."] : [],
  );
}
