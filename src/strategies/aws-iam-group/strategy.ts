// Membership of one group of IAM. The ids of user and group, once found, are kept with the hold: IAM is asked by name, and names
// can change hands. Never takes what is not there for an end, unless the account's own list shows it.
import type { Members } from "../../domain/drift.ts";
import {
  type Inspection,
  PermanentError,
  type Strategy,
  type StrategyCall,
  type StrategyContext,
  TransientError,
} from "../../ports.ts";
import { placeOf } from "../aws/hosts.ts";
import { lowerCase } from "../aws/names.ts";
import { publishedLimits, settingsOf } from "../settings.ts";
import { type Group, IamApi, iamId, type Named } from "./iam-api.ts";
import { settings } from "./settings.ts";

const LEVEL = "member";
/** The group, the user, and the change. */
const CALLS_OF_A_GRANT = 3;
const USER_NAME = /^[\w+=,.@-]{1,64}$/;

export const awsIamGroup: Strategy = {
  type: "aws_iam_group",
  levels: [LEVEL],
  settings,
  outlives: () =>
    "sessions of roles that the person took on meanwhile, for up to 12 hours, and keys and users that they made",
  realm: (given) => `aws iam ${settingsOf(settings, given).account}`,
  slot: (given, account) => {
    const { account: number, region, group } = settingsOf(settings, given);
    // IAM does not tell capitals apart in names.
    return [placeOf("iam", region).partition, number, lowerCase(group), lowerCase(account.id)];
  },
  secrets: (given) => [settingsOf(settings, given).credentials],
  /** IAM publishes no rate: only what the Target says counts. */
  limits: (given) => {
    const { account, limits } = settingsOf(settings, given);
    return publishedLimits(account, limits && { ...limits, perSecond: limits.perSecond / CALLS_OF_A_GRANT });
  },

  async identify(given, { email }) {
    const { emailDomain } = settingsOf(settings, given);
    if (email === null) throw new PermanentError("Slack shows no confirmed e-mail address for you");
    if (emailDomain === undefined) return { id: email, label: email };
    const [, local = "", domain] = /^(.+)@([^@]+)$/.exec(email) ?? [];
    if (domain !== emailDomain)
      throw new PermanentError(
        `your e-mail address is not one of ${emailDomain}: it names no user of this AWS account`,
      );
    return { id: local, label: email };
  },

  /** Whether Sym may also change members is told by no call that changes nothing. */
  async check(given, context) {
    const api = new IamApi(settingsOf(settings, given), context);
    if ((await api.group(undefined)) === null) throw noGroup();
    // Nobody needs to have this name: that IAM answers is what counts.
    await api.user("sym");
  },

  async grant(call, context) {
    const { api, group, known } = await found(call, context);
    if (group === null) throw noGroup();
    const user = await api.user(call.account.id);
    if (user === null) throw new PermanentError("IAM has no user of this name");
    if (known !== undefined && user.id !== known)
      throw new PermanentError("this user name belongs to another IAM user than it did: ask again");
    // Also where the list already shows it: that may be older than an end.
    if (!(await api.add(group.name, user.name)))
      throw new PermanentError("IAM does not have this user or this group any more");
  },

  async revoke(call, context) {
    const { api, group, known } = await found(call, context);
    if (group === null) return;
    const user = await userOf(api, group, known, call.account.id);
    // Also where the list does not show it: that may be older than a grant.
    if (user === null || (await api.remove(group.name, user.name))) return;
    const now = await api.group(group.id);
    if (now?.members.has(user.id))
      throw new TransientError("IAM lists a member whom it does not find", { effect: "unknown" });
  },

  async inspect(call, context): Promise<Inspection> {
    const { api, group, known } = await found(call, context);
    const user = known ?? (group === null ? undefined : (await api.user(call.account.id))?.id);
    if (group === null || user === undefined) return { level: null, inherited: null, ids: {} };
    return { level: group.members.has(user) ? LEVEL : null, inherited: null, ids: { user, group: group.id } };
  },

  async list(given, context): Promise<Members> {
    const api = new IamApi(settingsOf(settings, given), context);
    const group = await api.group(undefined);
    if (group === null) throw noGroup();
    const own = await api.whoCalls();
    const members = [...group.members].map(([user, name]) => ({
      ...{ account: { id: name, label: name }, names: [], level: LEVEL, ids: { user, group: group.id } },
      ...(user === own ? { own: true as const } : {}),
    }));
    return { accountId: "user", members };
  },
};

interface Found {
  readonly api: IamApi;
  /** Null: gone. */
  readonly group: Group | null;
  /** The user's id, if it was ever found. */
  readonly known: string | undefined;
}

async function found({ settings: given, account, ids }: StrategyCall, context: StrategyContext): Promise<Found> {
  if (!USER_NAME.test(account.id))
    throw new PermanentError("this account cannot be the name of an IAM user: letters, digits and _ + = , . @ - only", {
      class: "impossible",
    });
  const api = new IamApi(settingsOf(settings, given), context);
  return { api, group: await api.group(idIn(ids, "group")), known: idIn(ids, "user") };
}

/** Null where there is nobody to take it from. Whoever was renamed is found in the group itself. */
async function userOf(api: IamApi, group: Group, known: string | undefined, name: string): Promise<Named | null> {
  const listed = known === undefined ? undefined : group.members.get(known);
  if (known !== undefined && listed !== undefined) return { id: known, name: listed };
  const user = await api.user(name);
  return known === undefined || user?.id === known ? user : null;
}

function idIn(ids: StrategyCall["ids"], name: "user" | "group"): string | undefined {
  const id = ids[name];
  if (id === undefined || iamId.test(id)) return id;
  throw new PermanentError("an id that was kept for this access is none of IAM's", { class: "bug" });
}

const noGroup = (): PermanentError => new PermanentError("IAM does not have this group any more");
