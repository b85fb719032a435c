// The people and channels of this deployment, each id in one place. These belong to the playground's workspace: put your own
// here. Slack shows a person's id under "Copy member ID" in the profile, that of a channel at the end of its details, and that
// of a user group at the end of its address in a browser, under People, User groups.
import { channel, people, usergroup } from "../sym.ts";

/** Ben, who leads the database team. */
export const ben = people("U0BEN");

/** Whoever is in @dba at the moment of the click. Use groups where you can: they change without a deployment. */
export const dba = usergroup("S0DBA");

/** The developers who carry the pager, by name. */
export const onCall = people("U0ANA", "U0BEN");

/** #sym-requests: where the request cards go. */
export const requests = channel("C0REQUESTS");
