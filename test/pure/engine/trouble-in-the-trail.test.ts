// What the trail says of trouble that a target makes: which kind it was, in Sym's own words, wherever a grant, an end or a look
// failed; and never a word of the target's.
import { expect, test } from "vitest";
import { fresh } from "../../../src/domain/entitlement.ts";
import { witnessMissedCheck } from "../../../src/engine/witness.ts";
import { HOUR_MS, NOON, sampleAccess } from "../../fakes/samples.ts";
import type { Plan } from "../../world/points.ts";
import { keyOfLabel } from "../../world/target.ts";
import type { SimWorld } from "../../world/world.ts";
import { approved, runUntil } from "./audit-world.ts";
import { EngineDesk } from "./engine-desk.ts";

const DAY_MS = 24 * HOUR_MS;
const failing =
  (call: string, mishap: "error" | "forbid" | "bug" | "timeout"): Plan =>
  ({ name }) =>
    name === call ? mishap : null;

function lastEvent(world: SimWorld, name: string): Record<string, unknown> {
  const [request] = world.record.requests();
  const event = world.record.events(request?.id ?? "").findLast((one) => one.name === name);
  if (event === undefined) throw new Error(`nothing was ${name}`);
  return event.data as Record<string, unknown>;
}

const entriesOf = (world: SimWorld, action: string) =>
  [...world.record.entries.values()].filter((entry) => entry.action === action);

test.each([
  ["error", "grant_by_passed", "retryable", "no"],
  ["timeout", "grant_by_passed", "retryable", "unknown"],
  ["bug", "grant_by_passed", "bug", "unknown"],
  ["forbid", "refused_by_target", "config", "no"],
] as const)("a grant that failed by %s says so in its event, as %s and %s", async (mishap, cause, who, effect) => {
  const world = await approved(failing("target.grant", mishap));
  await runUntil(world, NOON + 3 * HOUR_MS);
  expect(lastEvent(world, "ended")).toMatchObject({ cause, class: who });
  for (const { evidence } of entriesOf(world, "target_grant")) expect(evidence).toMatchObject({ class: who, effect });
  expect(entriesOf(world, "target_grant").length).toBeGreaterThan(0);
  expect(JSON.stringify([...world.record.entries.values()])).not.toContain("by the plan");
});

test("an end that the target refuses says in its events and entries which kind of trouble it was; one that came says none", async () => {
  const world = await approved(failing("target.revoke", "forbid"));
  await runUntil(world, NOON + HOUR_MS);
  expect(lastEvent(world, "struggling")).toMatchObject({ class: "config" });
  for (const { evidence } of entriesOf(world, "target_revoke")) expect(evidence).toMatchObject({ class: "config" });
  world.plan = () => null;
  await runUntil(world, NOON + 2 * HOUR_MS);
  expect(lastEvent(world, "ended")).toMatchObject({ cause: "time", detail: null });
  expect(lastEvent(world, "ended")).not.toHaveProperty("class");
});

test("closed slots that cannot be read are in the trail once a day for each Target and class, however many they are", async () => {
  const world = await approved(() => null);
  await runUntil(world, NOON + HOUR_MS);
  world.plan = failing("target.inspect", "forbid");
  await world.overnight(2 * DAY_MS);
  const [missed] = entriesOf(world, "target_check");
  expect(missed).toMatchObject({
    actor: { kind: "system", name: "entitlement" },
    request: null,
    slot: null,
    result: "PermanentError",
    evidence: { target: "orders-db", class: "config" },
  });
  const desk = new EngineDesk();
  for (const label of ["U0ANA", "U0BEN", "U0CLEO"])
    for (const who of ["config", "auth"] as const)
      witnessMissedCheck(desk.world, fresh(sampleAccess({ key: keyOfLabel(label) })), "PermanentError", { class: who });
  await desk.settle();
  expect([...desk.record.entries.values()].map(({ evidence }) => evidence["class"])).toEqual(["config", "auth"]);
  expect(await desk.record.overflows(Number.MAX_SAFE_INTEGER)).toEqual([]);
});
