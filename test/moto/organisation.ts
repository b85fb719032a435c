// An organisation at a moto server: an administrator who sets things up with AWS's own client and looks at them, and a user for Sym
// with the very policies of the pages in docs/targets. Every test has people, groups and permission sets of its own.
import { readFileSync } from "node:fs";
import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeleteGroupCommand,
  DeleteUserCommand,
  GetGroupCommand,
  IAMClient,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  RemoveUserFromGroupCommand,
} from "@aws-sdk/client-iam";
import {
  CreateGroupCommand as CreateStoreGroupCommand,
  CreateUserCommand as CreateStoreUserCommand,
  DeleteGroupMembershipCommand,
  DeleteGroupCommand as DeleteStoreGroupCommand,
  DeleteUserCommand as DeleteStoreUserCommand,
  IdentitystoreClient,
  ListGroupMembershipsCommand,
} from "@aws-sdk/client-identitystore";
import {
  CreatePermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListInstancesCommand,
  SSOAdminClient,
} from "@aws-sdk/client-sso-admin";
import type { MotoServer } from "./moto-server.ts";

export const ACCOUNT = "123456789012";
export const REGION = "eu-west-1";
/** As the secret of a Worker, and as AWS's own client takes it. */
export interface Key {
  readonly secret: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** moto holds actions against policies, and knows next to nothing of resources: they are widened. */
export const policyOf = (page: string): string => {
  const text = readFileSync(new URL(`../../docs/targets/${page}.md`, import.meta.url), "utf8");
  const policy = JSON.parse(/```json\n([\s\S]*?)```/.exec(text)?.[1] ?? "{}") as { Statement: object[] };
  return JSON.stringify({ ...policy, Statement: policy.Statement.map((one) => ({ ...one, Resource: "*" })) });
};

export class Organisation {
  readonly admin: Key;
  readonly iam: IAMClient;
  readonly store: IdentitystoreClient;
  readonly sso: SSOAdminClient;
  readonly instance: string;
  readonly identityStore: string;
  /** All of one server: names are never given twice. */
  static #made = 0;

  private constructor(admin: Key, origin: string, instance: string, identityStore: string) {
    const client = { endpoint: origin, region: REGION, credentials: admin };
    this.admin = admin;
    this.iam = new IAMClient(client);
    this.store = new IdentitystoreClient(client);
    this.sso = new SSOAdminClient(client);
    this.instance = instance;
    this.identityStore = identityStore;
  }

  /** What follows is enforced, also for the administrator. */
  static async at(moto: MotoServer): Promise<Organisation> {
    const anybody = { accessKeyId: "AKIAANYBODYANYBODY12", secretAccessKey: "x".repeat(40), secret: "" };
    const open = new Organisation(anybody, moto.origin, "", "");
    const all = JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] });
    const admin = await open.keyWith(all);
    const [instance] = (await open.sso.send(new ListInstancesCommand({}))).Instances ?? [];
    await moto.enforce();
    return new Organisation(admin, moto.origin, instance?.InstanceArn ?? "", instance?.IdentityStoreId ?? "");
  }

  /** The access key of a new user with this policy. */
  async keyWith(policy: string): Promise<Key> {
    const UserName = this.newName("key-holder");
    await this.iam.send(new CreateUserCommand({ UserName }));
    await this.iam.send(new PutUserPolicyCommand({ UserName, PolicyName: "sym", PolicyDocument: policy }));
    const { AccessKey } = await this.iam.send(new CreateAccessKeyCommand({ UserName }));
    const [accessKeyId = "", secretAccessKey = ""] = [AccessKey?.AccessKeyId, AccessKey?.SecretAccessKey];
    return { accessKeyId, secretAccessKey, secret: `${accessKeyId}\t${secretAccessKey}\n` };
  }

  /** The ARN of a new role with this policy, which whoever may take on roles can take on. */
  async roleWith(policy: string): Promise<string> {
    const RoleName = this.newName("role");
    const trust = { Effect: "Allow", Principal: { AWS: "*" }, Action: "sts:AssumeRole" };
    const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [trust] });
    const { Role } = await this.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    await this.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "sym", PolicyDocument: policy }));
    return Role?.Arn ?? "";
  }

  newName(kind: string): string {
    Organisation.#made += 1;
    return `${kind}-${Organisation.#made}`;
  }

  async newIamUser(): Promise<string> {
    const UserName = this.newName("user");
    await this.iam.send(new CreateUserCommand({ UserName }));
    return UserName;
  }

  async newIamGroup(): Promise<string> {
    const GroupName = this.newName("Group");
    await this.iam.send(new CreateGroupCommand({ GroupName }));
    return GroupName;
  }

  joinIam = (UserName: string, GroupName: string) => this.iam.send(new AddUserToGroupCommand({ UserName, GroupName }));

  async iamMembers(GroupName: string): Promise<string[]> {
    const { Users = [] } = await this.iam.send(new GetGroupCommand({ GroupName }));
    return Users.map(({ UserName = "" }) => UserName);
  }

  async removeIamUser(UserName: string, GroupName: string): Promise<void> {
    await this.iam.send(new RemoveUserFromGroupCommand({ UserName, GroupName })).catch(() => undefined);
    await this.iam.send(new DeleteUserCommand({ UserName }));
  }

  removeIamGroup = (GroupName: string) => this.iam.send(new DeleteGroupCommand({ GroupName }));

  async newStoreUser(): Promise<{ readonly name: string; readonly id: string }> {
    const name = `${this.newName("person")}@example.com`;
    const asked = { UserName: name, DisplayName: name, Name: { GivenName: "A", FamilyName: "Person" } };
    const { UserId = "" } = await this.store.send(
      new CreateStoreUserCommand({ IdentityStoreId: this.identityStore, ...asked }),
    );
    return { name, id: UserId };
  }

  async newStoreGroup(): Promise<string> {
    const DisplayName = this.newName("Group");
    const { GroupId = "" } = await this.store.send(
      new CreateStoreGroupCommand({ IdentityStoreId: this.identityStore, DisplayName }),
    );
    return GroupId;
  }

  async storeMembers(GroupId: string): Promise<{ readonly user: string; readonly membership: string }[]> {
    const asked = { IdentityStoreId: this.identityStore, GroupId };
    const { GroupMemberships = [] } = await this.store.send(new ListGroupMembershipsCommand(asked));
    return GroupMemberships.map(({ MembershipId = "", MemberId }) => ({
      user: MemberId?.UserId ?? "",
      membership: MembershipId,
    }));
  }

  /** AWS ends the memberships of what is deleted; moto keeps them. */
  async removeStoreUser(UserId: string, group: string): Promise<void> {
    await this.#leave(group, (user) => user === UserId);
    await this.store.send(new DeleteStoreUserCommand({ IdentityStoreId: this.identityStore, UserId }));
  }

  async removeStoreGroup(GroupId: string): Promise<void> {
    await this.#leave(GroupId, () => true);
    await this.store.send(new DeleteStoreGroupCommand({ IdentityStoreId: this.identityStore, GroupId }));
  }

  async #leave(group: string, which: (user: string) => boolean): Promise<void> {
    for (const { user, membership } of await this.storeMembers(group))
      if (which(user))
        await this.store.send(
          new DeleteGroupMembershipCommand({ IdentityStoreId: this.identityStore, MembershipId: membership }),
        );
  }

  async newPermissionSet(): Promise<string> {
    const { PermissionSet } = await this.sso.send(
      new CreatePermissionSetCommand({ InstanceArn: this.instance, Name: this.newName("Set") }),
    );
    return PermissionSet?.PermissionSetArn ?? "";
  }

  /** Ids of users, one as often as moto has them. */
  async assigned(PermissionSetArn: string): Promise<string[]> {
    const asked = { InstanceArn: this.instance, AccountId: ACCOUNT, PermissionSetArn };
    const { AccountAssignments = [] } = await this.sso.send(new ListAccountAssignmentsCommand(asked));
    return AccountAssignments.map(({ PrincipalId = "" }) => PrincipalId);
  }
}
