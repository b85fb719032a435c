// What whoever runs Sym is told of lists outside: which secrets they need, which are missing, and whether each still answers.
import { expect, test } from "vitest";
import { secretsOf } from "../../../scripts/deploy/secrets.ts";
import { checkDeployment } from "../../../src/domain/flow-check.ts";
import { problemsOf } from "../../../src/ops/readiness.ts";
import { checkTargets } from "../../../src/ops/targets.ts";
import { TransientError } from "../../../src/ports.ts";
import {
  anyOf,
  approval,
  channel,
  defineEnvironments,
  deployment,
  oktaGroupMembers,
  onCallIn,
  opsgenieSchedule,
  pagerDutyPolicy,
  pagerDutySchedule,
  people,
} from "../../../src/sym.ts";
import { EngineDesk } from "../engine/engine-desk.ts";

const environments = defineEnvironments({ prod: { label: "Production", targets: {} } });
const pagerDuty = { token: "PAGERDUTY_TOKEN" } as const;
const checked = checkDeployment(
  deployment({
    environments,
    flows: [
      approval(environments, {
        name: "release",
        label: "Release",
        requesters: oktaGroupMembers({
          label: "Engineers",
          org: "https://example.okta.com",
          group: "00g1emaKYZTWRYYRRTSK",
          apiToken: "OKTA_TOKEN",
        }),
        approvers: anyOf(
          people("U0BEN"),
          onCallIn(pagerDutySchedule({ label: "Database", schedule: "PDAILY1", ...pagerDuty })),
          onCallIn(pagerDutySchedule({ label: "Database again", schedule: "PDAILY1", ...pagerDuty })),
          anyOf(onCallIn(pagerDutyPolicy({ label: "Second line", policy: "PPOLICY1", level: 2, ...pagerDuty }))),
          onCallIn(
            opsgenieSchedule({
              label: "Night",
              schedule: "4513b7ea-3b91-438f-b7e4-e3e54af9147c",
              apiKey: "OPSGENIE_KEY",
            }),
          ),
        ),
        route: channel("C0REQUESTS"),
        environments: { prod: {} },
      }),
    ],
    admins: { people: ["U0ADA"] },
    operatorsChannel: "C0OPS",
  }),
  () => null,
);
const strategies = () => null;

test("each secret that a rule needs is asked for at the deployment, and by whose list", () => {
  if (!checked.ok) throw new Error(checked.problems.join("\n"));
  expect([...secretsOf(checked.deployment, strategies, ["SLACK_BOT_TOKEN"])]).toEqual([
    ["SLACK_BOT_TOKEN", "Slack"],
    ["OKTA_TOKEN", "Engineers, in a rule of the Flow release"],
    ["PAGERDUTY_TOKEN", "Database, in a rule of the Flow release"],
    ["OPSGENIE_KEY", "Night, in a rule of the Flow release"],
  ]);
});

test("a secret of a rule that is missing is a problem, by its name", () => {
  const has = (name: string): boolean => name === "OKTA_TOKEN";
  expect(problemsOf({ settings: [], checked, strategies, read: () => null, has })).toEqual([
    { part: "secrets", detail: "PAGERDUTY_TOKEN is not set" },
    { part: "secrets", detail: "OPSGENIE_KEY is not set" },
  ]);
});

test("each list is asked whether it answers, once however many rules name it, and about nobody", async () => {
  if (!checked.ok) throw new Error(checked.problems.join("\n"));
  const { world } = new EngineDesk();
  Object.assign(world, { deployment: checked.deployment });
  const addresses: string[] = [];
  world.sources.names = async ({ kind }, address) => {
    addresses.push(address);
    if (kind === "opsgenie_schedule")
      throw new TransientError("the key is not accepted", { effect: "no", class: "auth" });
    if (kind === "okta_group") throw new TypeError("secret-word");
    return false;
  };
  const environment = "prod";
  expect(await checkTargets(world)).toEqual([
    { source: "Engineers", environment, answer: "trouble", class: "bug", detail: "the check itself failed" },
    { source: "Database again", environment, answer: "fine" },
    { source: "Second line", environment, answer: "fine" },
    { source: "Night", environment, answer: "trouble", class: "auth", detail: "the key is not accepted" },
  ]);
  expect(addresses).toEqual(["", "", "", ""]);
});
