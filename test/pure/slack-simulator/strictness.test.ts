// Tokens, scopes, content types, unknown things, rate limits and faults of the Web API.
import { expect, test } from "vitest";
import { API, apiRequest, SEED, smallWorld } from "./small-world.ts";

const json = (method: string, body: unknown, headers: Record<string, string> = {}) =>
  new Request(`${API}${method}`, {
    method: "POST",
    headers: { authorization: "Bearer xoxb-token", "content-type": "application/json; charset=utf-8", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

test("no token, a wrong token, a token in the query: nobody is let in", async () => {
  const { slack, call } = smallWorld();
  expect((await call("auth.test", {}, "xoxb-other"))["error"]).toBe("invalid_auth");
  const bare = await slack.fetch(new Request(`${API}auth.test`, { method: "POST" }));
  expect(await bare.json()).toEqual({ ok: false, error: "not_authed" });
  const inQuery = await slack.fetch(new Request(`${API}auth.test?token=xoxb-token`));
  expect(await inQuery.json()).toEqual({ ok: false, error: "not_authed" });
  expect(slack.violations.map(({ kind }) => kind)).toEqual(["bad_token", "bad_token", "bad_token"]);
});

test("a missing scope is named, with those that are there", async () => {
  const scopes = ["chat:write", "channels:read"];
  const { slack, call } = smallWorld({ seed: { ...SEED, app: { ...SEED.app, scopes } } });
  expect(await call("usergroups.users.list", { usergroup: "S00000OPS" })).toMatchObject({
    ok: false,
    error: "missing_scope",
    needed: "usergroups:read",
    provided: "chat:write,channels:read",
  });
  expect((await call("conversations.open", { users: "U0000MIRA" }))["needed"]).toBe("im:write");
  expect((await call("conversations.info", { channel: "C00000REQ" }))["ok"]).toBe(true);
  expect(slack.violations.map(({ kind }) => kind)).toEqual(["missing_scope", "missing_scope"]);
});

test("an e-mail address is shown only with its own scope", async () => {
  const scopes = SEED.app.scopes.filter((scope) => scope !== "users:read.email");
  const without = smallWorld({ seed: { ...SEED, app: { ...SEED.app, scopes } } });
  expect((await without.call("users.info", { user: "U0000MIRA" }))["user"]).not.toHaveProperty("profile.email");
  expect((await smallWorld().call("users.info", { user: "U0000MIRA" }))["user"]).toHaveProperty(
    "profile.email",
    "mira@example.com",
  );
});

test("methods that read forms only do not see a JSON body", async () => {
  const { slack } = smallWorld();
  const answer = await slack.fetch(json("users.info", { user: "U0000MIRA" }));
  expect(await answer.json()).toMatchObject({
    ok: false,
    error: "invalid_arguments",
    response_metadata: { messages: ["[ERROR] missing required field: user"] },
  });
  expect(slack.violations.map(({ kind }) => kind)).toEqual(["json_on_form_only_method"]);
  const asGet = new Request(`${API}users.info?user=U0000MIRA`, { headers: { authorization: "Bearer xoxb-token" } });
  expect(await (await slack.fetch(asGet)).json()).toMatchObject({ ok: true });
});

test.each([
  ["{", {}, "invalid_json"],
  ["[]", {}, "json_not_object"],
  ["x", { "content-type": "text/csv" }, "invalid_post_type"],
])("the body %s with %j is %s", async (body, headers, error) => {
  const { slack } = smallWorld();
  expect(await (await slack.fetch(json("chat.postMessage", body, headers))).json()).toEqual({ ok: false, error });
  expect(slack.violations.map(({ kind }) => kind)).toEqual(["bad_request"]);
});

test("JSON without a charset is taken, with Slack's warning", async () => {
  const { slack } = smallWorld();
  const body = { channel: "C00000REQ", text: "x" };
  const answer = await slack.fetch(json("chat.postMessage", body, { "content-type": "application/json" }));
  expect(await answer.json()).toMatchObject({
    ok: true,
    warning: "missing_charset",
    response_metadata: { warnings: ["missing_charset"] },
  });
});

test("unknown methods are refused, unknown and missing arguments reported", async () => {
  const { slack, call } = smallWorld();
  expect(await call("chat.shout", { text: "x" })).toEqual({
    ok: false,
    error: "unknown_method",
    req_method: "chat.shout",
  });
  expect((await call("chat.postMessage", { channel: "C00000REQ", text: "x", txet: "y" }))["ok"]).toBe(true);
  expect((await call("chat.postMessage", { text: "x" }))["error"]).toBe("invalid_arguments");
  expect((await call("conversations.members", { channel: "C00000REQ", limit: "many" }))["error"]).toBe(
    "invalid_arguments",
  );
  expect(slack.violations.map(({ kind, detail }) => `${kind}: ${detail}`)).toEqual([
    "unknown_method: no such method",
    "unknown_argument: txet",
    "missing_argument: channel",
    "invalid_argument: [ERROR] must be an integer [json-pointer:/limit]",
  ]);
});

test("every call is recorded with its readable arguments, and never with its token", async () => {
  const { slack, call } = smallWorld();
  const blocks = [{ type: "divider" }];
  await call("chat.postMessage", { channel: "C00000REQ", text: "x", blocks });
  await call("chat.update", { channel: "C00000REQ", ts: "1.0", text: "x" });
  expect(slack.calls).toMatchObject([
    { method: "chat.postMessage", arguments: { channel: "C00000REQ", text: "x", blocks }, ok: true, status: 200 },
    { method: "chat.update", ok: false, status: 200, error: "message_not_found" },
  ]);
  expect(JSON.stringify(slack.calls)).not.toContain("xoxb-token");
});

test("one message a second in each channel, with credit for four", async () => {
  const { slack, call, time } = smallWorld();
  const post = (channel: string) => slack.fetch(apiRequest("chat.postMessage", { channel, text: "x" }));
  for (const _burst of [1, 2, 3, 4]) expect((await post("C00000REQ")).status).toBe(200);
  const refused = await post("C00000REQ");
  expect([refused.status, refused.headers.get("retry-after"), await refused.json()]).toEqual([
    429,
    "1",
    { ok: false, error: "ratelimited" },
  ]);
  expect((await call("chat.postMessage", { channel: "U0000MIRA", text: "x" }))["ok"]).toBe(true);
  await time.pass(1_000);
  expect((await post("C00000REQ")).status).toBe(200);
  expect(slack.violations).toEqual([]);
});

test("a method of tier 2 takes twenty calls in any minute", async () => {
  const { call, slack, time } = smallWorld();
  const ask = () => slack.fetch(apiRequest("usergroups.users.list", { usergroup: "S00000OPS" }));
  for (let count = 0; count < 20; count += 1) {
    expect((await ask()).status).toBe(200);
    await time.pass(1_000);
  }
  const refused = await ask();
  expect([refused.status, refused.headers.get("retry-after")]).toEqual([429, "40"]);
  expect((await call("users.info", { user: "U0000MIRA" }))["ok"]).toBe(true);
  await time.pass(40_000);
  expect((await ask()).status).toBe(200);
});

test("Slack can be down, wholly or in part, and comes back", async () => {
  const { slack, call } = smallWorld();
  slack.faults.down(true);
  await expect(call("auth.test")).rejects.toThrow(TypeError);
  slack.faults.down(["chat.postMessage", "response_url"]);
  expect((await call("auth.test"))["ok"]).toBe(true);
  await expect(call("chat.postMessage", { channel: "C00000REQ", text: "x" })).rejects.toThrow(TypeError);
  slack.faults.down(false);
  expect((await call("chat.postMessage", { channel: "C00000REQ", text: "x" }))["ok"]).toBe(true);
  expect(slack.calls.map(({ error }) => error)).toEqual(["unreachable", undefined, "unreachable", undefined]);
});

test("a lost answer was work done; a refusal was not", async () => {
  const { slack, call } = smallWorld();
  slack.faults.loseAnswerNext("chat.postMessage");
  await expect(call("chat.postMessage", { channel: "C00000REQ", text: "done all the same" })).rejects.toThrow(
    TypeError,
  );
  slack.faults.failNext("chat.postMessage", "channel_not_found", 2);
  expect((await call("chat.postMessage", { channel: "C00000REQ", text: "no" }))["error"]).toBe("channel_not_found");
  expect((await call("chat.postMessage", { channel: "C00000REQ", text: "no" }))["error"]).toBe("channel_not_found");
  slack.faults.failNext("chat.postMessage", { status: 429, retryAfter: 7 });
  const busy = await slack.fetch(apiRequest("chat.postMessage", { channel: "C00000REQ", text: "no" }));
  expect([busy.status, busy.headers.get("retry-after")]).toEqual([429, "7"]);
  expect(
    slack
      .as("U0000MIRA")
      .messages("C00000REQ")
      .map(({ text }) => text),
  ).toEqual(["done all the same"]);
});

test("a delayed call is done only after its delay", async () => {
  const { slack, call, time } = smallWorld();
  slack.faults.delayNext("chat.postMessage", 5_000);
  const posting = call("chat.postMessage", { channel: "C00000REQ", text: "slow" });
  await time.pass(4_999);
  expect(slack.as("U0000MIRA").messages("C00000REQ")).toEqual([]);
  await time.pass(1);
  expect((await posting)["ok"]).toBe(true);
});
