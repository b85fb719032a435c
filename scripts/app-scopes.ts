// What Sym's own app of Slack needs besides, where a Target changes user groups with its token. For the manifest and the doctor; asks
// nobody.
import type { Flow } from "../src/domain/flow.ts";
import { settings } from "../src/strategies/slack-usergroup/settings.ts";

const APP_TOKEN = "SLACK_BOT_TOKEN";
const SCOPES = ["usergroups:write"] as const;

/** None where every such Target has a token of its own. */
export function appScopesFor(flows: readonly { readonly flow: Pick<Flow, "targets"> }[]): readonly string[] {
  const withOurs = flows.some(({ flow }) =>
    flow.targets.some((target) => {
      const read = target.strategy === "slack_usergroup" ? settings.safeParse(target.settings) : null;
      return read?.success === true && read.data.token === APP_TOKEN;
    }),
  );
  return withOurs ? SCOPES : [];
}
