// What may not be published: Flows that are wrong, the playground's names and secrets, another Slack than Slack.
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { stepsTo } from "../../../scripts/deploy/progress.ts";
import { postgresRole } from "../../../src/sym.ts";
import { fakeCheckout } from "./fake-project.ts";
import { ownFlows } from "./flows.ts";

test("Flows that the Worker would refuse are refused before anything is asked of Cloudflare, all problems at once", async () => {
  const checkout = fakeCheckout();
  checkout.flows = { ...ownFlows, operatorsChannel: "#ops", defaultEnvironment: "production" };
  await expect(checkout.publish()).rejects.toThrow(/2 problems:[\s\S]+defaultEnvironment[\s\S]+/);
  expect(checkout.account.commands).toEqual([]);
});

test("Flows that cannot be loaded are refused with the reason", async () => {
  const checkout = fakeCheckout();
  checkout.flows = new SyntaxError("Unexpected token '}'");
  await expect(checkout.publish()).rejects.toThrow("src/flows cannot be loaded: Unexpected token '}'");
});

test("the memory Target of the tests cannot be published", async () => {
  const checkout = fakeCheckout();
  const target = { label: "Memory", strategy: "memory", level: "read", settings: {}, endRemovesStanding: false };
  checkout.flows = { ...ownFlows, environments: { prod: { label: "Production", targets: { reports: target } } } };
  await expect(checkout.publish()).rejects.toThrow('there is no strategy "memory"');
});

test("the playground's people, groups and channels are named with the lines in which they stand", async () => {
  const checkout = fakeCheckout();
  checkout.flows = { ...ownFlows, admins: { people: ["U0ADA"], usergroup: "S0DBA" }, operatorsChannel: "C0OPS" };
  checkout.sources = [
    { path: "src/flows/index.ts", text: 'admins: {\n  people: ["U0ADA"], usergroup: "S0DBA" }, // U0ADA is Ada\n' },
    { path: "src/flows/ops.ts", text: "export const ops = `C0OPS`;\n" },
  ];
  await expect(checkout.publish()).rejects.toMatchObject({
    message: [
      "src/flows still names the playground's people, channels or addresses:",
      "  - U0ADA (Ada Yamada): src/flows/index.ts:2",
      "  - S0DBA (@dba): src/flows/index.ts:2",
      "  - C0OPS (#sym-ops): src/flows/ops.ts:1",
    ].join("\n"),
    todo: [expect.stringContaining("Put your own there"), expect.stringContaining("user group")],
  });
  expect(checkout.account.commands).toEqual([]);
});

test("a name that stands in no file as it is, is told by what it is for", async () => {
  const checkout = fakeCheckout();
  checkout.flows = { ...ownFlows, admins: { people: ["U0ADA"] } };
  await expect(checkout.publish()).rejects.toThrow("U0ADA (Ada Yamada): admins");
});

test("an address that can belong to nobody is named with its Target and setting", async () => {
  const checkout = fakeCheckout();
  const reports = postgresRole({
    label: "Reports",
    cluster: "reports",
    url: "REPORTS_DATABASE_URL",
    role: "reports_reader",
    account: "email_local_part",
    emailDomain: "example.com",
  });
  checkout.flows = { ...ownFlows, environments: { prod: { label: "Production", targets: { reports } } } };
  await expect(checkout.publish()).rejects.toThrow('Environment "prod", Target "reports", emailDomain: example.com');
});

test.each([["http://127.0.0.1:4747/api/"], ["https://slack.test/api/"], [""]])(
  "SLACK_API_URL %j in wrangler.toml is refused",
  async (value) => {
    const checkout = fakeCheckout();
    checkout.settings = { variables: [{ section: "[env.staging.vars]", name: "SLACK_API_URL", value }] };
    await expect(checkout.publish()).rejects.toThrow(
      "wrangler.toml, [env.staging.vars]: SLACK_API_URL must be https://slack.com/api/",
    );
  },
);

test("SLACK_API_URL in the environment or in a file beside is refused unless it is Slack's own", async () => {
  const checkout = fakeCheckout();
  checkout.loose = [{ from: ".dev.vars", name: "SLACK_API_URL", value: "http://127.0.0.1:4747/api/" }];
  await expect(checkout.rehearse()).rejects.toThrow(".dev.vars: SLACK_API_URL must be https://slack.com/api/");
  checkout.loose = [{ from: ".dev.vars", name: "SLACK_API_URL", value: "https://slack.com/api/" }];
  await checkout.rehearse();
});

test("a secret SLACK_API_URL of the Worker is refused: nobody can see where it leads", async () => {
  const checkout = fakeCheckout();
  checkout.account.worker = { secrets: new Set(["SLACK_API_URL"]), deployed: 1 };
  await expect(checkout.publish()).rejects.toMatchObject({ todo: ["npx wrangler secret delete SLACK_API_URL"] });
});

test.each([
  ["SLACK_BOT_TOKEN", "xoxb-playground-0123456789abcdef"],
  ["SLACK_SIGNING_SECRET", "playground-0123456789abcdef"],
  ["SLACK_BOT_TOKEN", "xoxb-test"],
  ["SLACK_SIGNING_SECRET", "test-signing-secret"],
])("the playground's or the tests' %s is refused, and not repeated", async (name, value) => {
  const checkout = fakeCheckout();
  checkout.loose = [{ from: "the environment", name, value }];
  await expect(checkout.publish()).rejects.toThrow(`the environment: ${name} is one of the playground's or the tests'`);
  await expect(checkout.publish()).rejects.not.toThrow(value);
});

test("a real secret in the environment is nobody's business", async () => {
  const checkout = fakeCheckout();
  checkout.loose = [
    { from: "the environment", name: "SLACK_BOT_TOKEN", value: "xoxb-1234567890-abcdefghij" },
    { from: "the environment", name: "HOME", value: "test-home" },
  ];
  await checkout.rehearse();
});

test("the playground's secrets begin as this check expects", () => {
  const source = readFileSync("playground/run/playground.ts", "utf8");
  expect(source).toMatch(/signingSecret: `playground-\$\{/);
  expect(source).toMatch(/botToken: `xoxb-playground-\$\{/);
});

test("a secret written into wrangler.toml is refused", async () => {
  const checkout = fakeCheckout();
  checkout.settings = {
    variables: [
      { section: "[vars]", name: "REPORTS_DATABASE_URL", value: "postgres://sym:hunter2@db.acme.dev/reports" },
    ],
  };
  await expect(checkout.publish()).rejects.toThrow("wrangler.toml, [vars]: REPORTS_DATABASE_URL is a secret");
  await expect(checkout.publish()).rejects.not.toThrow("hunter2");
});

test.each([
  ["playground/worker/index.ts"],
  ["src/../playground/worker/index.ts"],
  ["././playground/worker/index.ts"],
  ["/home/ana/sym/playground/worker/index.ts"],
  ["src\\..\\playground\\worker\\index.ts"],
  ["test/workerd/worker.ts"],
])("an entry other than src/index.ts is refused: %s", async (main) => {
  const checkout = fakeCheckout();
  const top = { section: "top level", main: "./src/index.ts" };
  checkout.settings = { mains: [top, { section: "[env.staging]", main }] };
  await expect(checkout.publish()).rejects.toThrow(`wrangler.toml, [env.staging]: main is ${main}; only src/index.ts`);
  checkout.settings = { mains: [top] };
  await checkout.rehearse();
});

test("settings that wrangler would take in place of wrangler.toml are refused by their path", async () => {
  const checkout = fakeCheckout();
  checkout.others = ["/home/ana/sym/wrangler.jsonc"];
  await expect(checkout.rehearse()).rejects.toThrow("/home/ana/sym/wrangler.jsonc");
  expect(checkout.account.commands).toEqual([]);
});

test("a step that speaks itself is announced", async () => {
  const said: string[] = [];
  await stepsTo((line) => said.push(line))("Worker", async () => undefined, { loud: true });
  expect(said[0]).toBe("  … Worker");
});
