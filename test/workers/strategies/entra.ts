// A Microsoft Entra ID of our own for the tests that run in workerd, started in Node before them. Never reached from anywhere but
// loopback.
import type { TestProject } from "vitest/node";
import { CERTIFICATE, CLIENT, FakeEntra, GROUP, TENANT } from "../../pure/strategies/entra/fake-entra.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly entra: {
      readonly endpoint: string;
      readonly tenant: string;
      readonly group: string;
      readonly clientId: string;
      /** With its key, as the secret of a Worker holds it. */
      readonly certificate: string;
    };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const entra = new FakeEntra();
  entra.now = () => Date.now();
  entra.addUser("ana@example.com");
  const { origin, close } = await entra.open();
  project.provide("entra", {
    endpoint: origin,
    tenant: TENANT,
    group: GROUP,
    clientId: CLIENT,
    certificate: CERTIFICATE,
  });
  return close;
}
