// What docs/targets says of `aws_identity_center`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { AwsIdentityCenterSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "a permission set on an AWS account, or membership of a group of Identity Center",
  grade: "behaves",
  oracle:
    "`moto` with signatures and IAM policies enforced, and a fake of ours where `moto` knows less; requests also against the AWS SDK",
  suite: "test/pure/strategies/aws-identity-center.test.ts",
  example: {
    region: "eu-west-1",
    instance: "arn:aws:sso:::instance/ssoins-0123456789abcdef",
    identityStore: "d-1234567890",
    account: "123456789012",
    permissionSet: "arn:aws:sso:::permissionSet/ssoins-0123456789abcdef/ps-0123456789abcdef",
    credentials: "AWS_KEY",
  } satisfies AwsIdentityCenterSettings,
  nativeExpiry: null,
  endsSessions: null,
};
