// A role of OneLogin, as one of its users or as one of its admins as well. The user's id, once found, is kept with the hold. Adds
// before it takes away and takes away before it is done, one person at a time; never replaces a list.
import {
  type Inspection,
  PermanentError,
  type Strategy,
  type StrategyCall,
  type StrategyContext,
  TransientError,
} from "../../ports.ts";
import { afterChange } from "../after-change.ts";
import { addressOf, lowerCase } from "../email-account.ts";
import { publishedLimits, settingsOf } from "../settings.ts";
import { type List, type OneloginUser, RoleApi } from "./role-api.ts";
import { numericId, settings } from "./settings.ts";

const [MEMBER, ADMIN] = ["member", "admin"] as const;
/** Suspended: developers.onelogin.com/api-docs/2/users/user-resource, read in November 2026. */
const SUSPENDED = 2;
/** Who it is, both lists, and both adds. */
const CALLS_OF_A_GRANT = 5;

export const oneloginRole: Strategy = {
  type: "onelogin_role",
  levels: [MEMBER, ADMIN],
  settings,
  outlives: () =>
    "sessions in the apps that the role opens, until they end by themselves; admins of a role may have given it to others",
  slot: (given, account) => {
    const { domain, role } = settingsOf(settings, given);
    return [domain, role, lowerCase(account.id)];
  },
  secrets: (given) => [settingsOf(settings, given).clientSecret],
  realm: (given) => `onelogin ${settingsOf(settings, given).domain}`,
  limits: (given) => {
    const { domain, limits } = settingsOf(settings, given);
    const calls = limits && { ...limits, perSecond: limits.perSecond / CALLS_OF_A_GRANT };
    return publishedLimits(domain, calls);
  },

  /** Whether Sym may also change the role is told by no call that changes nothing. */
  async check(given, context) {
    if ((await new RoleApi(settingsOf(settings, given), context).has("admins", 0)) === null) throw noRole();
  },

  async grant(call, context) {
    const { api, key } = begun(call, context);
    const user = await userOf(api, key);
    if (user === null) throw new PermanentError("OneLogin has no user with this address");
    if (user.status === SUSPENDED) throw new PermanentError("the person's account at OneLogin is suspended");
    const isUser = await api.has("users", user.id);
    const isAdmin = await api.has("admins", user.id);
    if (isUser === null || isAdmin === null) throw noRole();
    const wanted = call.level === ADMIN;
    if (!isUser) await api.add("users", user.id);
    if (wanted && !isAdmin) await afterChange(!isUser, api.add("admins", user.id));
    if (!wanted && isAdmin) await afterChange(!isUser, takenFrom(api, "admins", user.id));
  },

  async revoke(call, context) {
    const { api, key } = begun(call, context);
    const id = await idOf(api, key);
    if (id === null) return;
    const isAdmin = await api.has("admins", id);
    const isUser = await api.has("users", id);
    // What lets a person give the role to others goes first.
    if (isAdmin === true) await takenFrom(api, "admins", id);
    if (isUser === true) await afterChange(isAdmin === true, takenFrom(api, "users", id));
  },

  async inspect(call, context): Promise<Inspection> {
    const { api, key } = begun(call, context);
    const id = await idOf(api, key);
    if (id === null) return { level: null, inherited: null, ids: {} };
    const ids = { user: String(id) };
    if ((await api.has("admins", id)) === true) return { level: ADMIN, inherited: null, ids };
    return { level: (await api.has("users", id)) === true ? MEMBER : null, inherited: null, ids };
  },
};

/** Not found is the person or the role: the list says which. */
async function takenFrom(api: RoleApi, list: List, id: number): Promise<void> {
  if ((await api.remove(list, id)) || (await api.has(list, id)) !== true) return;
  throw new TransientError("OneLogin lists somebody whom it does not find", { effect: "unknown" });
}

/** Of an id that is known nobody is asked: it may be of somebody who was deleted. */
const idOf = async (api: RoleApi, key: number | string): Promise<number | null> =>
  typeof key === "number" ? key : ((await userOf(api, key))?.id ?? null);

async function userOf(api: RoleApi, key: number | string): Promise<OneloginUser | null> {
  if (typeof key === "number") return api.user(key);
  // Some searches are by a part of the address.
  const found = (await api.usersWith(key)).filter(({ email }) => lowerCase(email ?? "") === key);
  if (found.length > 1) throw new PermanentError("more than one user of OneLogin has this address");
  return found[0] ?? null;
}

const noRole = (): PermanentError => new PermanentError("OneLogin does not have this role any more");

/** `key`: the user's id where it is known, and otherwise their address. */
function begun(call: StrategyCall, context: StrategyContext): { readonly api: RoleApi; readonly key: number | string } {
  const api = new RoleApi(settingsOf(settings, call.settings), context);
  const known = call.ids["user"] ?? call.account.id;
  return { api, key: numericId.test(known) ? Number(known) : addressOf(call.account) };
}
