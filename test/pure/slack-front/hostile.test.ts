// Signed nonsense: whatever stands in a payload, the answer is 200 or 400, nothing is thrown or printed, and the log repeats
// nothing of it.
import { readdirSync, readFileSync } from "node:fs";
import * as fc from "fast-check";
import { expect, test, vi } from "vitest";
import { TEAM } from "../../fakes/samples.ts";
import { ANA, type Desk, desk, ID, REQUESTS } from "./desk.ts";

const SAMPLES = "test/oracles/slack/payload-samples";
const samples = readdirSync(SAMPLES)
  .filter((name) => name.endsWith("Payload.json"))
  .map((name) => ({ name, body: JSON.parse(readFileSync(`${SAMPLES}/${name}`, "utf8")) as Json }));

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const CANARY = "Canary in a payload";

/** Payloads that Sym has a listener for, each good but for what the mutations do to it. */
const person = { user: { id: ANA, team_id: TEAM }, team: { id: TEAM }, trigger_id: "1.2.x" };
const view = (callbackId: string, metadata: string): Json => ({
  id: "V1",
  hash: "1.a",
  callback_id: callbackId,
  private_metadata: metadata,
  state: { values: { "field.reason": { "form.text": { type: "plain_text_input", value: CANARY } } } },
  blocks: [{ type: "input", block_id: "field.reason" }],
});
const replyUrl = "https://hooks.slack.com/actions/T0SYM/1/x";
const clicked = (actionId: string, value: string): Json => ({
  type: "block_actions",
  ...person,
  channel: { id: REQUESTS },
  container: { type: "message", is_ephemeral: true },
  response_url: replyUrl,
  actions: [{ action_id: actionId, block_id: "b", value }],
});
const form = JSON.stringify({ flow: "prod-database", environment: "prod", version: "x" });
const ours: Json[] = [
  ...["approve", "deny", "cancel", "revoke"].map((action) => clicked(`request.${action}`, `${ID}.1`)),
  clicked("home.new_request", "open"),
  { ...person, type: "view_submission", view: view("request_form", form) },
  { ...person, type: "view_submission", view: view("deny_form", `${ID}.1`) },
  { ...person, type: "view_submission", view: view("flow_picker", "prod") },
  { ...person, type: "view_submission", view: view("revoke_all_form", '{"kind":"everything"}') },
  {
    ...person,
    type: "block_actions",
    view: view("flow_picker", "prod"),
    actions: [{ action_id: "picker.environment" }],
  },
  {
    ...person,
    type: "block_suggestion",
    action_id: "picker.flow",
    block_id: "flow.prod",
    value: "a",
    view: view("flow_picker", "prod"),
  },
  {
    ...person,
    type: "block_suggestion",
    action_id: "form.choice",
    block_id: "field.x",
    value: "a",
    view: view("request_form", form),
  },
  { ...person, type: "shortcut", callback_id: "sym_request" },
  { type: "event_callback", team_id: TEAM, event: { type: "app_home_opened", user: ANA, tab: "home" } },
  ...["req", "req db", "list", "help", "freeze", "revoke-all everything", CANARY].map((text) => ({
    command: "/sym",
    text,
    user_id: ANA,
    team_id: TEAM,
    channel_id: REQUESTS,
    trigger_id: "1.2.x",
    response_url: replyUrl,
  })),
];

const nasty: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(
    null,
    true,
    0,
    -1,
    1e308,
    "",
    [],
    {},
    CANARY,
    "<!channel>",
    "\u0000",
    "x".repeat(20_000),
    "U0ANA",
    ID,
  ),
  fc.string({ unit: "binary" }),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  fc.constant(JSON.parse('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}') as Json),
);

/** Where something is put, as shares of what there is to choose from on the way down; and what. */
const mutation = fc.record({
  path: fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 1, maxLength: 6 }),
  how: fc.constantFrom("replace", "remove", "add"),
  name: fc.constantFrom("__proto__", "constructor", "toString", "type", "user", "view", "actions", "payload"),
  value: nasty,
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutated(body: Json, { path, how, name, value }: Mutation): Json {
  const [share = 0, ...rest] = path;
  if (typeof body !== "object" || body === null) return value;
  const copy: { [key: string]: Json } | Json[] = Array.isArray(body) ? [...body] : { ...body };
  const keys = Object.keys(copy);
  const key = keys[Math.floor(share * keys.length)];
  if (key === undefined || (rest.length === 0 && how === "add")) {
    Object.defineProperty(copy, name, { value, enumerable: true, writable: true, configurable: true });
    return copy;
  }
  const inside = Array.isArray(copy) ? copy[Number(key)] : copy[key];
  if (rest.length === 0 && how === "remove") Reflect.deleteProperty(copy, key);
  else Reflect.set(copy, key, rest.length === 0 ? value : mutated(inside ?? null, { path: rest, how, name, value }));
  return copy;
}

const isCommand = (body: Json): boolean => typeof body === "object" && body !== null && !("type" in body);

/** As Slack sends it: a command as a form, an event as JSON, everything else as JSON in a form. */
function sent(slack: Desk["slack"], body: Json, as: "itself" | "json" | "payload"): Promise<Request> {
  if (as === "itself" && isCommand(body) && typeof body === "object" && body !== null) {
    const fields = Object.entries(body).map(([name, value]) => [
      name,
      typeof value === "string" ? value : JSON.stringify(value),
    ]);
    return slack.signed(new URLSearchParams(fields));
  }
  const isEvent = typeof body === "object" && body !== null && "event" in body;
  if (as === "json" || (as === "itself" && isEvent))
    return slack.signed(JSON.stringify(body), { contentType: "application/json" });
  return slack.signed(new URLSearchParams({ payload: JSON.stringify(body) }));
}

test("no signed payload, however mutated, is answered with a fault, printed or repeated in the log", async () => {
  const printed = vi.spyOn(console, "log").mockImplementation(() => {});
  const { slack, logged, settled } = desk();
  const way = fc.constantFrom("itself" as const, "json" as const, "payload" as const);
  const bodies = [...ours, ...samples.map(({ body }) => body)];
  try {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...bodies),
        fc.array(mutation, { maxLength: 3 }),
        fc.oneof({ weight: 8, arbitrary: fc.constant("itself" as const) }, { weight: 1, arbitrary: way }),
        async (body, mutations, as) => {
          const response = await slack.raw(await sent(slack, mutations.reduce(mutated, body), as));
          await settled();
          expect([200, 400]).toContain(response.status);
        },
      ),
      { numRuns: 2_000 },
    );
    expect(printed).not.toHaveBeenCalled();
  } finally {
    printed.mockRestore();
  }
  expect(JSON.stringify(logged)).not.toContain(CANARY);
  expect(JSON.stringify(logged)).not.toContain("\\u0000");
  expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain("polluted");
});

test.each([
  ["a payload that is not JSON", "payload=%7Bnot"],
  ["a payload that is null", "payload=null"],
  ["a payload that is a number", "payload=7"],
  ["a payload that is empty", "payload="],
  ["JSON that is cut off", "{"],
  ["JSON that is null, by its type", "null"],
])("%s is answered with 400 and reaches nobody", async (_what, body) => {
  const { slack, asked, calls } = desk();
  const contentType = body === "null" ? "application/json" : "application/x-www-form-urlencoded";
  const response = await slack.raw(await slack.signed(body, { contentType }));
  expect([200, 400]).toContain(response.status);
  if (body !== "payload=7") expect(response.status).toBe(400);
  expect([asked, calls()]).toEqual([[], []]);
});

const unknown: readonly [what: string, body: Json, name: string][] = [
  ["an action", clicked("something.else", CANARY), "slack.action.ignored"],
  ["a view", { ...person, type: "view_submission", view: view("another_form", CANARY) }, "slack.view.ignored"],
  ["a shortcut", { ...person, type: "shortcut", callback_id: "old" }, "slack.shortcut.ignored"],
  ["a select", { ...person, type: "block_suggestion", action_id: "old", block_id: "b" }, "slack.suggestion.ignored"],
  ["a command", { command: "/other", text: CANARY, user_id: ANA, team_id: TEAM }, "slack.command.ignored"],
  [
    "an event",
    { type: "event_callback", team_id: TEAM, event: { type: "message", text: CANARY } },
    "slack.payload.ignored",
  ],
  ["a message shortcut", { ...person, type: "message_action", callback_id: "old" }, "slack.payload.ignored"],
  ["a closed view", { ...person, type: "view_closed", view: view("request_form", "") }, "slack.payload.ignored"],
  ["a kind of payload", { type: "hello" }, "slack.payload.ignored"],
  ["a body", { hello: CANARY }, "slack.payload.ignored"],
];

test.each(unknown)(
  "%s that Sym does not know is answered with 200 and a line in the log",
  async (_what, body, name) => {
    const printed = vi.spyOn(console, "log").mockImplementation(() => {});
    const { slack, asked, calls, logged } = desk();
    const response = await slack.raw(await sent(slack, body, "itself"));
    expect(response.status).toBe(200);
    expect(printed).not.toHaveBeenCalled();
    printed.mockRestore();
    expect(logged.map((line) => line.name)).toEqual([name]);
    expect([asked, calls()]).toEqual([[], []]);
  },
);

test.each([
  ["request_form", "not what Sym wrote", "request", "unreadable"],
  ["request_form", JSON.stringify({ flow: CANARY, environment: "prod", version: "x" }), "request", "flow_gone"],
  ["request_form", form, "request", "form_changed"],
  ["deny_form", CANARY, "deny", "unreadable"],
  ["revoke_all_form", CANARY, "revoke_all", "unreadable"],
])("a %s with metadata %j is refused in words and named in the log", async (callbackId, metadata, which, why) => {
  const { slack, asked, logged } = desk();
  const body: Json = { ...person, type: "view_submission", view: view(callbackId, metadata) };
  const answer = await slack.raw(await sent(slack, body, "itself"));
  const said: unknown = await answer.json();
  expect(said).toMatchObject({ response_action: "update" });
  if (why === "unreadable") expect(JSON.stringify(said)).toContain("Something is wrong with this form");
  expect(logged).toEqual([{ name: "slack.form.refused", fields: { form: which, user: ANA, why } }]);
  expect(asked).toEqual([]);
});

test("who is asking is the person's own team, whatever team the payload came through", async () => {
  const { slack, asked } = desk();
  const outsider = { ...(clicked("request.approve", `${ID}.1`) as object), user: { id: "U0FAR", team_id: "T0FAR" } };
  await slack.raw(await sent(slack, outsider as Json, "itself"));
  const gridUser = {
    ...(clicked("request.approve", `${ID}.1`) as object),
    user: { id: "W0GRID" },
    team: { id: "E0ORG" },
  };
  await slack.raw(await sent(slack, gridUser as Json, "itself"));
  const teamless = { ...(clicked("request.approve", `${ID}.1`) as object), user: { id: ANA }, team: null };
  expect((await slack.raw(await sent(slack, teamless as Json, "itself"))).status).toBe(400);
  expect(asked.map(({ args: [click] }) => click)).toMatchObject([
    { userId: "U0FAR", teamId: "T0FAR" },
    { userId: "W0GRID", teamId: "E0ORG" },
  ]);
});

test("a reply URL that leads anywhere else is not used", async () => {
  const { slack, calls, settled } = desk({ engine: { approve: () => Promise.reject(new Error("broken")) } });
  for (const url of [
    "https://evil.test/x",
    "http://hooks.slack.com/x",
    "https://hooks.slack.com.evil.test/x",
    "file:///x",
    "no",
  ]) {
    const body = { ...(clicked("request.approve", `${ID}.1`) as object), response_url: url };
    await slack.raw(await sent(slack, body as Json, "itself"));
    await settled();
  }
  expect(calls()).toEqual(Array(5).fill("chat.postEphemeral"));
});
