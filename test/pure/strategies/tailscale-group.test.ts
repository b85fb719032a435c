// `tailscale_group` against a Tailscale of our own: the suite of all strategies, files that others change in the same moment, tokens,
// and what is asked, held to Tailscale's own description: tailscale.com/api and github.com/tailscale/tailscale-client-go-v2.
import { expect, test } from "vitest";
import { tailscaleGroup } from "../../../src/strategies/tailscale-group/strategy.ts";
import { everyCallFails } from "../../contracts/every-call.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { callerOf } from "../../contracts/strategy-world.ts";
import {
  API_TOKEN,
  CLIENT_ID,
  CLIENT_SECRET,
  FakeTailscale,
  GROUP,
  groupsOf,
  POLICY,
  TAILNET,
  tailscaleVerbOf,
} from "./vendors/fake-tailscale.ts";
import { ana, ben, harnessOf, opened, SAYS, type Vendor, worldOf } from "./vendors/judged.ts";

const oauth = { clientId: CLIENT_ID, clientSecret: "TAILSCALE_CLIENT" };
const good = { tailnet: TAILNET, group: GROUP, oauth };
const withToken = { oauth: undefined, apiToken: "TAILSCALE_TOKEN" };

function tailscale(): Vendor<FakeTailscale> {
  const fake = new FakeTailscale();
  return {
    fake,
    strategy: tailscaleGroup,
    settings: good,
    secrets: { TAILSCALE_CLIENT: CLIENT_SECRET, TAILSCALE_TOKEN: API_TOKEN },
    levelOf: async (login) => fake.levelOf(login),
    removeParent: async () => fake.removeGroup(),
  };
}

const harness = harnessOf(tailscale, {
  badSettings: [
    { settings: { ...good, tailnet: "-" }, path: ["tailnet"] },
    { settings: { ...good, tailnet: "example.com/devices" }, path: ["tailnet"] },
    { settings: { ...good, group: "engineers" }, path: ["group"] },
    { settings: { ...good, oauth: { ...oauth, clientSecret: CLIENT_SECRET } }, path: ["oauth", "clientSecret"] },
    { settings: { ...good, apiToken: "TAILSCALE_TOKEN" }, path: ["oauth"] },
    { settings: { tailnet: TAILNET, group: GROUP }, path: ["oauth"] },
    { settings: { ...good, endpoint: "http://example.com" }, path: ["endpoint"] },
  ],
  verbOf: tailscaleVerbOf,
});
strategyContract("tailscale_group", harness);
everyCallFails("tailscale_group with an OAuth client", () => opened(tailscale()));
everyCallFails("tailscale_group with an access token", () => opened(tailscale(), withToken));

const at = (more: object = {}) => worldOf(tailscale(), more);
/** As another administrator would, between our reading and our writing. */
const meanwhile = (fake: FakeTailscale, change: (policy: string) => string) => {
  fake.instead = {
    call: "POST /api/v2/tailnet",
    say() {
      fake.policy = change(fake.policy);
      return null;
    },
  };
};

test("a membership comes and goes, and not a character of anything else changes", async () => {
  const { fake, call } = await at();
  await call("grant", ana);
  expect(fake.policy.split("\n").filter((line) => !POLICY.split("\n").includes(line))).toEqual([
    '\t\t\t"Eve@example.com", // until the end of the year',
    '\t\t\t"ana@example.com"',
  ]);
  await call("revoke", ana);
  expect(fake.policy).toBe(POLICY);
});

test("what others change in the same moment stays, and our change is made on top of it", async () => {
  const { fake, call } = await at();
  meanwhile(fake, (policy) => policy.replace('"ops@example.com"', '"ops@example.com", "ben@example.com"'));
  await call("grant", ana);
  expect(groupsOf(fake.policy)[GROUP]).toEqual([
    "ops@example.com",
    "ben@example.com",
    "Eve@example.com",
    "ana@example.com",
  ]);
  meanwhile(fake, (policy) => policy.replace(', "ben@example.com"', ""));
  await call("revoke", ana);
  expect(fake.policy).toBe(POLICY);
});

test("a file that is changed again and again is trouble without effect, that passes", async () => {
  const { fake, call } = await at();
  let version = 0;
  const always = (): void => {
    fake.instead = {
      call: "POST /api/v2/tailnet",
      say() {
        version += 1;
        fake.policy = `${POLICY}// version ${version}`;
        always();
        return null;
      },
    };
  };
  always();
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "TransientError", effect: "no", class: "retryable" });
  expect([version, fake.levelOf(ana.id)]).toEqual([3, null]);
  fake.instead = null;
  await call("grant", ana);
  expect(fake.levelOf(ana.id)).toBe("member");
});

test("where nothing is to be changed nothing is sent", async () => {
  const { fake, call } = await at();
  await call("grant", { id: "EVE@example.com", label: "" });
  await call("revoke", ben);
  fake.removeGroup();
  await call("revoke", ana);
  expect(fake.asked.filter((asked) => asked.startsWith("POST") && !asked.endsWith("/token"))).toEqual([]);
});

test("a file that Tailscale refuses with the change is told to people, and is as it was", async () => {
  const { fake, call } = await at();
  fake.instead = { call: "POST /api/v2/tailnet", say: () => ({ status: 400, body: { message: SAYS } }) };
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", effect: "no", class: "impossible" });
  expect(fake.policy).toBe(POLICY);
});

test.each([
  ["no ETag", { status: 200, body: POLICY }],
  ["no policy", { status: 200, body: "<html>", headers: { etag: '"x"' } }],
  ["a policy that breaks off", { status: 200, body: POLICY.slice(0, 200), headers: { etag: '"x"' } }],
  ["groups of another form", { status: 200, body: '{"groups": []}', headers: { etag: '"x"' } }],
  ["members of another form", { status: 200, body: `{"groups": {"${GROUP}": [1]}}`, headers: { etag: '"x"' } }],
])("an answer with %s is no absence", async (_, said) => {
  const { fake, inspect } = await at();
  fake.instead = { call: "GET", say: () => said };
  await expect(inspect(ana)).rejects.toMatchObject({ name: "TransientError", effect: "no" });
});

test("a file in which the group or the groups are there twice is not touched", async () => {
  const { fake, call, inspect } = await at();
  for (const policy of [
    `{"groups": {"${GROUP}": []}, "Groups": {"${GROUP}": []}}`,
    `{"groups": {"${GROUP}": ["a@example.com"], "${GROUP}": []}}`,
  ]) {
    fake.policy = policy;
    await expect(inspect(ana)).rejects.toMatchObject({ name: "PermanentError" });
    await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError" });
    expect(fake.policy).toBe(policy);
  }
});

test("the name of the section in capitals, as older files have it, is the same section", async () => {
  const { fake, inspect } = await at();
  fake.policy = POLICY.replace('"groups"', '"Groups"').replace("ops@example.com", ana.id);
  expect((await inspect(ana)).level).toBe("member");
});

test("the file is asked for, and replaced, as Tailscale describes it", async () => {
  const world = await at();
  const sent: { readonly line: string; readonly headers: Readonly<Record<string, string | null>> }[] = [];
  const watched = callerOf({
    ...world,
    fetch(request) {
      const names = ["accept", "content-type", "if-match", "authorization"];
      const headers = Object.fromEntries(names.map((name) => [name, request.headers.get(name)]));
      sent.push({ line: `${request.method} ${new URL(request.url).pathname}`, headers });
      return fetch(request);
    },
  });
  await watched.call("grant", ana);
  const bearer = expect.stringMatching(/^Bearer tskey-api-[\w-]+$/);
  const hujson = "application/hujson";
  const acl = `/api/v2/tailnet/${TAILNET}/acl`;
  expect(sent.filter(({ line }) => line.endsWith("/acl"))).toEqual([
    { line: `GET ${acl}`, headers: { accept: hujson, "content-type": null, "if-match": null, authorization: bearer } },
    {
      line: `POST ${acl}`,
      headers: {
        accept: hujson,
        "content-type": hujson,
        "if-match": expect.stringMatching(/^"[0-9a-f]{64}"$/),
        authorization: bearer,
      },
    },
  ]);
});

test("a token is kept, and one that was ended is replaced by another, once", async () => {
  const { fake, call, inspect } = await at();
  const tokens = () => fake.asked.filter((asked) => asked.endsWith("/oauth/token")).length;
  await call("grant", ana);
  await inspect(ana);
  expect(tokens()).toBe(1);
  fake.endTokens();
  await call("revoke", ana);
  expect(tokens()).toBe(2);
});

test("an access token that is not accepted is the operators' to mend", async () => {
  const { fake, call } = await at(withToken);
  fake.endTokens();
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
  expect(fake.asked).toHaveLength(1);
});

test("an OAuth client that is not accepted is the operators' to mend", async () => {
  const { call } = await at({ oauth: { ...oauth, clientId: "other" } });
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "PermanentError", class: "auth" });
});

test("a look at the Target says whether its group is there", async () => {
  const { fake, check } = await at();
  await check();
  fake.removeGroup();
  await expect(check()).rejects.toThrow("does not have this group");
});

test.each([
  "",
  "ana",
  "ana@example.com/..",
  "group:owners",
  "*",
  "autogroup:admin",
  "tag:web",
  "ana@exa mple.com",
  '"',
])("%j is refused without a call: it would be more than a person in the file", async (id) => {
  const { fake, call } = await at();
  await expect(call("grant", { id, label: "" })).rejects.toMatchObject({ class: "impossible" });
  expect(fake.asked).toEqual([]);
});

test("all groups of a tailnet share whose account is whose, and its pace where there is one", () => {
  expect(tailscaleGroup.realm?.({ ...good, group: "group:other" })).toBe(tailscaleGroup.realm?.(good));
  expect(tailscaleGroup.limits?.(good)).toBeNull();
  const limits = { perSecond: 4 };
  expect(tailscaleGroup.limits?.({ ...good, limits })).toEqual({ of: TAILNET, perSecond: 2, outstanding: null });
});
