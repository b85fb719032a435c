// What Slack is told about the app, and that it asks for no more than the calls that are really made.
import { readdirSync, readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { appScopesFor } from "../../../scripts/app-scopes.ts";
import { manifestFor, scopesOfFlows, spellManifest } from "../../../scripts/manifest.ts";
import type { Json } from "../../../src/domain/canonical.ts";
import type { Target } from "../../../src/domain/flow.ts";
import { botScopes, slackMethods } from "../../../src/slack/scopes.ts";

const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));

test("manifest.json is what the generator writes for the address in it and the Flows", async () => {
  const { settings } = json("manifest.json");
  const { origin } = new URL(settings.interactivity.request_url);
  expect(readFileSync("manifest.json", "utf8")).toBe(spellManifest(origin, await scopesOfFlows()));
});

test("the manifest is valid against Slack's published schema", () => {
  const schema = json("test/oracles/slack/manifest.schema.2.0.0.json");
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  validate(manifestFor("https://sym.example.com"));
  expect(validate.errors).toBeNull();
});

test("everything is posted to one address, with mentions as ids", () => {
  const { features, settings } = manifestFor("https://sym.example.com/anything");
  const urls = JSON.stringify([features, settings]).match(/https:[^"]*/g);
  expect([...new Set(urls)]).toEqual(["https://sym.example.com/slack/events"]);
  expect(features.slash_commands.map(({ should_escape }) => should_escape)).toEqual([true]);
});

test("the scopes are those of the methods, and of the command", () => {
  const needed = Object.values(slackMethods).flatMap(({ scopes }) => scopes);
  expect(botScopes()).toEqual([...new Set<string>(["commands", ...needed])].sort());
});

test("the right to change user groups is asked for where a Flow changes one with the app's own token, and nowhere else", () => {
  const target = (settings: Json, strategy = "slack_usergroup") =>
    ({
      name: "deployers",
      label: "Deployers",
      strategy,
      level: "member",
      settings,
      endRemovesStanding: false,
    }) as const;
  const flows = (...targets: Target[]) => [{ flow: { targets } }];
  const group = { group: "S0DEPLOYERS", keeper: "U0ANA", allowLoopback: false };
  const own = target({ ...group, token: "SLACK_GROUPS_TOKEN" });
  const ours = target({ ...group, token: "SLACK_BOT_TOKEN" });
  expect(appScopesFor(flows(own, target({ token: "SLACK_BOT_TOKEN" }, "memory")))).toEqual([]);
  expect(appScopesFor(flows(own, ours))).toEqual(["usergroups:write"]);
  expect(manifestFor("https://sym.example.com").oauth_config.scopes.bot).not.toContain("usergroups:write");
  expect(manifestFor("https://sym.example.com", ["usergroups:write"]).oauth_config.scopes.bot).toEqual(
    [...botScopes(), "usergroups:write"].sort(),
  );
});

test("every method that is allowed is called, and none that is not", () => {
  const sources = readdirSync("src/slack", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && path !== "scopes.ts")
    .map((path) => readFileSync(`src/slack/${path}`, "utf8").replace(/^\s*(?:\/\/|\*|\/\*).*$/gm, ""));
  const named = sources.flatMap((text) => [
    ...text.matchAll(/"((?:auth|chat|conversations|usergroups|users|views)\.[\w.]+)"/g),
  ]);
  expect([...new Set(named.map(([, method]) => method))].sort()).toEqual(Object.keys(slackMethods).sort());
});

test("methods that Slack's own description gives scopes for have at least those", () => {
  const { paths } = json("test/oracles/slack/web-api.openapi.json");
  for (const [method, { scopes }] of Object.entries(slackMethods)) {
    const [operation] = Object.values<{ security: { slackAuth: string[] }[] }>(paths[`/${method}`]);
    // Frozen in 2021: `chat:write:bot` has become `chat:write`, and people's own conversations are not ours to read.
    const published = (operation?.security ?? [])
      .flatMap(({ slackAuth }) => slackAuth)
      .filter((scope) => !["none", "chat:write:user", "im:read", "mpim:read"].includes(scope))
      .map((scope) => scope.replace("chat:write:bot", "chat:write"));
    expect([method, scopes]).toEqual([method, expect.arrayContaining(published)]);
  }
});

test("a call goes as a form wherever Slack takes nothing else", () => {
  const { paths } = json("test/oracles/slack/web-api.openapi.json");
  const reads = [
    "chat.getPermalink",
    "conversations.members",
    "usergroups.users.list",
    "users.conversations",
    "users.info",
  ];
  for (const [method, { wire }] of Object.entries(slackMethods)) {
    expect([method, paths[`/${method}`] !== undefined]).toEqual([method, true]);
    expect([method, wire]).toEqual([method, reads.includes(method) ? "form" : "json"]);
  }
});
