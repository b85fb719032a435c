// A rule for one person in a group of Cloudflare Access. Its API replaces all rules at once and knows no condition, so one change
// at a time is made in an account, on what was read just before. Never adds, changes or drops anybody else's rule.
import type { Members } from "../../domain/drift.ts";
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
import { AccessApi, type AccessGroup } from "./access-api.ts";
import { addressesIn, alsoLetInBy, names, withoutPerson, withPerson } from "./rules.ts";
import { type Settings, settings } from "./settings.ts";

const LEVEL = "member";
/** 1,200 in five minutes: developers.cloudflare.com/fundamentals/api/reference/limits, read in November 2026. */
const PUBLISHED = { perSecond: 4 };
/** The group, and its rules replaced. */
const CALLS_OF_A_GRANT = 2;

export const cloudflareAccessGroup: Strategy = {
  type: "cloudflare_access_group",
  levels: [LEVEL],
  settings,
  outlives: (given) =>
    settingsOf(settings, given).endSessions
      ? "what the applications behind Access keep for the person by themselves"
      : "sessions that Access opened for the person, until they end: 24 hours, unless the application says otherwise",
  slot: (given, account) => {
    const of = settingsOf(settings, given);
    return [of.account, of.group, lowerCase(account.id)];
  },
  secrets: (given) => [settingsOf(settings, given).token],
  realm: (given) => `cloudflare ${settingsOf(settings, given).account}`,
  /** One at a time: between reading the rules and replacing them nobody else of ours does. */
  limits: (given) => {
    const { account, limits = PUBLISHED } = settingsOf(settings, given);
    return publishedLimits(account, { perSecond: limits.perSecond / CALLS_OF_A_GRANT, outstanding: 1 });
  },

  /** Whether Sym may also change the group is told by no call that changes nothing. */
  async check(given, context) {
    mustHaveAnother(await new AccessApi(settingsOf(settings, given), context).group(), "");
  },

  async grant(call, context) {
    const { api, address } = begun(call, context);
    const group = mustHaveAnother(await api.group(), address);
    if (names(group.exclude, address))
      throw new PermanentError("the group excludes this person, whatever else its rules say");
    if (names(group.include, address)) return;
    const { include } = await api.replace(group, withPerson(group.include, address));
    if (!names(include, address)) throw overtaken();
  },

  async revoke(call, context) {
    const { api, address, of } = begun(call, context);
    const group = await api.group();
    const isIn = group !== null && names(group.include, address);
    if (isIn) {
      const { include } = await api.replace(group, withoutPerson(group.include, address));
      if (names(include, address)) throw overtaken();
    }
    // Also where the rule is gone already: an earlier try may have got no further.
    if (of.endSessions) await afterChange(isIn, api.endSessions(address));
  },

  async inspect(call, context): Promise<Inspection> {
    const { api, address } = begun(call, context);
    const { include = [] } = (await api.group()) ?? {};
    if (names(include, address)) return { level: LEVEL, inherited: null, ids: {} };
    return { level: null, inherited: alsoLetInBy(include, address), ids: {} };
  },

  /** People with a rule of their own; whom other rules let in is told by nobody. */
  async list(given, context): Promise<Members> {
    const group = await new AccessApi(settingsOf(settings, given), context).group();
    if (group === null) throw noGroup();
    const members = addressesIn(group.include).map((id) => ({
      account: { id, label: id },
      names: [],
      level: LEVEL,
      ids: {},
    }));
    return { accountId: null, members };
  },
};

/** Cloudflare takes no group without a rule, so the last person's could not be taken away. */
function mustHaveAnother(group: AccessGroup | null, address: string): AccessGroup {
  if (group === null) throw noGroup();
  if (withoutPerson(group.include, address).length > 0) return group;
  throw new PermanentError("the group needs a rule of its own, since Cloudflare lets no group be without one");
}

const noGroup = (): PermanentError => new PermanentError("Cloudflare does not have this group any more");

const overtaken = (): TransientError =>
  new TransientError("Cloudflare answered with other rules than those it was sent", { effect: "unknown" });

function begun(
  call: StrategyCall,
  context: StrategyContext,
): { readonly api: AccessApi; readonly address: string; readonly of: Settings } {
  const of = settingsOf(settings, call.settings);
  return { api: new AccessApi(of, context), address: addressOf(call.account), of };
}
