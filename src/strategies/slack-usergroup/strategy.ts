// Membership of one user group of Slack. Slack only lets the whole list be replaced: it is read right before, changed by one person, and
// read back. Never takes out or puts back anybody else, and never leaves the list empty.

import { userIdOf } from "../../domain/person.ts";
import {
  type Inspection,
  PermanentError,
  type Strategy,
  type StrategyCall,
  type StrategyContext,
  TransientError,
} from "../../ports.ts";
import { publishedLimits, settingsOf } from "../settings.ts";
import { settings, userId } from "./settings.ts";
import { UsergroupApi } from "./usergroup-api.ts";

const LEVEL = "member";
/** The list, the change, and the list again. */
const CALLS_OF_A_CHANGE = 3;

export const slackUsergroup: Strategy = {
  type: "slack_usergroup",
  levels: [LEVEL],
  settings,
  outlives: () =>
    "channels that members of the group were added to, and whatever else read the group, until that notices",
  slot: (given, account) => [settingsOf(settings, given).group, account.id],
  secrets: (given) => [settingsOf(settings, given).token],
  /** The accounts are the workspace's own people. */
  realm: () => "slack",
  lane: (given) => settingsOf(settings, given).group,
  limits: (given) => {
    const { token, limits } = settingsOf(settings, given);
    return publishedLimits(token, limits && { ...limits, perSecond: limits.perSecond / CALLS_OF_A_CHANGE });
  },

  async identify(_given, person) {
    if (person.guest || person.bot || person.stranger)
      throw new PermanentError("a user group of Slack takes members of the workspace alone, no guests");
    const id = userIdOf(person.key);
    return { id, label: id };
  },

  /** Whether the token may also change the group is told by no call that changes nothing. */
  async check(given, context) {
    const of = settingsOf(settings, given);
    const api = new UsergroupApi(of, context);
    if ((await api.members(false)) === null) throw noGroup();
    if (!(await api.isMember(of.keeper)))
      throw new PermanentError("the keeper is deactivated, a guest or a bot, or is not there: name somebody else");
  },

  async grant(call, context) {
    const { api, id, keeper } = begun(call, context);
    if (id === keeper)
      throw new PermanentError("whoever keeps the group cannot be given it, since nothing would take it away again", {
        class: "impossible",
      });
    const before = await api.members(false);
    if (before === null) throw noGroup();
    if (!before.includes(id)) await change(api, before, [...before, id], id);
  },

  async revoke(call, context) {
    const { api, id, keeper } = begun(call, context);
    const before = await api.members(true);
    if (before === null || !before.includes(id)) return;
    const rest = before.filter((other) => other !== id);
    if (rest.length === 0 && id === keeper)
      throw new PermanentError("whoever keeps the group is its last member, and Slack keeps no empty group", {
        class: "impossible",
      });
    await change(api, before, rest.length === 0 ? [keeper] : rest, id);
  },

  async inspect(call, context): Promise<Inspection> {
    const { api, id } = begun(call, context);
    // A group that is switched off remembers who is in it, and has them again when it is switched on.
    const members = await api.members(true);
    return { level: members?.includes(id) ? LEVEL : null, inherited: null, ids: {} };
  },
};

/** Throws unless the person is, or is not, in the list afterwards, as it was meant. Whatever else others made of it stands. */
async function change(
  api: UsergroupApi,
  before: readonly string[],
  wanted: readonly string[],
  id: string,
): Promise<void> {
  const said = await api.replace(wanted);
  const after = (await readBack(api)) ?? [];
  if (after.includes(id) === wanted.includes(id)) return;
  if (said === "no group")
    throw new PermanentError("the group is switched off, and Slack changes no members of such a group", {
      effect: "no",
    });
  const isUntouched = after.length === before.length && after.every((other) => before.includes(other));
  if (said === "refused" && isUntouched)
    throw new PermanentError("Slack refuses the list: somebody in it is a guest, a bot or deactivated", {
      class: "impossible",
    });
  throw new TransientError("somebody else changed the group in the same moment", { effect: "unknown" });
}

/** The change has been asked for: whatever goes wrong now says nothing about that. */
async function readBack(api: UsergroupApi): Promise<readonly string[] | null> {
  try {
    return await api.members(true);
  } catch (error) {
    if (!(error instanceof TransientError || error instanceof PermanentError)) throw error;
    throw new TransientError("the group was changed, and could not be read back", {
      effect: "unknown",
      class: error.class,
      ...(error instanceof TransientError ? { retryAfterMs: error.retryAfterMs } : {}),
    });
  }
}

function begun(
  call: StrategyCall,
  context: StrategyContext,
): { readonly api: UsergroupApi; readonly id: string; readonly keeper: string } {
  const { id } = call.account;
  if (!userId.test(id))
    throw new PermanentError("this account is not the id of a person in Slack", { class: "impossible" });
  const of = settingsOf(settings, call.settings);
  return { api: new UsergroupApi(of, context), id, keeper: of.keeper };
}

const noGroup = (): PermanentError => new PermanentError("Slack has no such user group, or it is switched off");
