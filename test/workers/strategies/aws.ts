// An AWS of our own for the tests that run in workerd, started in Node before them. Never reached from anywhere but loopback.
import type { TestProject } from "vitest/node";
import { ACCOUNT, FakeAws, KEY, SECRET } from "../../pure/strategies/aws/fake-aws.ts";
import {
  FakeIdentityStore,
  FakeSso,
  INSTANCE,
  PERMISSION_SET,
  STORE,
} from "../../pure/strategies/aws/fake-identity-center.ts";
import { AccessFunction, FUNCTION } from "../../pure/strategies/aws/fake-lambda.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly aws: {
      readonly endpoint: string;
      /** An access key that may take on the role, as the secret of a Worker holds it. */
      readonly secret: string;
      readonly role: string;
      readonly iam: { readonly account: string; readonly group: string };
      readonly lambda: { readonly function: string; readonly readBack: true };
      readonly center: {
        readonly instance: string;
        readonly identityStore: string;
        readonly account: string;
        readonly permissionSet: string;
      };
    };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const aws = new FakeAws();
  aws.now = () => Date.now();
  const role = `arn:aws:iam::${ACCOUNT}:role/Sym`;
  aws.roles.push({ arn: role, trusts: KEY.accessKeyId, externalId: "of-sym" });
  aws.iam.addUser("ana@example.com");
  aws.iam.addGroup("Deployers");
  const [store, sso] = [new FakeIdentityStore(), new FakeSso()];
  store.addUser("ana@example.com");
  sso.looks = 1;
  aws.json.push(store, sso);
  const access = new AccessFunction();
  aws.lambda.functions.set(FUNCTION, { handler: (event) => access.handler(event), aliases: [] });
  const { origin, close } = await aws.open();
  project.provide("aws", {
    endpoint: origin,
    secret: SECRET,
    role,
    iam: { account: ACCOUNT, group: "Deployers" },
    lambda: { function: FUNCTION, readBack: true },
    center: { instance: INSTANCE, identityStore: STORE, account: ACCOUNT, permissionSet: PERMISSION_SET },
  });
  return close;
}
