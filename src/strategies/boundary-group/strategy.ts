// Membership of one group of HashiCorp Boundary. Every change names the version of the group that it was decided on; the user's ID,
// once found, is kept with the hold. Never replaces the list of members.
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
import { ControllerApi } from "./controller-api.ts";
import { controllerOf, settings, userId } from "./settings.ts";

const LEVEL = "member";
/** Others who change the group so often within one call keep Sym waiting. */
const TRIES = 3;
/** Who it is, the group, and the add. */
const CALLS_OF_A_GRANT = 3;

export const boundaryGroup: Strategy = {
  type: "boundary_group",
  levels: [LEVEL],
  settings,
  outlives: () =>
    "sessions that the person opened through Boundary, until they end: 8 hours, unless the target says otherwise",
  slot: (given, account) => {
    const of = settingsOf(settings, given);
    return [controllerOf(of), of.group, userId.test(account.id) ? account.id : lowerCase(account.id)];
  },
  secrets: (given) => [settingsOf(settings, given).password],
  // Which attribute names the account is part of what an account is.
  realm: (given) => {
    const of = settingsOf(settings, given);
    return `boundary ${controllerOf(of)} ${of.scope} ${of.match}`;
  },
  limits: (given) => {
    const of = settingsOf(settings, given);
    const calls = of.limits && { ...of.limits, perSecond: of.limits.perSecond / CALLS_OF_A_GRANT };
    return publishedLimits(controllerOf(of), calls);
  },

  async check(given, context) {
    const group = await new ControllerApi(settingsOf(settings, given), context).group();
    if (group === null) throw noGroup();
    const lacks = ["add-members", "remove-members"].filter((action) => !group.authorized_actions.includes(action));
    if (lacks.length > 0)
      throw new PermanentError(`Sym's role at Boundary lacks ${lacks.join(" and ")} on this group`, { class: "auth" });
  },

  async grant(call, context) {
    const { api, key } = begun(call, context);
    const id = await userOf(api, key);
    if (id === null) throw new PermanentError("Boundary has no user of this address or login name in the scope");
    await change(api, "add", id);
  },

  async revoke(call, context) {
    const { api, key } = begun(call, context);
    const id = userId.test(key) ? key : await userOf(api, key);
    if (id !== null) await change(api, "remove", id);
  },

  async inspect(call, context): Promise<Inspection> {
    const { api, key } = begun(call, context);
    const user = userId.test(key) ? key : await userOf(api, key);
    if (user === null) return { level: null, inherited: null, ids: {} };
    const group = await api.group();
    const isMember = group?.member_ids.includes(user) ?? false;
    return { level: isMember ? LEVEL : null, inherited: null, ids: { user } };
  },
};

async function change(api: ControllerApi, what: "add" | "remove", id: string): Promise<void> {
  const wanted = what === "add";
  let group = await api.group();
  for (let tries = 0; tries < TRIES; tries += 1) {
    if (group === null && wanted) throw noGroup();
    if (group === null || group.member_ids.includes(id) === wanted) return;
    const { version } = group;
    const then = await api.change(what, id, version);
    if ("version" in then) {
      if (then.member_ids.includes(id) === wanted) return;
      throw new TransientError("Boundary answered with other members than those it was asked for", {
        effect: "unknown",
      });
    }
    // Refused. Only where the version moved on was it perhaps for that.
    group = await afterChange(true, api.group());
    if (group !== null && group.version === version) throw api.refusal(then);
  }
  throw new TransientError("the group was changed by others in the same moment", { effect: "no" });
}

const noGroup = (): PermanentError => new PermanentError("Boundary does not have this group any more");

const userOf = async (api: ControllerApi, key: string): Promise<string | null> => {
  if (!userId.test(key)) return api.userCalled(key);
  return (await api.userIsThere(key)) ? key : null;
};

/** `key`: the user's ID where it is known, and otherwise their address or login name. */
function begun(call: StrategyCall, context: StrategyContext): { readonly api: ControllerApi; readonly key: string } {
  const of = settingsOf(settings, call.settings);
  const api = new ControllerApi(of, context);
  const known = call.ids["user"] ?? call.account.id;
  if (userId.test(known)) return { api, key: known };
  if (of.match === "email") return { api, key: addressOf(call.account) };
  const { id } = call.account;
  if (/^[a-z0-9._@+-]{1,100}$/.test(id)) return { api, key: id };
  throw new PermanentError("this account cannot be spelt as a login name of Boundary", { class: "impossible" });
}
