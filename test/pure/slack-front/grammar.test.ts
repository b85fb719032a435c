// What a line after the command means.
import { expect, test } from "vitest";
import { type IdentityWish, type Line, parseLine } from "../../../src/slack/handlers/grammar.ts";

const open = (flow: string | null = null, environment: string | null = null): Line => ({
  kind: "open",
  flow,
  environment,
});
const unknown = (typed: string): Line => ({ kind: "unknown", typed });
const person = (userId: string): Line => ({ kind: "revoke_all", scope: { kind: "person", userId } });
const target = (name: string): Line => ({ kind: "revoke_all", scope: { kind: "target", target: name } });

const identity = (wish: IdentityWish): Line => ({ kind: "identity", wish });
const setLink = (name: string, account: string | null): Line =>
  identity({ kind: "set", userId: "U0ANA", target: name, account });

const lines: readonly [text: string, means: Line][] = [
  ["", open()],
  ["   \t ", open()],
  ["req", open()],
  ["REQ", open()],
  ["request", open()],
  ["Request  db", open("db")],
  ["req DB prod", open("DB", "prod")],
  ["req\u00a0db\u2003prod", open("db", "prod")],
  ["req a&amp;b", open("a&b")],
  ["req a&amp;lt;b", open("a&lt;b")],
  ["req db prod please", unknown("req db prod please")],
  ["request-db", unknown("request-db")],
  ["list", { kind: "list", everybody: false }],
  ["LIST ", { kind: "list", everybody: false }],
  ["list All", { kind: "list", everybody: true }],
  ["list ana", unknown("list ana")],
  ["list all now", unknown("list all now")],
  ["help", { kind: "help" }],
  ["help me", { kind: "help" }],
  ["freeze", { kind: "freeze", frozen: true }],
  ["Unfreeze", { kind: "freeze", frozen: false }],
  ["freeze db", unknown("freeze db")],
  ["revoke-all", unknown("revoke-all")],
  ["revoke-all everything", { kind: "revoke_all", scope: { kind: "everything" } }],
  ["revoke-all EVERYTHING", { kind: "revoke_all", scope: { kind: "everything" } }],
  ["revoke-all everything now", unknown("revoke-all everything now")],
  ["revoke-all <@U0ANA|ana>", person("U0ANA")],
  ["revoke-all <@W0ANA>", person("W0ANA")],
  ["revoke-all <@U0ANA|Ana Maria>", person("U0ANA")],
  ["revoke-all <@U0ANA|everything>", person("U0ANA")],
  ["revoke-all <@U0ANA> <@U0BEN>", unknown("revoke-all <@U0ANA> <@U0BEN>")],
  ["revoke-all orders-db", target("orders-db")],
  ["revoke-all orders&lt;db", unknown("revoke-all orders<db")],
  [`revoke-all ${"x".repeat(40)}`, target("x".repeat(40))],
  [`revoke-all ${"x".repeat(41)}`, unknown(`revoke-all ${"x".repeat(41)}`)],
  ["revoke-all @ana", { kind: "not_a_mention", typed: "@ana" }],
  ["revoke-all &lt;@U0ANA&gt;", unknown("revoke-all <@U0ANA>")],
  ["revoke-all <!channel>", { kind: "not_a_mention", typed: "<!channel>" }],
  ["revoke-all <#C0REQUESTS|reqs>", { kind: "not_a_mention", typed: "<#C0REQUESTS|reqs>" }],
  ["revoke-all <@u0ana>", { kind: "not_a_mention", typed: "<@u0ana>" }],
  ["identity", identity({ kind: "own" })],
  ["WhoAmI", identity({ kind: "own" })],
  ["whoami now", unknown("whoami now")],
  ["identity list", identity({ kind: "list", of: null, page: 1 })],
  ["identity list 12", identity({ kind: "list", of: null, page: 12 })],
  ["identity list 0", { kind: "not_a_mention", typed: "0" }],
  ["identity List <@U0ANA|ana>", identity({ kind: "list", of: "U0ANA", page: 1 })],
  ["identity list U0GONE1", identity({ kind: "list", of: "U0GONE1", page: 1 })],
  ["identity list @ana", { kind: "not_a_mention", typed: "@ana" }],
  ["identity list <@U0ANA> 2", unknown("identity list <@U0ANA> 2")],
  ["identity set <@U0ANA> orders-db ana", setLink("orders-db", "ana")],
  ["identity set <@U0ANA|Ana Maria> prod/orders-db Ana_L", setLink("prod/orders-db", "Ana_L")],
  ["identity set <@U0ANA> db <mailto:ana@example.com|ana@example.com>", setLink("db", "ana@example.com")],
  ["identity set <@U0ANA> db <mailto:ana@example.com>", setLink("db", "ana@example.com")],
  ["identity set <@U0ANA> db <http://ana.example|ana.example>", setLink("db", "ana.example")],
  ["identity set <@U0ANA> db a&amp;b", setLink("db", "a&b")],
  ["identity set @ana db ana", { kind: "not_a_mention", typed: "@ana" }],
  ["identity set <@U0ANA> db", unknown("identity set <@U0ANA> db")],
  ["identity set <@U0ANA> db ana maria", unknown("identity set <@U0ANA> db ana maria")],
  ["identity remove <@U0ANA> orders-db", setLink("orders-db", null)],
  ["identity remove <@U0ANA> orders-db ana", unknown("identity remove <@U0ANA> orders-db ana")],
  ["identity remove <@U0ANA>", unknown("identity remove <@U0ANA>")],
  ["identity steal", unknown("identity steal")],
  ["revoke everything", unknown("revoke everything")],
  ["hello &lt;there&gt;", unknown("hello <there>")],
  ["__proto__", unknown("__proto__")],
  ["constructor", unknown("constructor")],
];

test.each(lines)("%j", (text, means) => {
  expect(parseLine(text)).toEqual(means);
});
