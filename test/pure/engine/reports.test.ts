// What an Entitlement tells a record that was restored from before the request: nobody can take it, and the log says so.
import { expect, test } from "vitest";
import { acceptWake, type EntitlementState } from "../../../src/domain/entitlement.ts";
import { deliverReports } from "../../../src/engine/entitlement-record.ts";
import { sampleAccess, sampleEvidence } from "../../fakes/samples.ts";
import { SimMemory } from "../../world/memory.ts";
import { EngineDesk } from "./engine-desk.ts";

test("a report about a request that the record does not know is let go of, and leaves a line in the log", async () => {
  const desk = new EngineDesk();
  const memory = new SimMemory<EntitlementState>(() => desk.now);
  const report = {
    kind: "gone",
    commandId: "gone",
    sequence: 2,
    evidence: sampleEvidence({ seen: "absent" }),
  } as const;
  memory.write({ ...acceptWake(null, sampleAccess()), reports: [{ requestId: "r1", report }] }, desk.now + 1);
  await deliverReports(desk.world, memory);
  expect(memory.read()?.reports).toEqual([]);
  expect(desk.logged).toEqual([
    { name: "request.report.refused", fields: { request: "r1", report: "gone", why: "not_found" } },
  ]);
});
