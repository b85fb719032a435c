// What `google_group` sends is what Google's own client sends: address, query, body, the token in its place, and what the service
// account signs to get one. Both are caught before they leave; the answers to ours come from the fake.
import { admin, auth } from "@googleapis/admin";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { expect, test } from "vitest";
import { googleGroup } from "../../../src/strategies/google-group/strategy.ts";
import { callerOf, NOW } from "../../contracts/strategy-world.ts";
import { FakeGoogle, GROUP, KEY_FILE, PRIVATE_KEY, SUBJECT } from "./google/fake-google.ts";

const ana = { id: "ana+x@example.com", label: "Ana" };

interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly bearer: boolean;
}

async function recorded(request: Request): Promise<Recorded> {
  const url = new URL(request.url);
  const text = await request.clone().text();
  return {
    method: request.method,
    url: url.origin + url.pathname,
    query: Object.fromEntries(url.searchParams),
    body: text === "" ? null : JSON.parse(text),
    bearer: /^Bearer .+$/.test(request.headers.get("authorization") ?? ""),
  };
}

test("the Directory API is asked as Google's own client asks", async () => {
  const google = new FakeGoogle();
  const user = google.addUser(ana.id);
  google.addUser(SUBJECT);
  const settings = { group: GROUP, serviceAccount: "GOOGLE_KEY", subject: SUBJECT };
  const ours: Recorded[] = [];
  const outside = {
    secret: () => KEY_FILE,
    signal: new AbortController().signal,
    now: () => NOW,
    async fetch(request: Request) {
      if (!request.url.endsWith("/token")) ours.push(await recorded(request));
      return google.receive(request);
    },
  };
  const at = callerOf({ strategy: googleGroup, settings, secrets: { GOOGLE_KEY: KEY_FILE }, fetch: outside.fetch });
  await at.call("grant", ana);
  await at.call("grant", ana, { level: "owner" });
  await at.call("revoke", ana);
  await at.inspect(ana);
  await googleGroup.check?.(settings, outside);

  const theirs: Recorded[] = [];
  const fetchImplementation: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    if (request.url.endsWith("/token"))
      return Response.json({ access_token: "t", token_type: "Bearer", expires_in: 99 });
    theirs.push(await recorded(request));
    return Response.json({});
  };
  const signed = {
    email: "sym",
    key: PRIVATE_KEY,
    subject: SUBJECT,
    scopes: ["any"],
    transporterOptions: { fetchImplementation },
  };
  const { members, users } = admin({ version: "directory_v1", auth: new auth.JWT(signed) });
  const fields = "id,primaryEmail,suspended,archived";
  const one = { groupKey: GROUP, memberKey: user.id };
  const look = () => users.get({ userKey: ana.id, fields });
  const add = (role: string) => members.insert({ groupKey: GROUP, requestBody: { email: ana.id, role } });
  await look();
  await add("MEMBER");
  await look();
  await add("OWNER");
  await members.patch({ ...one, requestBody: { role: "OWNER" } });
  await look();
  await members.delete(one);
  await look();
  await members.get(one);
  await members.hasMember(one);
  await members.list({ groupKey: GROUP, maxResults: 1 });
  await users.get({ userKey: SUBJECT, fields });
  expect(ours).toEqual(theirs);
});

test("the service account says who it is as Google's own client says it, and which of its keys it signs with", async () => {
  const assertions: { readonly url: string; readonly form: Readonly<Record<string, string>> }[] = [];
  const catching = async (request: Request): Promise<Response> => {
    assertions.push({ url: request.url, form: Object.fromEntries(new URLSearchParams(await request.text())) });
    return Response.json({ access_token: "t", token_type: "Bearer", expires_in: 99 });
  };
  const google = new FakeGoogle();
  google.addUser(ana.id);
  const at = callerOf({
    strategy: googleGroup,
    settings: { group: GROUP, serviceAccount: "GOOGLE_KEY_2", subject: SUBJECT },
    secrets: { GOOGLE_KEY_2: KEY_FILE },
    fetch: (request) => (request.url.endsWith("/token") ? catching(request) : google.receive(request)),
  });
  await expect(at.inspect(ana)).rejects.toMatchObject({ class: "auth" });
  const scopes = ["admin.directory.group.member", "admin.directory.user.readonly"].map(
    (scope) => `https://www.googleapis.com/auth/${scope}`,
  );
  const client = new auth.JWT({
    email: JSON.parse(KEY_FILE).client_email,
    key: PRIVATE_KEY,
    subject: SUBJECT,
    scopes,
    transporterOptions: { fetchImplementation: async (input, init) => catching(new Request(input, init)) },
  });
  await client.authorize();
  const [ours, theirs] = assertions.map(({ url, form: { assertion = "", ...form } }) => {
    const { iat = 0, exp = 0, ...claims } = decodeJwt(assertion);
    return { url, form, claims, lives: exp - iat, alg: decodeProtectedHeader(assertion).alg };
  });
  expect(ours).toEqual(theirs);
  expect(decodeProtectedHeader(assertions[0]?.form["assertion"] ?? "")).toEqual({
    alg: "RS256",
    typ: "JWT",
    kid: "key-1",
  });
});
