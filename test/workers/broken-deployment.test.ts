// A Worker that was published with wrong settings or wrong Flows: the log names each of them once and repeats no secret, nobody
// gets in, and what ends access is there all the same.
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createApp } from "../../src/http/app.ts";
import type { LogFields } from "../../src/ports.ts";
import { createWiring } from "../../src/wiring.ts";

const SECRET = "xoxb-0123456789-secret-canary";
const good = { SLACK_SIGNING_SECRET: "0123456789abcdef", SLACK_BOT_TOKEN: "xoxb-1-a" };

function worker(parts: { definition?: unknown }, settings: Readonly<Record<string, unknown>>) {
  const log: { name: string; fields: LogFields }[] = [];
  const say = (name: string, fields: LogFields) => void log.push({ name, fields });
  const wire = createWiring({ ...parts, log: say, watched: false });
  const bindings = (): Cloudflare.Env => Object.assign({}, env, settings);
  const app = createApp<Cloudflare.Env>(wire, say);
  return { log, wire, bindings, app };
}

test("every wrong setting is named once, and never with its value", async () => {
  const { log, wire, bindings, app } = worker({}, { SLACK_SIGNING_SECRET: "canary", SLACK_BOT_TOKEN: "xoxp-canary" });
  const own = bindings();
  wire(own);
  wire(bindings());
  expect(log).toEqual([
    {
      name: "deployment.settings.refused",
      fields: { setting: "SLACK_SIGNING_SECRET", problem: expect.stringContaining("is too short") },
    },
    {
      name: "deployment.settings.refused",
      fields: { setting: "SLACK_BOT_TOKEN", problem: expect.stringContaining("must be the bot token") },
    },
  ]);
  const answer = await app.request("/slack/events", { method: "POST" }, own);
  expect(answer.status).toBe(500);
  expect(log.at(-1)?.fields).toEqual({ path: "/slack/events", class: "WrongSettings" });
  await wire(own).sweep();
  expect(log).toContainEqual({ name: "sweep.run.finished", fields: { due: 0, rung: 0 } });
  expect(JSON.stringify(log)).not.toContain("canary");
});

test("every problem of the Flows is named once, with its place, and no value that could be a secret", async () => {
  const definition = {
    environments: { prod: { label: "Production", targets: {} } },
    flows: [{ name: "database", template: "sym:approval", description: 7 }],
    admins: { people: [SECRET] },
    operatorsChannel: { token: SECRET },
    defaultEnvironment: SECRET,
  };
  const { log, wire, bindings, app } = worker({ definition }, good);
  const own = bindings();
  wire(own);
  wire(bindings());
  const problems = log.map(({ name, fields }) => [name, fields["problem"]]);
  expect(problems).toContainEqual([
    "deployment.flows.refused",
    'Flow "database", approvers: is missing; it must be a rule: people(…), usergroup(…), channel(…), onCallIn(…), oktaGroupMembers(…), googleGroupMembers(…), anyone(), admins(), pickedIn(…), rule(…), anyOf(…), allOf(…) or not(…)',
  ]);
  expect(problems).toContainEqual([
    "deployment.flows.refused",
    expect.stringContaining("Deployment, admins.people[0]: "),
  ]);
  expect(problems).toContainEqual([
    "deployment.flows.refused",
    expect.stringContaining("Deployment, operatorsChannel: "),
  ]);
  expect(new Set(problems.map(String)).size).toBe(problems.length);
  expect(JSON.stringify(log)).not.toContain("canary");
  const answer = await app.request("/slack/events", { method: "POST" }, own);
  expect(answer.status).toBe(500);
  expect(log.at(-1)?.fields).toEqual({ path: "/slack/events", class: "WrongFlows" });
  await wire(own).sweep();
  expect(log.map(({ name }) => name)).toContain("sweep.run.finished");
});
