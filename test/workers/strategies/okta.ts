// An org of Okta (emulate behind Okta's description, with oidc-provider) for the tests that run in workerd, started in Node
// before them. Never reached from anywhere but loopback.
import { exportJWK, generateKeyPair } from "jose";
import type { TestProject } from "vitest/node";
import { GROUP, startOkta } from "../../pure/strategies/okta-org.ts";
import { CLIENT_ID } from "../../pure/strategies/okta-token-server.ts";

declare module "vitest" {
  interface ProvidedContext {
    readonly okta: {
      readonly url: string;
      readonly group: string;
      readonly clientId: string;
      /** A JWK, as the secret of a Worker holds it. */
      readonly privateKey: string;
    };
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { privateKey, publicKey } = await generateKeyPair("RS256", { extractable: true });
  const about = { kid: "of-the-app", alg: "RS256" };
  const keys = [{ ...(await exportJWK(publicKey)), ...about, use: "sig" }];
  const okta = await startOkta({ logins: ["ana@example.com"], serviceApp: { keys, dpop: "nonce" } });
  const secret = JSON.stringify({ ...(await exportJWK(privateKey)), ...about });
  project.provide("okta", { url: okta.url, group: GROUP, clientId: CLIENT_ID, privateKey: secret });
  return okta.close;
}
