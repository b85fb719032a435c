// Members of a group of Okta, as rules ask it: an org that others wrote, behind Okta's own description of its API.
import { expect, onTestFinished, test } from "vitest";
import type { OktaSource } from "../../../src/domain/source.ts";
import { API_TOKEN, GROUP, startOkta } from "../strategies/okta-org.ts";
import { Asked } from "./asked.ts";

const ANA = "ana@example.com";
const BEN = "ben@example.com";

async function started(through: (request: Request) => Promise<Response> = fetch) {
  const org = await startOkta({ logins: [ANA, BEN] });
  onTestFinished(async () => {
    await org.close();
    // Whatever Okta's description does not know was never sent.
    expect(org.refused).toEqual([]);
  });
  const paths: string[] = [];
  const asked = new Asked((request) => {
    paths.push(`${request.method} ${new URL(request.url).pathname}`);
    return through(request);
  });
  asked.secrets["OKTA_TOKEN"] = API_TOKEN;
  const source: OktaSource = {
    kind: "okta_group",
    label: "Database people",
    org: org.url,
    group: GROUP,
    apiToken: "OKTA_TOKEN",
    allowLoopback: true,
  };
  return { org, asked, paths, source };
}

test("whoever is in the group now is named, in one call that reads", async () => {
  const { org, asked, paths, source } = await started();
  await org.addMember(BEN);
  expect(await asked.names(source, BEN)).toBe(true);
  expect(await asked.names(source, ANA)).toBe(false);
  expect(paths).toEqual(Array(2).fill(`GET /api/v1/groups/${GROUP}/users`));
});

test("whoever cannot sign in to Okta is nobody, though the group may list them", async () => {
  const { org, asked, source } = await started();
  await org.addMember(BEN);
  await org.suspend(BEN);
  expect(await org.members()).toHaveLength(1);
  expect(await asked.names(source, BEN)).toBe(false);
});

test("a login that was given to somebody else names that somebody, who is not in the group", async () => {
  const { org, asked, source } = await started();
  await org.addMember(BEN);
  await org.rename(BEN, "former@example.com");
  await org.rename(ANA, BEN);
  expect(await asked.names(source, BEN)).toBe(false);
});

test("a group that is gone, a token that is not taken and an org in trouble can say nothing", async () => {
  const { org, asked, source } = await started();
  asked.secrets["OKTA_TOKEN"] = "00another-token";
  expect(await asked.trouble(source)).toBe("auth");
  asked.secrets["OKTA_TOKEN"] = API_TOKEN;
  await org.removeGroup();
  expect(await asked.trouble(source)).toBe("config");
  const broken = await started(async () => new Response("<html>", { status: 503 }));
  expect(await broken.asked.trouble(broken.source)).toBe("retryable");
  const elsewhere = await started(async () => Response.redirect("https://evil.example.com/", 302));
  expect(await elsewhere.asked.trouble(elsewhere.source)).toBe("config");
});

const canary = "okta-says-canary";
test.each<readonly [string, () => Response | Promise<Response>, string]>([
  ["asks to slow down", () => new Response(canary, { status: 429 }), "slow_down"],
  ["breaks", () => new Response(canary, { status: 500 }), "retryable"],
  ["does not allow it", () => new Response(canary, { status: 403 }), "auth"],
  ["answers with a page for people", () => new Response(`<html>${canary}</html>`), "retryable"],
  ["answers with another form", () => Response.json({ members: [BEN] }), "retryable"],
  ["answers without end", () => new Response(" ".repeat(5 * 1024 * 1024)), "bug"],
])("Okta %s: nobody can say who is a member", async (_what, fault, trouble) => {
  let broken = true;
  const { org, asked, source } = await started(async (request) => (broken ? fault() : fetch(request)));
  await org.addMember(BEN);
  expect(await asked.trouble(source)).toBe(trouble);
  expect(asked.logged).toEqual([{ name: "sources.lookup.failed", fields: { what: "okta_group", class: trouble } }]);
  broken = false;
  expect(await asked.names(source, BEN)).toBe(true);
});

test("Okta hangs: the wait is over, and the next question is asked anew", async () => {
  let hangs = true;
  const { org, asked, source } = await started((request) => (hangs ? new Promise(() => {}) : fetch(request)));
  await org.addMember(BEN);
  const waiting = asked.trouble(source);
  asked.runOut();
  expect(await waiting).toBe("retryable");
  hangs = false;
  expect(await asked.names(source, BEN)).toBe(true);
});

test("a list in pages is read to its end", async () => {
  const { org, asked, source } = await started(async (request) => {
    const url = new URL(request.url);
    const isFirst = !url.searchParams.has("after");
    const user = (login: string) => ({ id: "00ub0oNGTSWTBKOLGLNR", status: "ACTIVE", profile: { login } });
    const link = `<${org.url}${url.pathname}?after=00u9&limit=200>; rel="next"`;
    return Response.json([user(isFirst ? ANA : BEN)], { headers: isFirst ? { link } : {} });
  });
  expect(await asked.names(source, BEN)).toBe(true);
});
