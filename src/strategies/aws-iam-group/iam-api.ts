// IAM as far as one group needs it: who is in it, by the ids that IAM never gives twice, and one user more or less. A group is
// gone only where the list of the right account does not have it either. Never believes an answer of another account.
import { PermanentError, type StrategyContext, TransientError } from "../../ports.ts";
import { AwsCaller } from "../aws/caller.ts";
import { placeOf } from "../aws/hosts.ts";
import { sameName } from "../aws/names.ts";
import { type Element, find, membersAt, textAt } from "../aws/xml.ts";
import { notOfTheForm } from "../outbound-json.ts";
import type { Settings } from "./settings.ts";

/** An account has 5,000 users and 500 groups at most, unless AWS gave it more; a page holds up to 1,000. */
const PAGE = "1000";
const MAX_PAGES = 50;
const MAX_PAGE_BYTES = 2 * 1024 * 1024;
const GONE = ["NoSuchEntity"] as const;

/** AIDA… and AGPA…: never given twice, whatever names are. */
export const iamId = /^\w{16,128}$/;

export interface Named {
  readonly id: string;
  readonly name: string;
}
export interface Group extends Named {
  /** Names of today, by id. */
  readonly members: ReadonlyMap<string, string>;
}

export class IamApi {
  readonly #caller: AwsCaller;
  readonly #settings: Settings;

  constructor(settings: Settings, context: StrategyContext) {
    this.#caller = new AwsCaller(settings, context);
    this.#settings = settings;
  }

  /** `known`: the group's id, which finds it under whatever name it has today. Null where there is no such group for certain. */
  async group(known: string | undefined): Promise<Group | null> {
    const isIt = ({ id, name }: Named): boolean =>
      known === undefined ? sameName(name, this.#settings.group) : id === known;
    const named = await this.#groupNamed(this.#settings.group);
    if (named !== null && isIt(named)) return named;
    const listed = (await this.#groups()).find(isIt);
    if (listed === undefined) return null;
    const found = await this.#groupNamed(listed.name);
    if (found !== null && isIt(found)) return found;
    throw new TransientError("IAM does not show a group that its list still has", { effect: "no" });
  }

  /** Null where there is no user of this name in the account. */
  async user(name: string): Promise<Named | null> {
    const told = await this.#caller.query(this.#reads("GetUser", { UserName: name }), GONE);
    if (told.error !== null) return null;
    const found = this.#named(find(told.value, "GetUserResult", "User"), "User");
    if (sameName(found.name, name)) return found;
    throw new PermanentError("IAM answered with another user than the one asked for", { class: "bug" });
  }

  /** The id of the user as whom Sym calls; of a role, what no user has. */
  whoCalls(): Promise<string> {
    return this.#identity("UserId");
  }

  /** Again is success. False where IAM has no such user or no such group. */
  add(group: string, user: string): Promise<boolean> {
    return this.#change("AddUserToGroup", group, user);
  }

  /** False where IAM has no such user, no such group, or not the one in the other. */
  remove(group: string, user: string): Promise<boolean> {
    return this.#change("RemoveUserFromGroup", group, user);
  }

  async #change(action: string, GroupName: string, UserName: string): Promise<boolean> {
    const query = { to: "iam", action, parameters: { GroupName, UserName }, onlyReads: false } as const;
    return (await this.#caller.query(query, GONE)).error === null;
  }

  async #groupNamed(name: string): Promise<Group | null> {
    const members = new Map<string, string>();
    let found: Named | null = null;
    const complete = await this.#pages("GetGroup", { GroupName: name }, (result) => {
      found = this.#named(find(result, "Group"), "Group");
      for (const user of membersAt(result, "Users")) {
        const { id, name: userName } = this.#named(user, "User");
        members.set(id, userName);
      }
    });
    return complete && found !== null ? { ...(found as Named), members } : null;
  }

  /** Of the right account, which an empty list alone would not prove. */
  async #groups(): Promise<readonly Named[]> {
    const groups: Named[] = [];
    await this.#pages("ListGroups", {}, (result) => {
      for (const group of membersAt(result, "Groups")) groups.push(this.#named(group, "Group"));
    });
    const account = await this.#identity("Account");
    if (account !== this.#settings.account) throw ofAnotherAccount();
    return groups;
  }

  async #identity(part: "Account" | "UserId"): Promise<string> {
    const query = { to: "sts", action: "GetCallerIdentity", parameters: {}, onlyReads: true } as const;
    const told = await this.#caller.query(query);
    const found = told.error === null ? textAt(told.value, "GetCallerIdentityResult", part) : null;
    if (found === null) throw notOfTheForm("no");
    return found;
  }

  /** False where IAM says that what was asked about is not there. */
  async #pages(
    action: "GetGroup" | "ListGroups",
    parameters: Readonly<Record<string, string>>,
    read: (result: Element) => void,
  ): Promise<boolean> {
    let marker: string | null = null;
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const asked = { ...parameters, ...(marker === null ? {} : { Marker: marker }), MaxItems: PAGE };
      const told = await this.#caller.query(this.#reads(action, asked), GONE);
      if (told.error !== null) return false;
      const result = find(told.value, `${action}Result`);
      if (result === null) throw notOfTheForm("no");
      read(result);
      if (textAt(result, "IsTruncated") !== "true") return true;
      marker = textAt(result, "Marker");
      if (marker === null || marker === "") throw notOfTheForm("no");
    }
    throw new PermanentError(`IAM lists more than ${MAX_PAGES} pages of these: nobody can tell what is not in them`);
  }

  readonly #reads = (action: string, parameters: Readonly<Record<string, string>>) =>
    ({ to: "iam", action, parameters, onlyReads: true, maxBytes: MAX_PAGE_BYTES }) as const;

  #named(element: Element | null, kind: "User" | "Group"): Named {
    const told = (part: string): string => (element === null ? "" : (textAt(element, part) ?? ""));
    const [id, name, arn] = [told(`${kind}Id`), told(`${kind}Name`), told("Arn")];
    if (!iamId.test(id) || name === "") throw notOfTheForm("no");
    const { region, account } = this.#settings;
    if (!arn.startsWith(`arn:${placeOf("iam", region).partition}:iam::${account}:`)) throw ofAnotherAccount();
    return { id, name };
  }
}

const ofAnotherAccount = (): PermanentError =>
  new PermanentError("our credentials are of another AWS account than the one that the Target names");
