// A Google of our own for the tests that run in workerd, started in Node before them. Never reached from anywhere but loopback.
import type { TestProject } from "vitest/node";
import { FakeGoogle, GROUP, KEY_FILE, SUBJECT } from "../../pure/strategies/google/fake-google.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly google: {
      readonly endpoint: string;
      readonly group: string;
      readonly subject: string;
      /** A service account's key, as the secret of a Worker holds it. */
      readonly keyFile: string;
    };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const google = new FakeGoogle();
  google.now = () => Date.now();
  google.addUser("ana@example.com");
  const { origin, close } = await google.open();
  project.provide("google", { endpoint: origin, group: GROUP, subject: SUBJECT, keyFile: KEY_FILE });
  return close;
}
