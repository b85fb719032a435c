// The strategies for AWS where they will live: in workerd, with its fetch and its cryptography. What they do is judged in Node
// (test/pure, test/moto); here it is that the same code signs, takes on a role, waits, grants, reads back and revokes.
import { expect, inject, test } from "vitest";
import type { Strategy } from "../../../src/ports.ts";
import { awsIamGroup } from "../../../src/strategies/aws-iam-group/strategy.ts";
import { awsIdentityCenter } from "../../../src/strategies/aws-identity-center/strategy.ts";
import { awsLambda } from "../../../src/strategies/aws-lambda/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";

const ana = { id: "ana@example.com", label: "Ana" };

const { endpoint, secret, role, iam, center, lambda } = inject("aws");
const ways: readonly (readonly [Strategy, object])[] = [
  [awsIamGroup, iam],
  [awsIdentityCenter(), { ...center, region: "eu-west-1" }],
  [awsLambda, lambda],
];

test.each(ways)("$type: access is given and taken in a role, by signatures of workerd", async (strategy, settings) => {
  const at = callerOf({
    strategy,
    settings: {
      ...settings,
      credentials: "AWS_KEY",
      roles: [{ arn: role, externalId: "of-sym" }],
      endpoint,
      allowLoopback: true,
    },
    secrets: { AWS_KEY: secret },
    now: () => Date.now(),
    fetch: (request) => fetch(request),
  });
  const { ids } = await at.inspect(ana);
  if (strategy !== awsLambda) expect(Object.keys(ids)).toContain("user");
  await at.call("grant", ana, { ids });
  expect((await at.inspect(ana, { ids })).level).toBe(strategy.levels[0]);
  await at.call("revoke", ana, { ids });
  await at.call("revoke", ana, { ids });
  expect((await at.inspect(ana, { ids })).level).toBeNull();
});
