// Membership of one group of Microsoft Entra ID. The person's object ID, once found, is kept with the hold, so that a name that is
// changed or given to somebody else moves nothing. Never changes a group that something else fills or that gives roles.
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
import { type EntraGroup, type EntraUser, GraphApi } from "./graph-api.ts";
import { objectId, principalName, settings } from "./settings.ts";

const LEVEL = "member";
/** Who it is, what kind of group it is, and the add. */
const CALLS_OF_A_GRANT = 3;

export const entraGroup: Strategy = {
  type: "entra_group",
  levels: [LEVEL],
  settings,
  bindable: ["group"],
  outlives: () =>
    "sessions and tokens that the person has got meanwhile, for about an hour, and longer where apps keep their own",
  slot: (given, account) => {
    const { tenant, group } = settingsOf(settings, given);
    return [tenant, group, lowerCase(account.id)];
  },
  secrets: (given) => [settingsOf(settings, given).certificate],
  realm: (given) => `entra ${settingsOf(settings, given).tenant}`,
  limits: (given) => {
    const { tenant, clientId, limits } = settingsOf(settings, given);
    const calls = limits && { ...limits, perSecond: limits.perSecond / CALLS_OF_A_GRANT };
    return publishedLimits(`${tenant}/${clientId}`, calls);
  },

  /** Whether Sym may also change members is told by no call that changes nothing. */
  async check(given, context) {
    const api = new GraphApi(settingsOf(settings, given), context);
    mustBeOurs(await api.group());
    await api.mayReadUsers();
  },

  async grant(call, context) {
    const { api, key } = begun(call, context);
    const user = await userOf(api, key);
    if (user === null) throw new PermanentError("Entra has no user of this name in the tenant");
    if (user.accountEnabled === false) throw new PermanentError("the person's account at Entra is disabled");
    mustBeOurs(await api.group());
    const added = await api.add(user.id);
    if (added === true) return;
    if (added === false)
      throw new TransientError("Entra does not find the group or the person that it has just shown", { effect: "no" });
    // It may say so of a membership that has just ended.
    if ((await api.hasMember(user.id)) !== true)
      throw new TransientError("Entra says both that the person is a member and that they are not", {
        effect: "unknown",
      });
  },

  async revoke(call, context) {
    const { api, key } = begun(call, context);
    const id = objectId.test(key) ? key : (await userOf(api, key))?.id;
    if (id === undefined || (await api.remove(id))) return;
    // Not found is the member or the group: the list says which, and a group that is gone has none.
    if ((await api.group()) === null || (await api.hasMember(id)) !== true) return;
    throw new TransientError("Entra lists a member whom it does not find", { effect: "unknown" });
  },

  async inspect(call, context): Promise<Inspection> {
    const { api, key } = begun(call, context);
    const user = objectId.test(key) ? key : (await userOf(api, key))?.id;
    if (user === undefined) return { level: null, inherited: null, ids: {} };
    const ids = { user };
    const group = await api.group();
    if (group === null) return { level: null, inherited: null, ids };
    if (hidesMembers(group)) throw hidden();
    if ((await api.hasMember(user)) === true) return { level: LEVEL, inherited: null, ids };
    const inherited = (await api.isTransitively(user)) ? "a group in this group" : null;
    return { level: null, inherited, ids };
  },

  async list(given, context): Promise<Members> {
    const api = new GraphApi(settingsOf(settings, given), context);
    const group = await api.group();
    if (group !== null && hidesMembers(group)) throw hidden();
    const found = group === null ? null : await api.members();
    if (found === null) throw new PermanentError("Entra does not have this group any more");
    const members = found.map(({ id, userPrincipalName: name }) => ({
      account: { id: name ?? id, label: name ?? id },
      names: [id],
      // Groups, devices and apps are nobody whom Sym gave it to.
      level: name == null ? null : LEVEL,
      ids: { user: id },
    }));
    return { accountId: "user", members };
  },
};

/** Throws where the group is not there, or is one whose members Sym cannot change or read. */
function mustBeOurs(group: EntraGroup | null): void {
  if (group === null) throw new PermanentError("Entra does not have this group any more");
  const impossible = whyNot(group);
  if (impossible !== null) throw new PermanentError(impossible, { class: "impossible" });
  if (hidesMembers(group)) throw hidden();
}

function whyNot({ groupTypes, isAssignableToRole, onPremisesSyncEnabled, mailEnabled }: EntraGroup): string | null {
  if (groupTypes.includes("DynamicMembership")) return "a rule fills this group: Entra lets nobody else change it";
  if (isAssignableToRole === true)
    return "this group can be given roles of the directory: changing it takes a right that would let Sym give itself any role";
  if (onPremisesSyncEnabled === true)
    return "this group comes from a directory on the premises: Entra lets nobody change it but there";
  if (mailEnabled && !groupTypes.includes("Unified"))
    return "this group is one of Exchange (mail-enabled): Microsoft Graph cannot change it";
  return null;
}

const hidesMembers = ({ visibility }: EntraGroup): boolean => visibility === "HiddenMembership";
const hidden = (): PermanentError =>
  new PermanentError("this group hides its members: what Entra lists of it proves nothing", { class: "impossible" });

/** Throws where a name finds somebody whose own it is not. */
async function userOf(api: GraphApi, key: string): Promise<EntraUser | null> {
  const found = await api.user(key);
  if (found === null || (objectId.test(key) ? found.id === key : lowerCase(found.userPrincipalName) === key))
    return found;
  throw new PermanentError("Entra finds somebody under this name whose name is another");
}

/** `key`: the person's object ID where it is known, and otherwise their userPrincipalName. */
function begun(call: StrategyCall, context: StrategyContext): { api: GraphApi; key: string } {
  const known = call.ids["user"] ?? "";
  const key = objectId.test(known) ? known : lowerCase(call.account.id);
  if (!objectId.test(key) && !principalName.test(key))
    throw new PermanentError("this account cannot be spelt as a userPrincipalName or an object ID of Entra", {
      class: "impossible",
    });
  return { api: new GraphApi(settingsOf(settings, call.settings), context), key };
}
