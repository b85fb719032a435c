// The simulator's methods against what Slack published about them: arguments, content types, tiers, answers, errors.
import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import type { JsonObject } from "../../../playground/slack/types.ts";
import { METHODS } from "../../../playground/slack/web-api/methods.ts";
import tiers from "../../oracles/slack/rate-limit-tiers.json" with { type: "json" };
import description from "../../oracles/slack/web-api.openapi.json" with { type: "json" };
import { modal, openModal, plain, SEED, smallWorld } from "./small-world.ts";

type Operation = {
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: { properties?: JsonObject; required?: string[] } }> };
  responses: Record<"200" | "default", { content: { "application/json": { schema: JsonObject } } }>;
};

const SAMPLES = new URL("../../oracles/slack/payload-samples/", import.meta.url);

const paths = description.paths as unknown as Record<string, Record<string, Operation>>;

const operationOf = (method: string): Operation => {
  const operation = Object.values(paths[`/${method}`] ?? {})[0];
  if (operation === undefined) throw new Error(`${method} is not in the description`);
  return operation;
};

const formOf = (operation: Operation) => operation.requestBody?.content["application/x-www-form-urlencoded"]?.schema;

const ajv = addFormats.default(new Ajv({ strict: false, allErrors: true }));
ajv.addSchema({ $id: "slack", components: description.components });

const refsTo = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(refsTo);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, key === "$ref" ? `slack${String(field)}` : refsTo(field)]),
  );
};

const validatorOf = (method: string): ValidateFunction =>
  ajv.compile(refsTo(operationOf(method).responses["200"].content["application/json"].schema) as JsonObject);

test.each(Object.keys(METHODS))(
  "%s takes the arguments that the description names, and requires those it requires",
  (method) => {
    const operation = operationOf(method);
    const parameters = (operation.parameters ?? []).filter(({ name }) => name !== "token");
    const named = [...parameters.map(({ name }) => name), ...Object.keys(formOf(operation)?.properties ?? {})];
    const required = [
      ...parameters.filter((parameter) => parameter.required === true).map(({ name }) => name),
      ...(formOf(operation)?.required ?? []),
    ];
    const ours = METHODS[method]?.args ?? {};
    expect(Object.keys(ours)).toEqual(expect.arrayContaining(named.filter((name) => ours[name] !== undefined)));
    expect(named.filter((name) => ours[name] === undefined)).toEqual([]);
    expect(required.filter((name) => ours[name]?.required !== true)).toEqual([]);
  },
);

test.each(Object.keys(METHODS))(
  "%s reads JSON or does not, as the description says by where the token goes",
  (method) => {
    const operation = operationOf(method);
    const token = (operation.parameters ?? []).find(({ name }) => name === "token");
    expect(METHODS[method]?.formOnly).toBe(token?.in === "query");
  },
);

test.each(Object.keys(METHODS))("%s has the tier that Slack's own SDK waits for", (method) => {
  const published = (tiers as Record<string, string>)[method] ?? "";
  const tier = METHODS[method]?.tier;
  expect(published.startsWith(tier === "special" ? "SpecialTier" : `Tier${tier}`)).toBe(true);
});

/** What stands at a JSON pointer in a newer sample of the same answer. */
const sampleAt = (method: string, pointer: string): JsonObject => {
  const sample = JSON.parse(readFileSync(new URL(`${method}.json`, SAMPLES), "utf8")) as JsonObject;
  return pointer
    .split("/")
    .slice(1)
    .reduce((value, key) => (value[key] ?? {}) as JsonObject, sample);
};

/** What is wrong with an answer. A property that the frozen description does not know may stand in the newer sample. */
const wrongIn = (method: string, answer: JsonObject): string[] => {
  const validate = validatorOf(method);
  validate(answer);
  return (validate.errors ?? []).flatMap(({ keyword, instancePath, params, message }) => {
    const added = keyword === "additionalProperties" ? String(params["additionalProperty"]) : undefined;
    if (added !== undefined && sampleAt(method, instancePath)[added] !== undefined) return [];
    return [`${instancePath} ${message} ${added ?? ""}`];
  });
};

test("every answer has the published shape", async () => {
  const app = { ...SEED.app, scopes: [...SEED.app.scopes, "usergroups:write"] };
  const world = smallWorld({ seed: { ...SEED, app, usergroupEditors: "everyone" } });
  const { call } = world;
  const posted = await call("chat.postMessage", { channel: "C00000REQ", text: "hello" });
  const ts = String(posted["ts"]);
  await openModal(world, modal([]));
  const answers: [string, JsonObject][] = [
    ["chat.postMessage", posted],
    ["auth.test", await call("auth.test")],
    ["chat.update", await call("chat.update", { channel: "C00000REQ", ts, text: "again" })],
    ["chat.postEphemeral", await call("chat.postEphemeral", { channel: "C00000REQ", user: "U0000MIRA", text: "psst" })],
    ["chat.getPermalink", await call("chat.getPermalink", { channel: "C00000REQ", message_ts: ts })],
    ["chat.delete", await call("chat.delete", { channel: "C00000REQ", ts })],
    ["users.info", await call("users.info", { user: "U0000MIRA" })],
    ["users.lookupByEmail", await call("users.lookupByEmail", { email: "otto@example.com" })],
    ["usergroups.list", await call("usergroups.list", { include_users: true })],
    ["usergroups.users.list", await call("usergroups.users.list", { usergroup: "S00000OPS" })],
    ["usergroups.users.update", await call("usergroups.users.update", { usergroup: "S00000OPS", users: "U0000MIRA" })],
    ["conversations.members", await call("conversations.members", { channel: "C00000REQ", limit: 2 })],
    ["views.publish", await call("views.publish", { user_id: "U0000MIRA", view: { type: "home", blocks: [] } })],
  ];
  for (const [method, answer] of answers) {
    expect(answer["ok"], `${method}: ${JSON.stringify(answer)}`).toBe(true);
    expect(wrongIn(method, answer), method).toEqual([]);
  }
  expect(world.slack.violations).toEqual([]);
});

/** Documented by Slack since the description was frozen, or true of every method. */
const LATER: Record<string, string[]> = {
  "chat.postMessage": [
    "thread_not_found",
    "invalid_blocks",
    "invalid_blocks_format",
    "msg_blocks_too_long",
    "user_disabled",
  ],
  "chat.postEphemeral": ["not_in_channel"],
};

const errorsOf = (method: string): string[] => {
  const schema = operationOf(method).responses.default.content["application/json"].schema as {
    properties?: { error?: { enum?: string[] } };
  };
  return [...(schema.properties?.error?.enum ?? []), ...(LATER[method] ?? [])];
};

test("every refusal has a published name", async () => {
  const { slack, call } = smallWorld({ rateLimits: false });
  const said = slack.as("U0000MIRA").say("C00000REQ", "mine");
  slack.channel("C0000TALK").invite("U00000BOT");
  const cardTs = String((await call("chat.postMessage", { channel: "C0000TALK", text: "card" }))["ts"]);
  slack.channel("C0000TALK").archive();
  const refusals: [string, JsonObject, string][] = [
    ["chat.postMessage", { channel: "C0000NONE", text: "x" }, "channel_not_found"],
    ["chat.postMessage", { channel: "C00SECRET", text: "x" }, "channel_not_found"],
    ["chat.postMessage", { channel: "C0000TALK", text: "x" }, "is_archived"],
    ["chat.postMessage", { channel: "C00000REQ" }, "no_text"],
    ["chat.postMessage", { channel: "C00000REQ", text: "x".repeat(40_001) }, "msg_too_long"],
    ["chat.postMessage", { channel: "C00000REQ", text: "x", thread_ts: "1.000000" }, "thread_not_found"],
    ["chat.postMessage", { channel: "C00000REQ", blocks: [{ type: "nonsense" }] }, "invalid_blocks"],
    ["chat.postMessage", { channel: "C00000REQ", blocks: "{}" }, "invalid_blocks_format"],
    ["chat.postMessage", { channel: "U0000GONE", text: "x" }, "user_disabled"],
    ["chat.postEphemeral", { channel: "C00000REQ", user: "U0000NONE", text: "x" }, "user_not_in_channel"],
    ["chat.update", { channel: "C00000REQ", ts: "1.000000", text: "x" }, "message_not_found"],
    ["chat.update", { channel: "C00000REQ", ts: said.ts, text: "x" }, "cant_update_message"],
    ["chat.update", { channel: "C0000TALK", ts: cardTs, text: "x" }, "is_inactive"],
    ["chat.update", { channel: "U0000MIRA", ts: cardTs, text: "x" }, "channel_not_found"],
    ["chat.delete", { channel: "C00000REQ", ts: said.ts }, "cant_delete_message"],
    ["chat.getPermalink", { channel: "C00000REQ", message_ts: "1.000000" }, "message_not_found"],
    ["users.info", { user: "U0000NONE" }, "user_not_found"],
    ["users.lookupByEmail", { email: "gone@example.com" }, "users_not_found"],
    ["conversations.info", { channel: "C0000NONE" }, "channel_not_found"],
    ["conversations.open", {}, "users_list_not_supplied"],
    ["conversations.open", { users: "U0000NONE" }, "user_not_found"],
    ["conversations.open", { users: "U0000GONE" }, "user_disabled"],
    ["conversations.open", { channel: "C00000REQ" }, "method_not_supported_for_channel_type"],
    ["conversations.members", { channel: "C00000REQ", cursor: "junk" }, "invalid_cursor"],
    ["users.conversations", { types: "everything" }, "invalid_types"],
  ];
  for (const [method, args, error] of refusals) {
    const answer = await call(method, args);
    expect(answer["error"], `${method} ${JSON.stringify(args)}`).toBe(error);
    expect(errorsOf(method), method).toContain(error);
  }
});

test("a disabled or unknown user group is no such subteam", async () => {
  const { slack, call } = smallWorld();
  expect((await call("usergroups.users.list", { usergroup: "S0000NONE" }))["error"]).toBe("no_such_subteam");
  slack.usergroup("S00000OPS").disable();
  expect((await call("usergroups.users.list", { usergroup: "S00000OPS" }))["error"]).toBe("no_such_subteam");
  expect((await call("usergroups.users.list", { usergroup: "S00000OPS", include_disabled: true }))["users"]).toEqual([
    "U0000OTTO",
  ]);
  expect((await call("usergroups.list"))["usergroups"]).toEqual([]);
});

test("a user group's list is replaced whole, by whoever may, and never by nobody", async () => {
  const userToken = { token: "xoxp-mira", userId: "U0000MIRA", scopes: ["usergroups:write"] };
  const people = SEED.people.map((one) => ({ ...one, isAdmin: one.id === "U0000MIRA" }));
  const app = { ...SEED.app, scopes: [...SEED.app.scopes, "usergroups:write"], userToken };
  const { slack, call } = smallWorld({ seed: { ...SEED, app, people }, rateLimits: false });
  const update = async (users: string, token = userToken.token, usergroup = "S00000OPS") => {
    const answer = await call("usergroups.users.update", { usergroup, users }, token);
    return answer["ok"] === true ? "ok" : answer["error"];
  };
  expect(await update("U0000MIRA", SEED.app.botToken)).toBe("permission_denied");
  expect(await update("U0000MIRA,U0000OTTO")).toBe("ok");
  expect(await update("U0000MIRA")).toBe("ok");
  expect(slack.snapshotFor("U0000MIRA").usergroups[0]?.users).toEqual(["U0000MIRA"]);
  expect(await update(",")).toBe("no_users_provided");
  for (const id of ["U0000GONE", "U0000FERN", "U0000NONE", "U00000BOT"])
    expect(await update(`U0000MIRA,${id}`), id).toBe("invalid_users");
  expect(await update("U0000GAST")).toBe("single_channel_guests_cannot_be_added");
  expect(await update("U0000MIRA", userToken.token, "S0000NONE")).toBe("no_such_subteam");
  slack.usergroup("S00000OPS").disable();
  expect(await update("U0000OTTO")).toBe("no_such_subteam");
  expect(slack.snapshotFor("U0000MIRA").usergroups[0]?.users).toEqual(["U0000MIRA"]);
});

test("a Home tab can be published again only with its present hash", async () => {
  const { call } = smallWorld();
  const view = { type: "home", blocks: [{ type: "section", text: plain("Hello") }] };
  const first = await call("views.publish", { user_id: "U0000MIRA", view });
  const hash = String((first["view"] as JsonObject)["hash"]);
  expect((await call("views.publish", { user_id: "U0000MIRA", view, hash }))["ok"]).toBe(true);
  expect((await call("views.publish", { user_id: "U0000MIRA", view, hash }))["error"]).toBe("hash_conflict");
  expect((await call("views.publish", { user_id: "U0000NONE", view }))["error"]).toBe("invalid_arguments");
});
