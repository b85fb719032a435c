// A permission set on an account for one user of Identity Center, or that user's membership of a group: one strategy, because both
// are of one identity store, find people in one way and share one limit. The user's id, once found, is kept with the hold.
import type { Member, Members } from "../../domain/drift.ts";
import {
  type Inspection,
  PermanentError,
  type Strategy,
  type StrategyCall,
  type StrategyContext,
  TransientError,
} from "../../ports.ts";
import { lowerCase } from "../aws/names.ts";
import { type Pause, pause as realPause } from "../aws/pause.ts";
import { publishedLimits, settingsOf } from "../settings.ts";
import { Assignments, type Principals } from "./assignments.ts";
import { IdentityStore } from "./identity-store.ts";
import { type Gift, giftOf, type Settings, settings, storeEntryId } from "./settings.ts";

const LEVEL = "access";
/** One call each, at the 20 a second that all of an instance share. */
const MOST_LISTED = 200;
/** As AWS takes them for names of users. */
const NAME = /^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,128}$/u;
/**
 * 20 calls a second for all of an instance, and 10 assignments at the same time; neither can be raised.
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html
 */
const PUBLISHED = { perSecond: 20, outstanding: 10 } as const;
/** Who it is, who has it, the change, and how it is going. */
const CALLS_OF_A_GRANT = 6;

export const awsIdentityCenter = (pause: Pause = realPause): Strategy => ({
  type: "aws_identity_center",
  levels: [LEVEL],
  settings,
  bindable: ["permissionSet", "group"],
  outlives: () =>
    "sessions that the person opened meanwhile, until they end by themselves: as long as the permission set lets a session be, 12 hours at most",
  realm: (given) => `aws identity store ${settingsOf(settings, given).identityStore}`,
  slot: (given, account) => {
    const of = settingsOf(settings, given);
    const gift = giftOf(of);
    const what = gift.kind === "assignment" ? [gift.account, gift.permissionSet] : [gift.group];
    return [gift.kind, of.identityStore, ...what, lowerCase(account.id)];
  },
  secrets: (given) => [settingsOf(settings, given).credentials],
  limits: (given) => {
    const { identityStore, limits = PUBLISHED } = settingsOf(settings, given);
    return publishedLimits(identityStore, { ...limits, perSecond: limits.perSecond / CALLS_OF_A_GRANT });
  },

  /** Whether Sym may also assign is told by no call that changes nothing. */
  async check(given, context) {
    const of = settingsOf(settings, given);
    const gift = giftOf(of);
    const store = new IdentityStore(of, context);
    if (gift.kind === "membership" && !(await store.hasGroup(gift.group))) throw noGroup();
    if (gift.kind === "assignment") {
      const assignments = new Assignments(of, gift, context, pause);
      if (!(await assignments.exists())) throw noPermissionSet();
      await assignments.principals();
    }
    // Nobody needs to have this name: that the store answers is what counts.
    await store.find("sym");
  },

  async grant(call, context) {
    const { store, gift, user } = await found(call, context, pause);
    // Whoever was found just now is there.
    const isThere = user !== null && (call.ids["user"] === undefined || (await store.has(user)));
    if (!isThere) throw new PermanentError("Identity Center does not have this user");
    if (gift.kind === "membership") return store.add(user, gift.group);
    // A permission set that nobody has there yet is put on the account by the first assignment.
    if ((await gift.assignments.principals())?.users.has(user)) return;
    await gift.assignments.create(user);
  },

  async revoke(call, context) {
    const { store, gift, user } = await found(call, context, pause);
    if (user === null) return;
    if (gift.kind === "membership") {
      for (const { id, group } of await store.membershipsOf(user)) if (group === gift.group) await store.remove(id);
      return;
    }
    const assigned = async (): Promise<boolean> => (await gift.assignments.principals())?.users.has(user) ?? false;
    if (!(await assigned())) return;
    const failed = await gift.assignments.delete(user);
    if (failed !== null && (await stillThere(assigned))) throw failed;
  },

  async inspect(call, context): Promise<Inspection> {
    const { store, gift, user } = await found(call, context, pause);
    if (user === null) return { level: null, inherited: null, ids: {} };
    const ids = { user };
    if (gift.kind === "membership") {
      const isMember = (await store.membershipsOf(user)).some(({ group }) => group === gift.group);
      return { level: isMember ? LEVEL : null, inherited: null, ids };
    }
    const principals = await gift.assignments.principals();
    if (principals === null) return { level: null, inherited: null, ids };
    const inherited = (await isThroughGroup(store, principals, user)) ? "a group with the same permission set" : null;
    return { level: principals.users.has(user) ? LEVEL : null, inherited, ids };
  },

  async list(given, context): Promise<Members> {
    const of = settingsOf(settings, given);
    const store = new IdentityStore(of, context);
    const users = await usersAt(store, giftAt(of, giftOf(of), context, pause));
    if (users.length > MOST_LISTED)
      throw new PermanentError(`more than ${MOST_LISTED} users have this, and each is looked up`, {
        class: "impossible",
      });
    const members: Member[] = [];
    for (const user of users) members.push(memberOf(user, await store.namesOf(user)));
    return { accountId: "user", members };
  },
});

/** Everybody who has it themselves; who has it through a group has it from elsewhere. */
async function usersAt(store: IdentityStore, gift: Found["gift"]): Promise<readonly string[]> {
  const users =
    gift.kind === "membership"
      ? await store.usersIn(gift.group)
      : [...((await gift.assignments.principals())?.users ?? [])];
  if (users !== null && users.length > 0) return users;
  // Nobody has it, as long as there is such a thing.
  const isThere = gift.kind === "membership" ? await store.hasGroup(gift.group) : await gift.assignments.exists();
  return isThere ? (users ?? []) : gone(gift.kind === "membership" ? noGroup() : noPermissionSet());
}

/** Whoever the store does not have any more was nobody's: AWS itself ends what they had. */
function memberOf(user: string, names: readonly string[] | null): Member {
  const [name = user, ...more] = names ?? [];
  const level = names === null || names.length === 0 ? null : LEVEL;
  return { account: { id: name, label: name }, names: [user, ...more], level, ids: { user } };
}

function gone(error: PermanentError): never {
  throw error;
}

interface Found {
  readonly store: IdentityStore;
  readonly gift:
    | { readonly kind: "membership"; readonly group: string }
    | { readonly kind: "assignment"; readonly assignments: Assignments };
  /** Null: the identity store has nobody of this name. */
  readonly user: string | null;
}

async function found(call: StrategyCall, context: StrategyContext, pause: Pause): Promise<Found> {
  const of = settingsOf(settings, call.settings);
  if (!NAME.test(call.account.id))
    throw new PermanentError("this account cannot be the name of a user of Identity Center", { class: "impossible" });
  const known = call.ids["user"];
  if (known !== undefined && !storeEntryId.test(known))
    throw new PermanentError("the id that was kept for this account is none of an identity store", { class: "bug" });
  const store = new IdentityStore(of, context);
  return { store, gift: giftAt(of, giftOf(of), context, pause), user: known ?? (await store.find(call.account.id)) };
}

function giftAt(of: Settings, gift: Gift, context: StrategyContext, pause: Pause): Found["gift"] {
  if (gift.kind === "membership") return gift;
  return { kind: gift.kind, assignments: new Assignments(of, gift, context, pause) };
}

async function isThroughGroup(store: IdentityStore, { groups }: Principals, user: string): Promise<boolean> {
  return groups.size > 0 && (await store.membershipsOf(user)).some(({ group }) => groups.has(group));
}

/** Whoever cannot look any more does not know. */
async function stillThere(assigned: () => Promise<boolean>): Promise<boolean> {
  try {
    return await assigned();
  } catch (error) {
    if (error instanceof TransientError || error instanceof PermanentError) return true;
    throw error;
  }
}

const noGroup = (): PermanentError => new PermanentError("Identity Center does not have this group any more");
const noPermissionSet = (): PermanentError =>
  new PermanentError("Identity Center does not have this permission set, or not this instance");
