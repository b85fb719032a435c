// Members of a group of Okta, by their logins: what an org's admins give out, where an e-mail address is often the person's
// own to change. Whoever cannot sign in to Okta is nobody, also where the group still lists them.
import type { Source } from "../domain/source.ts";
import { PermanentError } from "../ports.ts";
import { OktaApi } from "../strategies/okta-group/okta-api.ts";
import { settings } from "../strategies/okta-group/settings.ts";
import { settingsOf } from "../strategies/settings.ts";
import type { AskSource } from "./ask-source.ts";

const SHUT_OUT = new Set(["DEPROVISIONED", "SUSPENDED", "STAGED"]);

/**
 * `GET /api/v1/groups/{id}/users`: one call for a group of up to 200, and one answer for everybody who asks meanwhile.
 * https://developer.okta.com/docs/api/openapi/okta-management/management/tag/Group/#tag/Group/operation/listGroupUsers
 */
export const membersInOkta: AskSource<Extract<Source, { kind: "okta_group" }>> = async (source, context) => {
  const { org, group, apiToken, allowLoopback } = source;
  const api = new OktaApi(settingsOf(settings, { org, group, apiToken, allowLoopback }), context);
  const members = await api.members();
  if (members === null) throw new PermanentError("Okta does not have this group any more, or does not show it to Sym");
  return members.filter(({ status }) => !SHUT_OUT.has(status)).map(({ profile }) => profile.login);
};
