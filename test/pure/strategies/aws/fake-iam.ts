// IAM's users and groups of one account, as far as strategies ask about them: ids that are never given twice, names that are, and
// lists in pages. Answers as AWS documents it. Checks no right: what stands in front of it does.

export interface IamUser {
  readonly id: string;
  name: string;
}
interface IamGroup {
  readonly id: string;
  name: string;
  readonly members: IamUser[];
}

/** What an action says: the inside of its result, or null for an action that says nothing; or the code of an error. */
export type Said = { readonly result: string | null } | { readonly code: string; readonly status: number };

const GONE: Said = { code: "NoSuchEntity", status: 404 };
export const escaped = (text: string): string => text.replace(/[&<>"']/g, (one) => `&#${one.codePointAt(0) ?? 0};`);
const same = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

export class FakeIam {
  readonly users: IamUser[] = [];
  readonly groups: IamGroup[] = [];
  /** Entries on a page, however many are asked for. */
  page = 2;
  readonly #account: string;
  readonly #partition: string;
  #made = 0;

  constructor(account: string, partition = "aws") {
    this.#account = account;
    this.#partition = partition;
  }

  addUser(name: string): IamUser {
    const user = { id: this.#id("AIDA"), name };
    this.users.push(user);
    return user;
  }

  addGroup(name: string): IamGroup {
    const group = { id: this.#id("AGPA"), name, members: [] };
    this.groups.push(group);
    return group;
  }

  /** AWS lets nobody delete a user who is still in a group. */
  removeUser(name: string): void {
    for (const { members } of this.groups) remove(members, (one) => one.name === name);
    remove(this.users, (one) => one.name === name);
  }

  removeGroup(name: string): void {
    remove(this.groups, (one) => one.name === name);
  }

  members(group: string): string[] {
    return this.groups.find(({ name }) => name === group)?.members.map(({ name }) => name) ?? [];
  }

  answer(action: string, asked: URLSearchParams): Said {
    const group = this.groups.find(({ name }) => same(name, asked.get("GroupName") ?? ""));
    const user = this.users.find(({ name }) => same(name, asked.get("UserName") ?? ""));
    switch (action) {
      case "GetUser":
        return user === undefined ? GONE : { result: `<User>${this.#user(user)}</User>` };
      case "GetGroup":
        if (group === undefined) return GONE;
        return {
          result: `<Group>${this.#group(group)}</Group>${this.#paged("Users", group.members, (one) => this.#user(one), asked)}`,
        };
      case "ListGroups":
        return { result: this.#paged("Groups", this.groups, (one) => this.#group(one), asked) };
      case "AddUserToGroup":
        if (group === undefined || user === undefined) return GONE;
        if (!group.members.includes(user)) group.members.push(user);
        return { result: null };
      case "RemoveUserFromGroup":
        if (group === undefined || user === undefined || !group.members.includes(user)) return GONE;
        remove(group.members, (one) => one === user);
        return { result: null };
      default:
        return { code: "InvalidAction", status: 400 };
    }
  }

  #paged<T>(name: string, all: readonly T[], spelt: (one: T) => string, asked: URLSearchParams): string {
    const from = Number(asked.get("Marker") ?? "0");
    const shown = all.slice(from, from + this.page);
    const more = from + this.page < all.length;
    const list = `<${name}>\n${shown.map((one) => `<member>${spelt(one)}</member>`).join("\n")}\n</${name}>`;
    return `${list}<IsTruncated>${more}</IsTruncated>${more ? `<Marker>${from + this.page}</Marker>` : ""}`;
  }

  #user({ id, name }: IamUser): string {
    return `<Path>/</Path><UserName>${escaped(name)}</UserName><UserId>${id}</UserId><Arn>${this.#arn("user", name)}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate>`;
  }

  #group({ id, name }: IamGroup): string {
    return `<Path>/</Path><GroupName>${escaped(name)}</GroupName><GroupId>${id}</GroupId><Arn>${this.#arn("group", name)}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate>`;
  }

  #arn(kind: string, name: string): string {
    return `arn:${this.#partition}:iam::${this.#account}:${kind}/${escaped(name)}`;
  }

  #id(kind: string): string {
    this.#made += 1;
    return kind + String(this.#made).padStart(17, "Q");
  }
}

export function remove<T>(from: T[], which: (one: T) => boolean): void {
  const at = from.findIndex(which);
  if (at >= 0) from.splice(at, 1);
}
