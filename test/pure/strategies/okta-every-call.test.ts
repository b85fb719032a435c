// `okta_group` while the network fails at each of its calls: those for a token, those that look, and the one that changes.
import { exportJWK, generateKeyPair } from "jose";
import { oktaGroup } from "../../../src/strategies/okta-group/strategy.ts";
import { everyCallFails, type WorldOverHttp } from "../../contracts/every-call.ts";
import { API_TOKEN, GROUP, type OktaOrg, startOkta } from "./okta-org.ts";
import { CLIENT_ID } from "./okta-token-server.ts";

const ana = { id: "ana@example.com", label: "Ana" };
const ben = { id: "ben@example.com", label: "Ben" };

const withToken = (okta: OktaOrg): WorldOverHttp => ({
  strategy: oktaGroup,
  settings: { org: okta.url, group: GROUP, allowLoopback: true, apiToken: "OKTA_TOKEN" },
  secrets: { OKTA_TOKEN: API_TOKEN },
  people: [ana, ben],
  levelOf: async (login) => ((await okta.members()).includes(okta.userIds[login] ?? "nobody") ? "member" : null),
  close: okta.close,
  now: () => Date.now(),
});

everyCallFails("okta_group with an API token", async () => withToken(await startOkta({ logins: [ana.id, ben.id] })));

const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
const secret = JSON.stringify(await exportJWK(privateKey));
const keys = [{ ...(await exportJWK(publicKey)), alg: "ES256", use: "sig" }];

everyCallFails("okta_group as a service app with DPoP", async () => {
  const okta = await startOkta({ logins: [ana.id, ben.id], serviceApp: { keys, dpop: "nonce" } });
  const quicker = withToken(okta);
  const serviceApp = { clientId: CLIENT_ID, privateKey: "OKTA_KEY" };
  const settings = { org: okta.url, group: GROUP, allowLoopback: true, serviceApp };
  return { ...quicker, quicker, settings, secrets: { OKTA_KEY: secret } };
});
