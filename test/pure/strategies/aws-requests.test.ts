// What the strategies for AWS send is what AWS's own client sends: address, body, headers that matter, and what the signature is
// for; in the partitions as well. The answers come from the fake.
import {
  AddUserToGroupCommand,
  GetGroupCommand,
  GetUserCommand,
  IAMClient,
  ListGroupsCommand,
  RemoveUserFromGroupCommand,
} from "@aws-sdk/client-iam";
import {
  CreateGroupMembershipCommand,
  DeleteGroupMembershipCommand,
  DescribeGroupCommand,
  DescribeUserCommand,
  GetUserIdCommand,
  IdentitystoreClient,
  ListGroupMembershipsForMemberCommand,
} from "@aws-sdk/client-identitystore";
import {
  CreateAccountAssignmentCommand,
  DeleteAccountAssignmentCommand,
  DescribeAccountAssignmentCreationStatusCommand,
  DescribeAccountAssignmentDeletionStatusCommand,
  DescribePermissionSetCommand,
  ListAccountAssignmentsCommand,
  ListPermissionSetsProvisionedToAccountCommand,
  SSOAdminClient,
} from "@aws-sdk/client-sso-admin";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import type { Strategy } from "../../../src/ports.ts";
import { awsIamGroup } from "../../../src/strategies/aws-iam-group/strategy.ts";
import { awsIdentityCenter } from "../../../src/strategies/aws-identity-center/strategy.ts";
import { callerOf, NOW } from "../../contracts/strategy-world.ts";
import { ACCOUNT, FakeAws, KEY, SECRET } from "./aws/fake-aws.ts";
import { FakeIdentityStore, FakeSso, INSTANCE, PERMISSION_SET, STORE } from "./aws/fake-identity-center.ts";
import { type Recorded, sentByAws, sentByUs } from "./aws/recorder.ts";

const ana = { id: "ana+x@example.com", label: "Ana" };
const ROLE = `arn:aws:iam::${ACCOUNT}:role/Sym`;

/** Runs the strategy against the fake; what was sent, by action. */
async function sent(strategy: Strategy, settings: object, set: (aws: FakeAws) => void, run: typeof everything) {
  const aws = new FakeAws();
  set(aws);
  const ours = new Map<string, Recorded>();
  const at = callerOf({
    strategy,
    settings,
    secrets: { AWS_KEY: SECRET },
    async fetch(request) {
      const one = await sentByUs(request);
      const action = one.target?.split(".")[1] ?? (one.body as { Action: string }).Action;
      if (!ours.has(action)) ours.set(action, one);
      return aws.receive(request);
    },
  });
  await run(at, aws);
  return ours;
}

async function everything(at: ReturnType<typeof callerOf>, _aws: FakeAws): Promise<void> {
  await at.call("grant", ana);
  await at.inspect(ana);
  await at.call("revoke", ana);
}

const compared = (ours: ReadonlyMap<string, Recorded>, theirs: Readonly<Record<string, Recorded>>): void => {
  expect(Object.fromEntries(ours)).toEqual(theirs);
};

test.each([
  ["us-east-1", "aws"],
  ["ap-southeast-2", "aws"],
  ["cn-northwest-1", "aws-cn"],
  ["us-gov-east-1", "aws-us-gov"],
] as const)("IAM and STS are asked in %s (%s) as AWS's own client asks", async (region, partition) => {
  const role = ROLE.replace("arn:aws:", `arn:${partition}:`);
  const settings = {
    ...{ account: ACCOUNT, group: "Deploy+ers", region, credentials: "AWS_KEY" },
    roles: [{ arn: role, externalId: "of-sym" }],
  };
  const ours = await sent(
    awsIamGroup,
    settings,
    (aws) => {
      aws.inPartition(partition);
      aws.roles.push({ arn: role, trusts: KEY.accessKeyId, externalId: "of-sym" });
      aws.iam.addUser(ana.id);
      aws.iam.addGroup("Deploy+ers");
    },
    async (at, aws) => {
      await everything(at, aws);
      aws.iam.removeGroup("Deploy+ers");
      await at.inspect(ana);
    },
  );
  const both = { GroupName: "Deploy+ers", UserName: ana.id };
  const iam = (send: (client: IAMClient) => Promise<unknown>) =>
    sentByAws((setUp) => send(new IAMClient({ region, ...setUp })));
  const sts = (send: (client: STSClient) => Promise<unknown>) =>
    sentByAws((setUp) => send(new STSClient({ region, ...setUp })));
  const asked = { RoleArn: role, RoleSessionName: "sym", DurationSeconds: 900, ExternalId: "of-sym" };
  compared(ours, {
    AssumeRole: await sts((aws) => aws.send(new AssumeRoleCommand(asked))),
    GetCallerIdentity: await sts((aws) => aws.send(new GetCallerIdentityCommand({}))),
    GetGroup: await iam((aws) => aws.send(new GetGroupCommand({ GroupName: "Deploy+ers", MaxItems: 1_000 }))),
    GetUser: await iam((aws) => aws.send(new GetUserCommand({ UserName: ana.id }))),
    AddUserToGroup: await iam((aws) => aws.send(new AddUserToGroupCommand(both))),
    RemoveUserFromGroup: await iam((aws) => aws.send(new RemoveUserFromGroupCommand(both))),
    ListGroups: await iam((aws) => aws.send(new ListGroupsCommand({ MaxItems: 1_000 }))),
  });
});

test.each(["eu-west-1", "cn-north-1", "us-gov-west-1"])(
  "Identity Center is asked in %s as AWS's own client asks",
  async (region) => {
    const [store, sso] = [new FakeIdentityStore(), new FakeSso()];
    const user = store.addUser(ana.id);
    const group = store.addGroup();
    const base = { region, instance: INSTANCE, identityStore: STORE, credentials: "AWS_KEY" };
    const set = (aws: FakeAws): void => void aws.json.push(store, sso);
    sso.looks = 1;
    sso.assign("GROUP", group);
    const strategy = awsIdentityCenter(async () => undefined);
    const check = (settings: object, aws: FakeAws) =>
      strategy.check?.(settings, {
        secret: () => SECRET,
        fetch: (request) => aws.receive(request),
        signal: new AbortController().signal,
        now: () => NOW,
      });
    const assignment = { ...base, account: ACCOUNT, permissionSet: PERMISSION_SET };
    let membership = "";
    const ours = new Map([
      ...(await sent(strategy, { ...base, group }, set, async (at, aws) => {
        await at.call("grant", ana);
        membership = store.memberships[0]?.id ?? "";
        await at.call("revoke", ana);
        await check({ ...base, group }, aws);
      })),
      ...(await sent(strategy, assignment, set, async (at, aws) => {
        await everything(at, aws);
        await check(assignment, aws);
        sso.permissionSets.delete(PERMISSION_SET);
        await at.inspect(ana);
      })),
    ]);
    const id = { IdentityStoreId: STORE };
    const identity = (send: (client: IdentitystoreClient) => Promise<unknown>) =>
      sentByAws((setUp) => send(new IdentitystoreClient({ region, ...setUp })));
    const admin = (send: (client: SSOAdminClient) => Promise<unknown>) =>
      sentByAws((setUp) => send(new SSOAdminClient({ region, ...setUp })));
    const what = { InstanceArn: INSTANCE, PermissionSetArn: PERMISSION_SET };
    const whom = {
      ...what,
      TargetId: ACCOUNT,
      TargetType: "AWS_ACCOUNT",
      PrincipalType: "USER",
      PrincipalId: user,
    } as const;
    const request = { InstanceArn: INSTANCE, MaxResults: 100, AccountId: ACCOUNT };
    const AlternateIdentifier = { UniqueAttribute: { AttributePath: "userName", AttributeValue: ana.id } };
    const theirs = {
      GetUserId: await identity((aws) => aws.send(new GetUserIdCommand({ ...id, AlternateIdentifier }))),
      DescribeUser: await identity((aws) => aws.send(new DescribeUserCommand({ ...id, UserId: user }))),
      ListGroupMembershipsForMember: await identity((aws) =>
        aws.send(new ListGroupMembershipsForMemberCommand({ ...id, MemberId: { UserId: user }, MaxResults: 100 })),
      ),
      CreateGroupMembership: await identity((aws) =>
        aws.send(new CreateGroupMembershipCommand({ ...id, GroupId: group, MemberId: { UserId: user } })),
      ),
      DeleteGroupMembership: await identity((aws) =>
        aws.send(new DeleteGroupMembershipCommand({ ...id, MembershipId: membership })),
      ),
      ListAccountAssignments: await admin((aws) =>
        aws.send(new ListAccountAssignmentsCommand({ ...request, PermissionSetArn: PERMISSION_SET })),
      ),
      CreateAccountAssignment: await admin((aws) => aws.send(new CreateAccountAssignmentCommand(whom))),
      DeleteAccountAssignment: await admin((aws) => aws.send(new DeleteAccountAssignmentCommand(whom))),
      DescribeAccountAssignmentCreationStatus: await admin((aws) =>
        aws.send(
          new DescribeAccountAssignmentCreationStatusCommand({
            InstanceArn: INSTANCE,
            AccountAssignmentCreationRequestId: "request-1",
          }),
        ),
      ),
      DescribeAccountAssignmentDeletionStatus: await admin((aws) =>
        aws.send(
          new DescribeAccountAssignmentDeletionStatusCommand({
            InstanceArn: INSTANCE,
            AccountAssignmentDeletionRequestId: "request-2",
          }),
        ),
      ),
      ListPermissionSetsProvisionedToAccount: await admin((aws) =>
        aws.send(new ListPermissionSetsProvisionedToAccountCommand(request)),
      ),
    };
    compared(ours, theirs);
    const asked: Recorded[] = [];
    const recording = async (settings: object) =>
      strategy.check?.(settings, {
        secret: () => SECRET,
        async fetch(given) {
          asked.push(await sentByUs(given));
          return Response.json({ __type: "AccessDeniedException" }, { status: 400 });
        },
        signal: new AbortController().signal,
        now: () => NOW,
      });
    await expect(recording(assignment)).rejects.toMatchObject({ class: "auth" });
    await expect(recording({ ...base, group })).rejects.toMatchObject({ class: "auth" });
    expect(asked).toEqual([
      await admin((aws) => aws.send(new DescribePermissionSetCommand(what))),
      await identity((aws) => aws.send(new DescribeGroupCommand({ ...id, GroupId: group }))),
    ]);
  },
);
