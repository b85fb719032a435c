// The whole examination, in the order in which one thing makes the next possible. Never changes anything in Slack.
import { appScopesFor } from "../app-scopes.ts";
import { namedIds } from "../deploy/named-ids.ts";
import { examineApp } from "./examine-app.ts";
import { examineChannel } from "./examine-channels.ts";
import { examinePerson } from "./examine-people.ts";
import { examineUsergroups } from "./examine-usergroups.ts";
import type { Finding } from "./finding.ts";
import type { AskSlack } from "./slack-api.ts";

/** `tell` gets each finding as soon as it is there. Throws `Unreachable` where Slack does not answer. */
export async function examine(
  ask: AskSlack,
  deployment: Parameters<typeof namedIds>[0],
  tell: (finding: Finding) => void = () => undefined,
): Promise<Finding[]> {
  const found: Finding[] = [];
  const note = (...findings: readonly Finding[]): void => {
    found.push(...findings);
    for (const one of findings) tell(one);
  };
  const { findings, home } = await examineApp(ask, appScopesFor(deployment.flows));
  note(...findings);
  if (home === null) return found;
  const named = namedIds(deployment);
  // One after the other: Slack counts how often it is asked, and nobody is in a hurry here.
  for (const one of named) if (one.kind === "person") note(await examinePerson(ask, home, one));
  note(
    ...(await examineUsergroups(
      ask,
      named.filter((one) => one.kind === "usergroup"),
    )),
  );
  for (const one of named) if (one.kind === "channel") note(await examineChannel(ask, one));
  return found;
}
