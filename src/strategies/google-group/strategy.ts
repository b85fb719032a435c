// Membership of one group of Google Workspace or Cloud Identity, with a role in it. The user's id, once found, is kept with the
// hold, so that an address that is changed or given to somebody else moves nothing. Never takes a missing right for an end.
import type { Members } from "../../domain/drift.ts";
import {
  type Inspection,
  PermanentError,
  type Strategy,
  type StrategyCall,
  type StrategyContext,
  TransientError,
} from "../../ports.ts";
import { lowerCase } from "../email-account.ts";
import { publishedLimits, settingsOf } from "../settings.ts";
import { DirectoryApi, type GoogleUser, notInTheDirectory, type Role } from "./directory-api.ts";
import { address, settings, userId } from "./settings.ts";

const ROLES: Readonly<Record<string, Role>> = { member: "MEMBER", manager: "MANAGER", owner: "OWNER" };
const LEVEL_OF: Readonly<Record<Role, string>> = { MEMBER: "member", MANAGER: "manager", OWNER: "owner" };
/** 2,400 a minute for each user of a project: developers.google.com/admin-sdk/directory/v1/limits, read in November 2026. */
const PUBLISHED = { perSecond: 40 };
/** Who it is, the add, and the role where the add finds a member. */
const CALLS_OF_A_GRANT = 3;

export const googleGroup: Strategy = {
  type: "google_group",
  levels: ["member", "manager", "owner"],
  settings,
  bindable: ["group"],
  outlives: () =>
    "what the group opened for the person elsewhere, until that notices; owners and managers may have let others in",
  slot: (given, account) => [settingsOf(settings, given).group, lowerCase(account.id)],
  secrets: (given) => [settingsOf(settings, given).serviceAccount],
  /** Who acts for an organisation is one of it. */
  realm: (given) => `google ${settingsOf(settings, given).subject.split("@")[1] ?? ""}`,
  limits: (given) => {
    const { subject, limits = PUBLISHED } = settingsOf(settings, given);
    return publishedLimits(subject, { ...limits, perSecond: limits.perSecond / CALLS_OF_A_GRANT });
  },

  /** Whether Sym may also change members is told by no call that changes nothing. */
  async check(given, context) {
    const of = settingsOf(settings, given);
    const api = new DirectoryApi(of, context);
    if (!(await api.groupExists())) throw noGroup();
    if ((await api.user(of.subject)) === null) throw notInTheDirectory();
  },

  async grant(call, context) {
    const { api, key } = begun(call, context);
    const role = ROLES[call.level];
    if (role === undefined) throw new PermanentError("a group of Google has no such role", { class: "bug" });
    const user = await userOf(api, key);
    if (user === null) throw notInTheDirectory();
    if (user.suspended === true) throw new PermanentError("the person's account at Google is suspended");
    if (user.archived === true) throw new PermanentError("the person's account at Google is archived");
    const added = await api.add(user.primaryEmail, role);
    if (added === null) throw noGroup();
    if (added === "already") return promote(api, user, role);
    if (added.id === user.id) return;
    // The address changed hands in this very moment: whoever has it now was no member before.
    await api.remove(added.id);
    throw new TransientError("the person's address went to somebody else while they were added", { effect: "unknown" });
  },

  async revoke(call, context) {
    const { api, key } = begun(call, context);
    const id = userId.test(key) ? key : (await userOf(api, key))?.id;
    if (id === undefined || (await api.remove(id))) return;
    // Not found is the member or the group; that the API answers for this group, or says that it is gone, is proof of either.
    await api.groupExists();
  },

  async inspect(call, context): Promise<Inspection> {
    const { api, key } = begun(call, context);
    const user = userId.test(key) ? key : (await userOf(api, key))?.id;
    if (user === undefined) return { level: null, inherited: null, ids: {} };
    const found = await api.member(user);
    const ids = { user };
    if (found !== null) return { level: LEVEL_OF[found.role], inherited: null, ids };
    const told = await api.isMember(user);
    // Neither is told of a group that is gone; any other trouble is thrown here.
    if (told === null) await api.groupExists();
    return { level: null, inherited: told === true ? "a group in this group" : null, ids };
  },

  async list(given, context): Promise<Members> {
    const of = settingsOf(settings, given);
    const found = await new DirectoryApi(of, context).members();
    if (found === null) throw noGroup();
    const members = found.map(({ id, email, role, type }) => ({
      account: { id: email ?? id, label: email ?? id },
      names: [id],
      // Groups, and whole organisations, are nobody whom Sym could take out.
      level: type === "USER" ? LEVEL_OF[role] : null,
      ids: { user: id },
      ...(lowerCase(email ?? "") === lowerCase(of.subject) ? { own: true as const } : {}),
    }));
    return { accountId: "user", members };
  },
};

/** Somebody with the address was a member: they get the role by their id, and only they. */
async function promote(api: DirectoryApi, user: GoogleUser, role: Role): Promise<void> {
  if (await api.change(user.id, role)) return;
  throw new TransientError("Google says both that the person is a member and that they are not", { effect: "no" });
}

/** Throws where an address finds somebody whose own it is not. */
async function userOf(api: DirectoryApi, key: string): Promise<GoogleUser | null> {
  const found = await api.user(key);
  if (found === null || (userId.test(key) ? found.id === key : lowerCase(found.primaryEmail) === key)) return found;
  throw new PermanentError("this address is not the primary address of whoever Google finds under it");
}

/** `key`: the user's id where it is known, and otherwise their address. */
function begun(call: StrategyCall, context: StrategyContext): { api: DirectoryApi; key: string } {
  const known = call.ids["user"] ?? call.account.id;
  const key = userId.test(known) ? known : lowerCase(call.account.id);
  if (!userId.test(key) && !address.test(key))
    throw new PermanentError("this account cannot be spelt as an address or an id of Google", { class: "impossible" });
  return { api: new DirectoryApi(settingsOf(settings, call.settings), context), key };
}

const noGroup = (): PermanentError =>
  new PermanentError("Google does not have this group any more, or does not show it to Sym");
