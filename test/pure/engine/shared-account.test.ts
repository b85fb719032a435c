// A Flow whose function says one account for several people: refused by itself, and taken where the Flow says that it is meant.
import { expect, test } from "vitest";
import { checkDeployment } from "../../../src/domain/flow-check.ts";
import { memory } from "../../../src/strategies/memory.ts";
import { MemoryTarget } from "../../../src/strategies/memory-target.ts";
import { strategiesWith } from "../../../src/strategies/registry.ts";
import { approval, channel, defineEnvironments, deployment, people, memory as target } from "../../../src/sym.ts";
import { HOUR_MS, TEAM } from "../../fakes/samples.ts";
import { problemsOf } from "../flows/checking.ts";
import { EngineDesk } from "./engine-desk.ts";

const environments = defineEnvironments({
  prod: { label: "Production", targets: { orders: target({ label: "Orders", group: "orders", level: "read" }) } },
});
const definition = (more: { sharedAccount?: boolean; account?: () => string }) =>
  deployment({
    environments,
    flows: [
      approval(environments, {
        name: "emergency",
        label: "Emergency",
        approvers: people("U0BEN"),
        route: channel("C0REQUESTS"),
        durations: ["1h"],
        environments: { prod: { targets: ["orders"] } },
        ...more,
      }),
    ],
    admins: { people: ["U0ADA"] },
    operatorsChannel: "C0OPS",
  });

/** What becomes of the same request by Ana and then by Otto. */
async function asked(sharedAccount: boolean) {
  const strategies = strategiesWith([memory(new MemoryTarget())]);
  const checked = checkDeployment(definition({ sharedAccount, account: () => "emergency-admin" }), strategies);
  if (!checked.ok) throw new Error(checked.problems.join("; "));
  const [flow] = checked.deployment.flows;
  if (flow === undefined) throw new Error("no Flow");
  const desk = new EngineDesk();
  Object.assign(desk.world, { strategies, deployment: checked.deployment });
  const submit = (userId: string, viewId: string) =>
    desk.commands().submit({ flow, userId, teamId: TEAM, viewId, target: "orders", answers: {}, durationMs: HOUR_MS });
  const first = await submit("U0ANA", "V1");
  if (!first.ok) throw new Error(first.refusal.kind);
  const click = { requestId: first.value.id, seq: null, userId: "U0BEN", teamId: TEAM, reason: null };
  expect((await desk.commands().approve(click)).ok).toBe(true);
  return { desk, first: first.value, second: await submit("U0OTTO", "V2") };
}

test("an account that another person has is refused, also where a Flow's function says it", async () => {
  const { second } = await asked(false);
  expect(second).toMatchObject({ ok: false, refusal: { kind: "account_taken" } });
});

test("where the Flow shares it both get it, in one slot, and nobody is linked to it", async () => {
  const { desk, first, second } = await asked(true);
  expect(second).toMatchObject({
    ok: true,
    value: { access: { key: first.access?.key, account: { id: "emergency-admin" } } },
  });
  expect(desk.record.events(first.id)[0]?.data).not.toHaveProperty("link");
  if (!second.ok) return;
  const click = { requestId: second.value.id, seq: null, userId: "U0BEN", teamId: TEAM, reason: null };
  expect(await desk.commands().approve(click)).toMatchObject({ ok: true, value: { state: "granting" } });
});

test("sharing needs a function that says the account", () => {
  expect(problemsOf(definition({ sharedAccount: true }))).toEqual([
    'Flow "emergency" in prod, sharedAccount: needs an account function: without one an account is that of one e-mail address',
  ]);
});
