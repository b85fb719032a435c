// The identity store as far as Targets need it: who a name is, which groups they are in, and one member more or less. Somebody is
// gone only where the store says that it is a user whom it does not have.
import * as z from "zod";
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import { AwsCaller } from "../aws/caller.ts";
import { sameName } from "../aws/names.ts";
import type { AwsError } from "../aws/trouble.ts";
import { type Settings, storeEntryId } from "./settings.ts";

const id = z.string().regex(storeEntryId);
const userId = z.looseObject({ UserId: id });
const user = z.looseObject({
  UserId: id,
  UserName: z.string().nullish(),
  Emails: z.array(z.looseObject({ Value: z.string().nullish() })).nullish(),
});
const group = z.looseObject({ GroupId: id });
const membershipId = z.string().min(1).max(200);
const memberships = z.looseObject({
  GroupMemberships: z.array(z.looseObject({ MembershipId: membershipId, GroupId: id })),
  NextToken: z.string().nullish(),
});
const inGroup = z.looseObject({
  GroupMemberships: z.array(z.looseObject({ GroupId: id, MemberId: z.looseObject({ UserId: id.optional() }) })),
  NextToken: z.string().nullish(),
});
const made = z.looseObject({ MembershipId: membershipId });
const nothing = z.looseObject({});

const NOT_FOUND = ["ResourceNotFoundException"] as const;
const ATTRIBUTES = { userName: "userName", email: "emails.value" } as const;
/** Somebody can be in 1,000 groups; a page holds 100. */
const MAX_PAGES = 50;

export interface Membership {
  readonly id: string;
  readonly group: string;
}

export class IdentityStore {
  readonly #caller: AwsCaller;
  readonly #settings: Settings;

  constructor(settings: Settings, context: StrategyContext) {
    this.#caller = new AwsCaller(settings, context);
    this.#settings = settings;
  }

  /** Their id; null where nobody has this name or address. */
  async find(name: string): Promise<string | null> {
    const { match } = this.#settings;
    const UniqueAttribute = { AttributePath: ATTRIBUTES[match], AttributeValue: name };
    const told = await this.#reads("GetUserId", { AlternateIdentifier: { UniqueAttribute } }, userId);
    if (told.error !== null) return noneOf(told.error, "USER");
    const { UserId } = told.value;
    const found = await this.#user(UserId);
    if (found === null) return null;
    if (namesOf(found, match).some((one) => sameName(one, name))) return UserId;
    throw new PermanentError("Identity Center finds somebody under this name whose name is another");
  }

  /** What Targets may know this user by; null where the store does not have them. */
  async namesOf(user: string): Promise<readonly string[] | null> {
    const found = await this.#user(user);
    return found && namesOf(found, this.#settings.match);
  }

  /** Ids of everybody in the group; null where there is no such group. */
  async usersIn(GroupId: string): Promise<readonly string[] | null> {
    const found: string[] = [];
    let NextToken: string | null | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const asked = { GroupId, MaxResults: 100, ...(NextToken ? { NextToken } : {}) };
      const told = await this.#reads("ListGroupMemberships", asked, inGroup);
      if (told.error !== null) return noneOf(told.error, "GROUP");
      found.push(...told.value.GroupMemberships.flatMap(({ MemberId }) => MemberId.UserId ?? []));
      NextToken = told.value.NextToken;
      if (!NextToken) return found;
    }
    throw new PermanentError("this group has more members than can be read");
  }

  async has(user: string): Promise<boolean> {
    return (await this.#user(user)) !== null;
  }

  async hasGroup(GroupId: string): Promise<boolean> {
    const told = await this.#reads("DescribeGroup", { GroupId }, group);
    return told.error === null || noneOf(told.error, "GROUP") !== null;
  }

  /** None for a user who is gone. */
  async membershipsOf(user: string): Promise<readonly Membership[]> {
    const found: Membership[] = [];
    let NextToken: string | null | undefined;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const asked = { MemberId: { UserId: user }, MaxResults: 100, ...(NextToken ? { NextToken } : {}) };
      const told = await this.#reads("ListGroupMembershipsForMember", asked, memberships);
      if (told.error !== null) return noneOf(told.error, "USER") ?? [];
      found.push(...told.value.GroupMemberships.map((one) => ({ id: one.MembershipId, group: one.GroupId })));
      NextToken = told.value.NextToken;
      if (!NextToken) return found;
    }
    throw new PermanentError("this person is in more groups than can be read");
  }

  /** Again is success. */
  async add(user: string, GroupId: string): Promise<void> {
    const told = await this.#changes("CreateGroupMembership", { GroupId, MemberId: { UserId: user } }, made, [
      "ConflictException",
    ]);
    if (told.error === null) return;
    if (told.error.code === "ConflictException") {
      if ((await this.membershipsOf(user)).some((one) => one.group === GroupId)) return;
      throw new TransientError("AWS is busy with another change of the same membership", { effect: "no" });
    }
    if (told.error.of === "USER") throw new PermanentError("Identity Center does not have this user any more");
    noneOf(told.error, "GROUP");
    throw new PermanentError("Identity Center does not have this group any more");
  }

  /** Absent is success. */
  async remove(MembershipId: string): Promise<void> {
    const told = await this.#changes("DeleteGroupMembership", { MembershipId }, nothing, []);
    if (told.error !== null && !["USER", "GROUP"].includes(told.error.of)) noneOf(told.error, "GROUP_MEMBERSHIP");
  }

  async #user(UserId: string): Promise<z.output<typeof user> | null> {
    const told = await this.#reads("DescribeUser", { UserId }, user);
    return told.error === null ? told.value : noneOf(told.error, "USER");
  }

  #reads<S extends z.ZodType>(action: string, asked: object, answers: S) {
    const parameters = { IdentityStoreId: this.#settings.identityStore, ...asked };
    return this.#caller.json({ to: "identitystore", action, parameters, answers, onlyReads: true }, NOT_FOUND);
  }

  #changes<S extends z.ZodType>(action: string, asked: object, answers: S, codes: readonly string[]) {
    const parameters = { IdentityStoreId: this.#settings.identityStore, ...asked };
    const call = { to: "identitystore", action, parameters, answers, onlyReads: false } as const;
    return this.#caller.json(call, [...NOT_FOUND, ...codes]);
  }
}

const namesOf = ({ UserName, Emails }: z.output<typeof user>, match: Settings["match"]): readonly string[] =>
  (match === "userName" ? [UserName] : (Emails ?? []).map(({ Value }) => Value)).flatMap((name) => name || []);

/** Throws where it is something else that is not there, such as the store itself. */
function noneOf({ of }: AwsError, kind: "USER" | "GROUP" | "GROUP_MEMBERSHIP"): null {
  if (of === kind) return null;
  throw new PermanentError(
    "AWS does not have the identity store that the Target names, or does not say what is missing",
  );
}
