// Membership of one group of Okta. The user's id, once found, is kept with the hold, so that a login that is renamed or given to
// somebody else moves nothing. Never changes a group that something else fills, and never takes a missing right for an end.
import type { Members } from "../../domain/drift.ts";
import {
  type Inspection,
  PermanentError,
  type Strategy,
  type StrategyCall,
  type StrategyContext,
} from "../../ports.ts";
import { publishedLimits, settingsOf } from "../settings.ts";
import { type Name, nameOf, oneSpelling } from "./login.ts";
import { OktaApi } from "./okta-api.ts";
import { originOf, settings, userId } from "./settings.ts";

const LEVEL = "member";
/** A grant asks for the user and the group before it changes anything. */
const CALLS_OF_A_GRANT = 3;
const NOT_OURS: Readonly<Record<string, string>> = {
  APP_GROUP: "an app or a directory fills this group: Okta lets nobody else change it",
  BUILT_IN: "this group is Okta's own: nobody can change it",
};
const SHUT_OUT: Readonly<Record<string, string>> = {
  DEPROVISIONED: "the person's account at Okta is deactivated",
  SUSPENDED: "the person's account at Okta is suspended",
};

export const oktaGroup: Strategy = {
  type: "okta_group",
  levels: [LEVEL],
  settings,
  bindable: ["group"],
  outlives: () => "sessions in the apps that the group opens, and what these apps keep, until they end by themselves",
  realm: (given) => `okta ${originOf(settingsOf(settings, given))}`,
  slot: (given, account) => {
    const of = settingsOf(settings, given);
    return [originOf(of), of.group, oneSpelling(account.id)];
  },
  secrets: (given) => {
    const { apiToken, serviceApp } = settingsOf(settings, given);
    return [apiToken, serviceApp?.privateKey].filter((name) => name !== undefined);
  },
  limits: (given) => {
    const of = settingsOf(settings, given);
    const calls = of.limits && { ...of.limits, perSecond: of.limits.perSecond / CALLS_OF_A_GRANT };
    return publishedLimits(originOf(of), calls);
  },

  /** Whether Sym may also change members is told by no call that changes nothing. */
  check: (given, context) => mustBeOurs(new OktaApi(settingsOf(settings, given), context)),

  async grant(call, context) {
    const { api, name } = begun(call, context);
    const user = await api.user(name);
    if (user === null) throw new PermanentError("Okta has no user with this account's login");
    const shutOut = SHUT_OUT[user.status];
    if (shutOut !== undefined) throw new PermanentError(shutOut);
    await mustBeOurs(api);
    if (!(await api.add(user.id))) throw new PermanentError("Okta does not have this user or this group any more");
  },

  async revoke(call, context) {
    const { api, user } = await found(call, context);
    if (user === null || (await api.remove(user))) return;
    if (await isMember(api, user))
      throw new PermanentError(
        "Okta lists the person in the group, and does not let Sym find both: a right is missing",
        {
          class: "auth",
        },
      );
  },

  async inspect(call, context): Promise<Inspection> {
    const { api, user } = await found(call, context);
    if (user === null) return { level: null, inherited: null, ids: {} };
    return { level: (await isMember(api, user)) ? LEVEL : null, inherited: null, ids: { user } };
  },

  async list(given, context): Promise<Members> {
    const of = settingsOf(settings, given);
    const api = new OktaApi(of, context);
    const [found, own] = [await api.members(), of.apiToken === undefined ? null : await api.whoCalls()];
    if (found === null) throw new PermanentError("Okta does not have this group any more, or does not show it to Sym");
    const members = found.map(({ id, profile: { login } }) => ({
      account: { id: login, label: login },
      names: [id],
      level: LEVEL,
      ids: { user: id },
      ...(id === own ? { own: true as const } : {}),
    }));
    return { accountId: "user", members };
  },
};

/** Throws where the group is not there, or is filled by something else. */
async function mustBeOurs(api: OktaApi): Promise<void> {
  const type = await api.groupType();
  if (type === null) throw new PermanentError("Okta does not have this group any more, or does not show it to Sym");
  if (type === "OKTA_GROUP") return;
  throw new PermanentError(NOT_OURS[type] ?? "this group is of a type that Sym does not know", { class: "impossible" });
}

/** A user who is gone is proven gone by the list of the group, since one that is merely hidden looks the same. */
async function isMember(api: OktaApi, user: string): Promise<boolean> {
  const told = (await api.isInGroup(user)) ?? (await api.hasMember(user));
  if (told !== null) return told;
  throw new PermanentError("Okta shows Sym neither the person nor the group; that proves no end of the access", {
    class: "auth",
  });
}

interface Begun {
  readonly api: OktaApi;
  readonly name: Name;
}

function begun(call: StrategyCall, context: StrategyContext): Begun {
  const name = nameOf(call.account.id);
  const known = call.ids["user"];
  const api = new OktaApi(settingsOf(settings, call.settings), context);
  return { api, name: known !== undefined && userId.test(known) ? { id: known } : name };
}

async function found(call: StrategyCall, context: StrategyContext): Promise<{ api: OktaApi; user: string | null }> {
  const { api, name } = begun(call, context);
  const known = call.ids["user"] === name.id ? name.id : undefined;
  return { api, user: known ?? (await api.user(name))?.id ?? null };
}
