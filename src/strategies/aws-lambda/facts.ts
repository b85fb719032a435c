// What docs/targets says of `aws_lambda`. Never imported by what the Worker is made of.
import type { TargetFacts } from "../target-facts.ts";
import type { AwsLambdaSettings } from "./settings.ts";

export const facts: TargetFacts = {
  gives: "whatever a function of yours at AWS Lambda gives",
  grade: "speaks",
  oracle: "a function of ours, after its page, behind a fake of AWS Lambda; requests also against the AWS SDK",
  suite: "test/pure/strategies/aws-lambda.test.ts",
  example: {
    function: "arn:aws:lambda:eu-west-1:123456789012:function:access",
    credentials: "AWS_KEY",
  } satisfies AwsLambdaSettings,
  readBackWith: "`readBack`",
  nativeExpiry: null,
  endsSessions: null,
};
