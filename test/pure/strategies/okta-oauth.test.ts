// `okta_group` as a service app: the suite of all strategies with tokens that `oidc-provider` gave for a signature
// (private_key_jwt) and bound to a key (DPoP), and what keys, scopes and proofs can have wrong.
import { exportJWK, exportPKCS8, generateKeyPair, type JWK } from "jose";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { oktaGroup } from "../../../src/strategies/okta-group/strategy.ts";
import { faultyHttp } from "../../contracts/faulty-http.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";
import { GROUP, oktaVerbOf, startOkta } from "./okta-org.ts";
import { CLIENT_ID, type ServiceAppOptions } from "./okta-token-server.ts";

const ana = { id: "ana@example.com", label: "Ana" };
const ben = { id: "ben@example.com", label: "Ben" };

interface Pair {
  readonly privateKey: CryptoKey;
  readonly secret: JWK;
  readonly known: JWK;
}

async function pair(kid: string, algorithm = "RS256"): Promise<Pair> {
  const { privateKey, publicKey } = await generateKeyPair(algorithm, { extractable: true });
  const about = { kid, alg: algorithm };
  return {
    privateKey,
    secret: { ...(await exportJWK(privateKey)), ...about },
    known: { ...(await exportJWK(publicKey)), ...about, use: "sig" },
  };
}

let first: Pair;
let second: Pair;
beforeAll(async () => {
  [first, second] = [await pair("first"), await pair("second")];
});

// The app's tokens expire by the clock of whoever gave them.
const now = (): number => Date.now();
const settingsFor = (url: string, serviceApp: object = {}) => ({
  org: url,
  group: GROUP,
  serviceApp: { clientId: CLIENT_ID, privateKey: "OKTA_KEY", ...serviceApp },
  allowLoopback: true,
});

strategyContract("okta_group as a service app with DPoP", {
  badSettings: [
    { settings: settingsFor("https://example.okta.com", { clientId: "an app" }), path: ["serviceApp", "clientId"] },
    { settings: settingsFor("https://example.okta.com", { privateKey: "{}" }), path: ["serviceApp", "privateKey"] },
    { settings: settingsFor("https://example.okta.com", { keyId: "two\nlines" }), path: ["serviceApp", "keyId"] },
  ],
  hostileNames: 60,
  async world() {
    const okta = await startOkta({
      logins: [ana.id, ben.id],
      serviceApp: { keys: [first.known], dpop: "nonce" },
    });
    return {
      strategy: oktaGroup,
      settings: settingsFor(okta.url),
      people: [ana, ben],
      secrets: { OKTA_KEY: JSON.stringify(first.secret) },
      targetSays: "okta-says-canary",
      now,
      levelOf: async (login) => ((await okta.members()).includes(okta.userIds[login] ?? "nobody") ? "member" : null),
      removeParent: okta.removeGroup,
      removeAccount: okta.removeUser,
      close: okta.close,
      ...faultyHttp(fetch, { verbOf: oktaVerbOf, says: "okta-says-canary" }),
    };
  },
});

interface AppOptions extends Partial<ServiceAppOptions> {
  readonly secret?: string;
  readonly settings?: object;
  readonly clock?: () => number;
}

async function asApp({ secret = JSON.stringify(first.secret), settings, clock = now, ...known }: AppOptions = {}) {
  const okta = await startOkta({ logins: [ana.id, ben.id], serviceApp: { keys: [first.known], ...known } });
  onTestFinished(okta.close);
  const sent: Request[] = [];
  const secrets = { OKTA_KEY: secret };
  const through = (request: Request): Promise<Response> => {
    sent.push(request.clone());
    return fetch(request);
  };
  const world = { strategy: oktaGroup, settings: settingsFor(okta.url, settings), secrets, fetch: through, now: clock };
  return { okta, sent, secrets, ...callerOf(world) };
}

const path = (request: Request): string => new URL(request.url).pathname;
const tokenCalls = (sent: readonly Request[]): number => sent.filter((one) => path(one) === "/oauth2/v1/token").length;

test("a token without a demand for proof is a bearer token, asked for once a call", async () => {
  const { okta, sent, call } = await asApp();
  await call("grant", ana);
  expect(await okta.members()).toEqual([okta.userIds[ana.id]]);
  expect(tokenCalls(sent)).toBe(1);
  expect(sent.slice(1).map((one) => one.headers.get("authorization")?.split(" ")[0])).toEqual([
    "Bearer",
    "Bearer",
    "Bearer",
  ]);
  expect(sent.some((one) => one.headers.has("dpop"))).toBe(false);
});

test("where the app must prove possession, the token and every call are bound to a key made for them", async () => {
  const { okta, sent, call } = await asApp({ dpop: "nonce" });
  await call("grant", ana);
  expect(await okta.members()).toEqual([okta.userIds[ana.id]]);
  // Without a proof, with one, with one that holds the nonce.
  expect(tokenCalls(sent)).toBe(3);
  const calls = sent.slice(3);
  // The API's own nonce is asked for once.
  expect(calls.map(({ method }) => method)).toEqual(["GET", "GET", "GET", "PUT"]);
  const proofs = calls.map((one) => one.headers.get("dpop"));
  expect(new Set(proofs).size).toBe(4);
  expect(calls.every((one) => one.headers.get("authorization")?.startsWith("DPoP "))).toBe(true);
  await call("revoke", ana);
  expect(await okta.members()).toEqual([]);
});

test.each(["RS256", "RS512", "ES256", "ES384"])("signs with a key for %s, as a JWK or as PEM", async (algorithm) => {
  const key = await pair("of-this-test", algorithm);
  const { call } = await asApp({ keys: [key.known], secret: JSON.stringify(key.secret) });
  await call("revoke", ana);
  // PEM does not say which hash is meant: RS256 is.
  if (algorithm === "RS512") return;
  const pem = (await exportPKCS8(key.privateKey)).replaceAll("\n", "\\n");
  const spelt = await asApp({ keys: [key.known], secret: pem, settings: { keyId: "of-this-test" } });
  await spelt.call("revoke", ana);
});

test("a rotated key counts at the next call: the old one is refused, and access given with it still ends", async () => {
  const { okta, secrets, call } = await asApp();
  await call("grant", ana);
  await okta.serviceAppNow({ keys: [second.known] });
  await expect(call("revoke", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
  expect(await okta.members()).toEqual([okta.userIds[ana.id]]);
  secrets.OKTA_KEY = JSON.stringify(second.secret);
  await call("revoke", ana);
  expect(await okta.members()).toEqual([]);
});

test("an assertion names the token endpoint it is for, the app, and an end within minutes", async () => {
  const { okta, sent, call } = await asApp();
  await call("revoke", ana);
  const assertion = new URLSearchParams(await sent[0]?.text()).get("client_assertion") ?? "";
  const [header, claims] = assertion
    .split(".")
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, "base64url").toString()) as Record<string, unknown>);
  expect(header).toEqual({ alg: "RS256", kid: "first" });
  expect(claims).toMatchObject({ iss: CLIENT_ID, sub: CLIENT_ID, aud: `${okta.url}/oauth2/v1/token` });
  expect(Number(claims?.["exp"]) - Number(claims?.["iat"])).toBe(300);
});

const hourAgo = (): number => Date.now() - 3_600_000;
const wrong: readonly (readonly [string, () => AppOptions])[] = [
  ["an assertion that has expired", () => ({ clock: hourAgo })],
  ["another app", () => ({ settings: { clientId: "0oaSomebodyElse" } })],
  ["a scope that is not granted", () => ({ scopes: "okta.users.read" })],
  [
    "a key in a form that cannot be read",
    () => ({ secret: "-----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----" }),
  ],
  ["the public half of the key", () => ({ secret: JSON.stringify(first.known) })],
];
test.each(wrong)("%s is Sym's own trouble, told as such, and changes nothing", async (_, options) => {
  const { okta, call } = await asApp(options());
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth", effect: "no" });
  expect(await okta.members()).toEqual([]);
});

test("an assertion for another org is worth nothing here", async () => {
  const { okta, secrets } = await asApp();
  const other = "https://other.example.com";
  const { call } = callerOf({
    strategy: oktaGroup,
    settings: settingsFor(other),
    secrets,
    now,
    fetch: (request) => fetch(new Request(request.url.replace(other, okta.url), request)),
  });
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
  expect(await okta.members()).toEqual([]);
});

test("a proof that is refused again and again is given up after three rounds", async () => {
  let rounds = 0;
  const { call } = callerOf({
    strategy: oktaGroup,
    settings: settingsFor("http://127.0.0.1:9"),
    secrets: { OKTA_KEY: JSON.stringify(first.secret) },
    now,
    async fetch() {
      rounds += 1;
      return Response.json({ error: "use_dpop_nonce" }, { status: 400, headers: { "dpop-nonce": `nonce-${rounds}` } });
    },
  });
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
  expect(rounds).toBe(3);
});

test.each([
  [429, "TransientError"],
  [503, "TransientError"],
  [404, "PermanentError"],
  [302, "PermanentError"],
])("a token endpoint that answers %i has changed nothing", async (status, name) => {
  const { call } = callerOf({
    strategy: oktaGroup,
    settings: settingsFor("http://127.0.0.1:9"),
    secrets: { OKTA_KEY: JSON.stringify(first.secret) },
    now,
    fetch: async () => new Response("okta-says-canary", { status }),
  });
  await expect(call("grant", ana)).rejects.toMatchObject({ name, effect: "no" });
});
