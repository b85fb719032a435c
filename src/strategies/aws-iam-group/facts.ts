// What docs/targets says of `aws_iam_group`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { AwsIamGroupSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "membership of a group of AWS IAM",
  grade: "behaves",
  oracle:
    "`moto` with signatures and IAM policies enforced, and a fake of ours where `moto` knows less; requests also against the AWS SDK",
  suite: "test/pure/strategies/aws-iam-group.test.ts",
  example: {
    account: "123456789012",
    group: "Deployers",
    credentials: "AWS_KEY",
  } satisfies AwsIamGroupSettings,
  nativeExpiry: null,
  endsSessions: null,
};
