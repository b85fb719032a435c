// The deployment of a fresh clone and the examples are ones that the bot would start with.
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import approvalOnly from "../../../examples/approval-only.ts";
import environments from "../../../examples/environments.ts";
import forms from "../../../examples/forms.ts";
import minimal from "../../../examples/minimal.ts";
import ownStrategy from "../../../examples/own-strategy.ts";
import temporaryLogin from "../../../examples/temporary-login.ts";
import webhook from "../../../examples/webhook.ts";
import { isApprovalOnly } from "../../../src/domain/flow.ts";
import own from "../../../src/flows/index.ts";
import type { DeploymentDefinition } from "../../../src/sym.ts";
import { deploymentOf } from "./checking.ts";

const examples = {
  "approval-only": approvalOnly,
  environments,
  forms,
  minimal,
  "own-strategy": ownStrategy,
  "temporary-login": temporaryLogin,
  webhook,
};

const namesOf = (definition: DeploymentDefinition) =>
  deploymentOf(definition).flows.map(
    ({ flow }) => `${flow.name} in ${flow.environment}: ${flow.targets.map((target) => target.name).join(", ")}`,
  );

test("every example is one that the bot would start with", () => {
  const files = readdirSync("examples").filter((name) => name.endsWith(".ts"));
  expect(files.map((name) => name.replace(".ts", "")).sort()).toEqual(Object.keys(examples).sort());
  for (const definition of Object.values(examples)) expect(deploymentOf(definition).flows.length).toBeGreaterThan(0);
});

test("the deployment of a fresh clone has access to give, a Flow that only asks, and one for emergencies", () => {
  expect(namesOf(own)).toEqual([
    "database in prod: orders-read, orders-write",
    "database in sandbox: orders-read, orders-write",
    "deploy in prod: ",
    "deploy in sandbox: ",
    "break-glass in prod: orders-write",
  ]);
  expect(deploymentOf(own)).toMatchObject({
    defaultEnvironment: "prod",
    operatorsChannel: "C0OPS",
    admins: { people: ["U0ADA"], usergroup: null },
  });
});

test("nobody approves their own request in production unless the glass is broken", () => {
  const selfApproving = deploymentOf(own).flows.filter(({ flow }) => flow.selfApproval && flow.environment === "prod");
  expect(selfApproving.map(({ flow }) => flow.name)).toEqual(["break-glass"]);
});

test("the example without Targets only asks", () => {
  expect(deploymentOf(approvalOnly).flows.every(({ flow }) => isApprovalOnly(flow))).toBe(true);
});

test("the account of an example is written by its function", async () => {
  const { account, flows } = deploymentOf(environments);
  const flow = flows[0]?.flow;
  const ana = {
    key: "T0/U0ANA",
    name: "ana",
    email: "Ana@example.com",
    tz: "UTC",
    deactivated: false,
    guest: false,
    stranger: false,
    bot: false,
  } as const;
  expect(flow && (await account(flow)?.(ana))).toBe("ana_example.com");
});
