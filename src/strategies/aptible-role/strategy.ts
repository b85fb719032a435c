// Membership of one role of Aptible. The user's ID, once found, is kept with the hold; an end takes away every membership of the role
// that the person has, since nothing keeps Aptible from having two. Never changes what a role may do.
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
import { AuthApi } from "./auth-api.ts";
import { plainId, settings } from "./settings.ts";

const LEVEL = "member";
/** Who it is, the list, and the add. */
const CALLS_OF_A_GRANT = 3;

export const aptibleRole: Strategy = {
  type: "aptible_role",
  levels: [LEVEL],
  settings,
  outlives: () => "sessions and tunnels to apps and databases that the person opened meanwhile, until they end",
  slot: (given, account) => [lowerCase(settingsOf(settings, given).role), lowerCase(account.id)],
  secrets: (given) => [settingsOf(settings, given).password],
  realm: (given) => `aptible ${lowerCase(settingsOf(settings, given).organization)}`,
  limits: (given) => {
    const { organization, limits } = settingsOf(settings, given);
    const calls = limits && { ...limits, perSecond: limits.perSecond / CALLS_OF_A_GRANT };
    return publishedLimits(lowerCase(organization), calls);
  },

  /** Whether Sym may also change the role is told by no call that changes nothing. */
  async check(given, context) {
    const api = new AuthApi(settingsOf(settings, given), context);
    if ((await api.membershipsOf("")) === null) throw noRole();
    await api.hasUser("");
  },

  async grant(call, context) {
    const { api, key, isId } = begun(call, context);
    const user = isId ? ((await api.hasUser(key)) ? key : null) : await userWith(api, key);
    if (user === null) throw new PermanentError("Aptible has no user with this address in the organization");
    const before = await api.membershipsOf(user);
    if (before === null) throw noRole();
    if (before.length === 0) await api.add(user);
  },

  async revoke(call, context) {
    const { api, key, isId } = begun(call, context);
    const user = isId ? key : await userWith(api, key);
    const before = user === null ? [] : ((await api.membershipsOf(user)) ?? []);
    for (const [index, one] of before.entries()) await afterChange(index > 0, api.remove(one));
    if (user === null || before.length === 0) return;
    const left = await afterChange(true, api.membershipsOf(user));
    if (left !== null && left.length > 0)
      throw new TransientError("Aptible lists a membership that it took away", { effect: "unknown" });
  },

  async inspect(call, context): Promise<Inspection> {
    const { api, key, isId } = begun(call, context);
    const user = isId ? key : await userWith(api, key);
    if (user === null) return { level: null, inherited: null, ids: {} };
    const found = (await api.membershipsOf(user)) ?? [];
    return { level: found.length > 0 ? LEVEL : null, inherited: null, ids: { user } };
  },
};

async function userWith(api: AuthApi, address: string): Promise<string | null> {
  const [user = null, ...others] = await api.usersWith(address);
  if (others.length === 0) return user;
  throw new PermanentError("more than one user of Aptible has this address");
}

const noRole = (): PermanentError => new PermanentError("Aptible does not have this role any more");

/** `key`: the user's ID where it is known, and otherwise their address. */
function begun(
  call: StrategyCall,
  context: StrategyContext,
): { readonly api: AuthApi; readonly key: string; readonly isId: boolean } {
  const api = new AuthApi(settingsOf(settings, call.settings), context);
  const known = call.ids["user"] ?? "";
  return plainId.test(known) ? { api, key: known, isId: true } : { api, key: addressOf(call.account), isId: false };
}
