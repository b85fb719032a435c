// Is everybody whom the Flows name a full member of this workspace, as Sym itself would see them at a click?
import { factsOf, type Home, userAnswer } from "../../src/slack/person-facts.ts";
import { type NamedId, sayUses } from "../deploy/named-ids.ts";
import { type Finding, finding, slackSays } from "./finding.ts";
import type { AskSlack } from "./slack-api.ts";

const UNKNOWN = ["user_not_found", "user_not_visible", "users_not_found"];

export async function examinePerson(ask: AskSlack, home: Home, { id, uses }: NamedId): Promise<Finding> {
  const about = { kind: "person", what: id, use: sayUses(uses) } as const;
  const answer = await ask("users.info", { user: id });
  if (!answer.ok)
    return finding(about, [
      UNKNOWN.includes(answer.code)
        ? "There is no such person in this workspace: Copy member ID in the person's profile."
        : slackSays(answer.code),
    ]);
  const read = userAnswer.safeParse(answer.body);
  if (!read.success) return finding(about, ["Slack describes this person in a form that is not known here."]);
  const { name, deactivated, bot, stranger, guest } = factsOf(read.data, home);
  const wrong = deactivated
    ? "The account is deactivated: name somebody else."
    : bot
      ? "This is a bot, and bots decide nothing: name a person."
      : stranger
        ? "This person belongs to another organisation, whose people neither ask nor decide."
        : guest
          ? "This person is a guest, and guests neither ask nor decide."
          : null;
  return finding({ ...about, what: `${name} (${id})` }, wrong === null ? [] : [wrong]);
}
