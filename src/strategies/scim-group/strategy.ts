// Membership of one group at any service that speaks SCIM 2.0. Reads before it changes, and changes one member only; the
// user's id, once found, is kept with the hold, so that a renamed account keeps what it has and loses what it must.
import type { Member, Members } from "../../domain/drift.ts";
import {
  type Inspection,
  PermanentError,
  type Strategy,
  type StrategyCall,
  type StrategyContext,
} from "../../ports.ts";
import { settingsOf } from "../settings.ts";
import { ScimApi } from "./scim-api.ts";
import { baseOf, scimId, settings } from "./settings.ts";

const LEVEL = "member";
const MAX_ACCOUNT_LENGTH = 512;
/** Members have no names in a group: each is a call. */
const MOST_LISTED = 200;
const AT_ONCE = 5;

export const scimGroup: Strategy = {
  type: "scim_group",
  levels: [LEVEL],
  settings,
  bindable: ["group"],
  outlives: () => "sessions that the service opened because of the group, until they end by themselves",
  // Which attribute names the account is part of what an account is.
  realm: (given) => {
    const of = settingsOf(settings, given);
    return `scim ${baseOf(of)} ${of.match}`;
  },
  slot: (given, account) => {
    const of = settingsOf(settings, given);
    return [baseOf(of), of.group, account.id];
  },
  secrets: (given) => [settingsOf(settings, given).token],

  /** A service that lets itself be read may still refuse a change: which one may be made is told by no SCIM service. */
  async check(given, context) {
    const members = await new ScimApi(settingsOf(settings, given), context).members();
    if (members === null) gone();
  },

  async grant(call, context) {
    const { api, user } = await found(call, context);
    if (user === null) throw new PermanentError("the target has no user with this account's name");
    const members = await api.members();
    if (members === null) gone();
    // At some services a member that is added twice is there twice.
    if (!members.has(user)) await api.add(user);
  },

  async revoke(call, context) {
    const { api, user } = await found(call, context);
    if (user === null) return;
    const members = await api.members();
    if (members?.has(user)) await api.remove(user);
  },

  async inspect(call, context): Promise<Inspection> {
    const { api, user } = await found(call, context);
    if (user === null) return { level: null, inherited: null, ids: {} };
    const members = await api.members();
    const ids = { user };
    if (members?.has(user)) return { level: LEVEL, inherited: null, ids };
    const inherited = members !== null && (await api.inherits(user)) ? "a group within the group" : null;
    return { level: null, inherited, ids };
  },

  async list(given, context): Promise<Members> {
    const api = new ScimApi(settingsOf(settings, given), context);
    const users = [...((await api.members()) ?? gone())];
    if (users.length > MOST_LISTED)
      throw new PermanentError(`the group has more than ${MOST_LISTED} members, who are looked up one by one`, {
        class: "impossible",
      });
    const members: Member[] = [];
    for (let next = 0; next < users.length; next += AT_ONCE) {
      const some = users.slice(next, next + AT_ONCE);
      const names = await Promise.all(some.map((user) => api.nameOf(user)));
      // Without a name of that kind it is a group, or nobody whom Sym could have meant.
      for (const [at, user] of some.entries()) members.push(memberOf(user, names[at] ?? null));
    }
    return { accountId: "user", members };
  },
};

const memberOf = (user: string, name: string | null): Member => ({
  account: { id: name ?? user, label: name ?? user },
  names: [user],
  level: name === null ? null : LEVEL,
  ids: { user },
});

function gone(): never {
  throw new PermanentError("the target does not have this group any more");
}

interface Found {
  readonly api: ScimApi;
  readonly user: string | null;
}

async function found(call: StrategyCall, context: StrategyContext): Promise<Found> {
  const { account, ids } = call;
  if (account.id === "" || account.id.length > MAX_ACCOUNT_LENGTH || !account.id.isWellFormed())
    throw new PermanentError("this account cannot be spelt for the target");
  const api = new ScimApi(settingsOf(settings, call.settings), context);
  const known = ids["user"];
  const user = known !== undefined && scimId.test(known) ? known : await api.userId(account.id);
  return { api, user };
}
