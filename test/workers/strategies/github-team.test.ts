// A GitHub App where it will live: its JWT is signed by the cryptography of workerd, from a key as GitHub hands it out and from
// one that was converted, and checked here with the public half; then a membership is given, read and taken with the token
// that it gets. This GitHub is a fake of ours that knows one team; test/pure/strategies judges against others' work.
import { expect, test } from "vitest";
import { githubTeam } from "../../../src/strategies/github-team/strategy.ts";
import { callerOf, NOW } from "../../contracts/strategy-world.ts";

const RS256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } as const;
/** What a PKCS #8 envelope puts before a key of 2048 bits. */
const ENVELOPE_BYTES = 26;

const pair = (await crypto.subtle.generateKey(
  { ...RS256, modulusLength: 2048, publicExponent: Uint8Array.of(1, 0, 1) },
  true,
  ["sign", "verify"],
)) as CryptoKeyPair;
const pkcs8 = new Uint8Array((await crypto.subtle.exportKey("pkcs8", pair.privateKey)) as ArrayBuffer);

const pem = (label: string, der: Uint8Array): string => {
  const lines = (btoa(String.fromCharCode(...der)).match(/.{1,64}/g) ?? []).join("\n");
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
};

const bytes = (part = ""): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(part.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
const claim = (part = ""): unknown => JSON.parse(new TextDecoder().decode(bytes(part)));

async function isSigned(jwt: string): Promise<boolean> {
  const [header, claims, signature] = jwt.split(".");
  expect(claim(header)).toEqual({ alg: "RS256", typ: "JWT" });
  expect(claim(claims)).toEqual({ iat: NOW / 1_000 - 60, exp: NOW / 1_000 + 540, iss: "4711" });
  const signed = new TextEncoder().encode(`${header}.${claims}`);
  return crypto.subtle.verify(RS256.name, pair.publicKey, bytes(signature), signed);
}

function fakeGithub() {
  let role: string | null = null;
  const membership = () =>
    role === null ? Response.json({ message: "Not Found" }, { status: 404 }) : Response.json({ role, state: "active" });
  const answers: Record<string, () => Response> = {
    "GET /users/ana": () => Response.json({ id: 11, login: "ana", type: "User" }),
    "GET /organizations/1/team/2": () =>
      Response.json({ id: 2, node_id: "T_2", slug: "deployers", organization: { id: 1, login: "acme" } }),
    "GET /organizations/1/team/2/teams": () => Response.json([]),
    "GET /orgs/acme/memberships/ana": () => Response.json({ role: "member", state: "active" }),
    "GET /organizations/1/team/2/memberships/ana": membership,
    "DELETE /organizations/1/team/2/memberships/ana": () => {
      role = null;
      return new Response(null, { status: 204 });
    },
  };
  return async (request: Request): Promise<Response> => {
    const path = `${request.method} ${new URL(request.url).pathname}`;
    const bearer = (request.headers.get("authorization") ?? "").replace("Bearer ", "");
    if (path === "POST /app/installations/7/access_tokens")
      return (await isSigned(bearer))
        ? Response.json({ token: "ghs_fake", expires_at: new Date(NOW + 3_600_000).toISOString() }, { status: 201 })
        : Response.json({ message: "A JSON web token could not be decoded" }, { status: 401 });
    if (bearer !== "ghs_fake") return Response.json({ message: "Bad credentials" }, { status: 401 });
    if (path === "PUT /organizations/1/team/2/memberships/ana") {
      ({ role } = await request.json<{ role: string }>());
      return membership();
    }
    return answers[path]?.() ?? Response.json({ message: `no ${path}` }, { status: 500 });
  };
}

test.each([
  { form: "as GitHub hands it out", key: pem("RSA PRIVATE KEY", pkcs8.subarray(ENVELOPE_BYTES)) },
  { form: "in the envelope of PKCS #8", key: pem("PRIVATE KEY", pkcs8) },
  { form: "with its line ends spelt out", key: pem("PRIVATE KEY", pkcs8).replaceAll("\n", "\\n") },
])("an App with its key $form gives, reads and takes a membership", async ({ key }) => {
  const settings = { organization: 1, team: 2, app: { id: 4711, installation: 7, key: "GITHUB_APP_KEY" } };
  const world = { strategy: githubTeam, settings, secrets: { GITHUB_APP_KEY: key }, fetch: fakeGithub() };
  const { call, inspect } = callerOf(world);
  const ana = { id: "ana", label: "ana" };
  await call("grant", ana, { level: "maintainer" });
  expect(await inspect(ana)).toEqual({ level: "maintainer", inherited: null, ids: { user: "11" } });
  await call("revoke", ana);
  expect((await inspect(ana)).level).toBeNull();
});
