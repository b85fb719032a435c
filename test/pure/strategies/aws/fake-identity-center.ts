// Identity Center of one organisation, as far as strategies ask about it: users, groups and memberships with ids of their own, and
// assignments that AWS makes in its own time. Answers as AWS documents it: in pages, and an assignment outlives its user.
import type { JsonSaid, JsonSide } from "./fake-aws.ts";
import { ACCOUNT } from "./fake-aws.ts";
import { remove } from "./fake-iam.ts";

type Asked = Readonly<Record<string, unknown>>;

export const STORE = "d-1234567890";
export const INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef";
export const PERMISSION_SET = "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-00112233aabbccdd";

const missing = (kind: string): JsonSaid => ({ code: "ResourceNotFoundException", about: { ResourceType: kind } });

function paged(all: readonly object[], name: string, { NextToken }: Asked): JsonSaid {
  const from = Number(NextToken ?? 0);
  const more = from + 2 < all.length;
  return { result: { [name]: all.slice(from, from + 2), NextToken: more ? String(from + 2) : null } };
}

export class FakeIdentityStore implements JsonSide {
  readonly to = "identitystore";
  readonly users: { readonly id: string; name: string; email: string }[] = [];
  readonly groups = new Set<string>();
  readonly memberships: { readonly id: string; readonly user: string; readonly group: string }[] = [];
  #made = 0;

  newId(): string {
    this.#made += 1;
    return `90677c608f-${String(this.#made).padStart(8, "0")}-1111-4222-8333-444455556666`;
  }

  addUser(name: string, email = `${name}@mail.example.com`): string {
    const id = this.newId();
    this.users.push({ id, name, email });
    return id;
  }

  addGroup(): string {
    const id = this.newId();
    this.groups.add(id);
    return id;
  }

  join(user: string, group: string): string {
    const id = this.newId();
    this.memberships.push({ id, user, group });
    return id;
  }

  removeUser(id: string): void {
    remove(this.users, (one) => one.id === id);
    this.#drop((one) => one.user === id);
  }

  removeGroup(id: string): void {
    this.groups.delete(id);
    this.#drop((one) => one.group === id);
  }

  isIn(user: string, group: string): boolean {
    return this.memberships.some((one) => one.user === user && one.group === group);
  }

  answer(action: string, asked: Asked): JsonSaid {
    if (asked["IdentityStoreId"] !== STORE) return missing("IDENTITY_STORE");
    const user = this.users.find(({ id }) => id === (asked["UserId"] ?? memberIn(asked)));
    switch (action) {
      case "GetUserId":
        return this.#userId(asked);
      case "DescribeUser":
        return user === undefined ? missing("USER") : { result: described(user) };
      case "DescribeGroup":
        return this.groups.has(String(asked["GroupId"])) ? { result: { GroupId: asked["GroupId"] } } : missing("GROUP");
      case "ListGroupMembershipsForMember":
        if (user === undefined) return missing("USER");
        return paged(this.#shown(user.id), "GroupMemberships", asked);
      case "ListGroupMemberships": {
        const group = String(asked["GroupId"]);
        if (!this.groups.has(group)) return missing("GROUP");
        const inIt = this.memberships.filter((one) => one.group === group);
        const shown = inIt.map((one) => ({
          ...{ GroupId: group, MembershipId: one.id },
          MemberId: { UserId: one.user },
        }));
        return paged(shown, "GroupMemberships", asked);
      }
      case "CreateGroupMembership":
        return this.#join(memberIn(asked), String(asked["GroupId"]));
      case "DeleteGroupMembership": {
        const known = this.memberships.some(({ id }) => id === asked["MembershipId"]);
        remove(this.memberships, ({ id }) => id === asked["MembershipId"]);
        return known ? { result: {} } : missing("GROUP_MEMBERSHIP");
      }
      default:
        return { code: "UnknownOperationException" };
    }
  }

  #userId(asked: Asked): JsonSaid {
    const { UniqueAttribute } = asked["AlternateIdentifier"] as {
      UniqueAttribute: { AttributePath: string; AttributeValue: string };
    };
    const { AttributePath, AttributeValue } = UniqueAttribute;
    const wanted = AttributeValue.toLowerCase();
    const found = this.users.find(
      ({ name, email }) => (AttributePath === "userName" ? name : email).toLowerCase() === wanted,
    );
    return found === undefined ? missing("USER") : { result: { IdentityStoreId: STORE, UserId: found.id } };
  }

  #join(user: string, group: string): JsonSaid {
    if (!this.users.some(({ id }) => id === user)) return missing("USER");
    if (!this.groups.has(group)) return missing("GROUP");
    if (this.isIn(user, group))
      return { code: "ConflictException", about: { Reason: "UNIQUENESS_CONSTRAINT_VIOLATION" } };
    return { result: { IdentityStoreId: STORE, MembershipId: this.join(user, group) } };
  }

  #shown(user: string): object[] {
    return this.memberships
      .filter((one) => one.user === user)
      .map(({ id, group }) => ({
        IdentityStoreId: STORE,
        MembershipId: id,
        GroupId: group,
        MemberId: { UserId: user },
      }));
  }

  #drop(which: (one: { readonly user: string; readonly group: string }) => boolean): void {
    for (const one of this.memberships.filter(which)) remove(this.memberships, (other) => other === one);
  }
}

const memberIn = (asked: Asked): string => String((asked["MemberId"] as { UserId?: string } | undefined)?.UserId);

const described = ({ id, name, email }: { id: string; name: string; email: string }) => ({
  IdentityStoreId: STORE,
  UserId: id,
  UserName: name,
  Emails: [{ Value: email, Type: "work", Primary: true }],
});

interface Doing {
  readonly do: () => void;
  looks: number;
  readonly fails: string | null;
}

export class FakeSso implements JsonSide {
  readonly to = "sso";
  readonly permissionSets = new Set([PERMISSION_SET]);
  readonly accounts = new Set([ACCOUNT]);
  /** `USER id`, in the order in which they were assigned. */
  assigned: string[] = [];
  /** So often AWS says that it is still at it. */
  looks = 0;
  /** Why the next ones fail. */
  fails: string | null = null;
  readonly #doing = new Map<string, Doing>();

  assign(type: "USER" | "GROUP", id: string): void {
    if (!this.assigned.includes(`${type} ${id}`)) this.assigned.push(`${type} ${id}`);
  }

  answer(action: string, asked: Asked): JsonSaid {
    const who = `${asked["PrincipalType"]} ${asked["PrincipalId"]}`;
    const { InstanceArn, AccountId, TargetId, PermissionSetArn } = asked;
    const set = PermissionSetArn === undefined || this.permissionSets.has(String(PermissionSetArn));
    const account = AccountId ?? TargetId;
    if (InstanceArn !== INSTANCE || !set || (account !== undefined && !this.accounts.has(String(account))))
      return { code: "ResourceNotFoundException" };
    switch (action) {
      case "ListAccountAssignments": {
        const shown = this.assigned.map((one) => {
          const [PrincipalType, PrincipalId] = one.split(" ");
          return { AccountId, PermissionSetArn, PrincipalType, PrincipalId };
        });
        return paged(shown, "AccountAssignments", asked);
      }
      case "ListPermissionSetsProvisionedToAccount":
        return { result: { PermissionSets: this.assigned.length > 0 ? [...this.permissionSets] : [] } };
      case "DescribePermissionSet":
        return { result: { PermissionSet: { PermissionSetArn } } };
      case "CreateAccountAssignment":
        return this.#begun("AccountAssignmentCreationStatus", () => {
          if (!this.assigned.includes(who)) this.assigned.push(who);
        });
      case "DeleteAccountAssignment":
        if (!this.assigned.includes(who)) return { code: "ResourceNotFoundException" };
        return this.#begun("AccountAssignmentDeletionStatus", () => {
          this.assigned = this.assigned.filter((one) => one !== who);
        });
      case "DescribeAccountAssignmentCreationStatus":
        return this.#looked("AccountAssignmentCreationStatus", asked["AccountAssignmentCreationRequestId"]);
      case "DescribeAccountAssignmentDeletionStatus":
        return this.#looked("AccountAssignmentDeletionStatus", asked["AccountAssignmentDeletionRequestId"]);
      default:
        return { code: "UnknownOperationException" };
    }
  }

  #begun(name: string, work: () => void): JsonSaid {
    const id = `request-${this.#doing.size + 1}`;
    this.#doing.set(id, { do: work, looks: this.looks, fails: this.fails });
    return this.#looked(name, id);
  }

  #looked(name: string, id: unknown): JsonSaid {
    const doing = this.#doing.get(String(id));
    if (doing === undefined) return { code: "ResourceNotFoundException" };
    if (doing.looks > 0) {
      doing.looks -= 1;
      return { result: { [name]: { Status: "IN_PROGRESS", RequestId: id } } };
    }
    if (doing.fails !== null)
      return { result: { [name]: { Status: "FAILED", RequestId: id, FailureReason: doing.fails } } };
    doing.do();
    return { result: { [name]: { Status: "SUCCEEDED", RequestId: id } } };
  }
}
