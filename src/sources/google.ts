// Members of a group of Google Workspace or Cloud Identity, by their primary addresses. Only people in the group itself: whoever is in
// through another group is nobody, since whoever may change that one would say who decides here.
import type { GoogleSource } from "../domain/source.ts";
import { PermanentError } from "../ports.ts";
import { DirectoryApi } from "../strategies/google-group/directory-api.ts";
import { settings } from "../strategies/google-group/settings.ts";
import { settingsOf } from "../strategies/settings.ts";
import type { AskSource } from "./ask-source.ts";

/**
 * `GET /admin/directory/v1/groups/{id}/members`, page by page, all within the time of one lookup.
 * https://developers.google.com/workspace/admin/directory/reference/rest/v1/members/list
 */
export const membersInGoogle: AskSource<GoogleSource> = async (source, context) => {
  const { group, serviceAccount, subject, endpoint, allowLoopback } = source;
  const given = { group, serviceAccount, subject, allowLoopback, ...(endpoint === undefined ? {} : { endpoint }) };
  const members = await new DirectoryApi(settingsOf(settings, given), context, "read").members();
  if (members === null)
    throw new PermanentError("Google does not have this group any more, or does not show it to Sym");
  return members.flatMap(({ email, type, status }) =>
    type === "USER" && status === "ACTIVE" && email !== undefined ? [email] : [],
  );
};
