// The sweep finds everything in the end, however much there is that never gets anywhere.
import { expect, test } from "vitest";
import { hashOf } from "../../../src/domain/canonical.ts";
import { putPending } from "../../contracts/put.ts";
import { HOUR_MS, MINUTE_MS, NOON, sampleAccess, sampleAsk } from "../../fakes/samples.ts";
import { EngineDesk } from "./engine-desk.ts";

test("more stuck requests than one run may take do not keep the newest from being found", async () => {
  const desk = new EngineDesk();
  const stuck = Array.from({ length: 1_250 }, (_, i) => `stuck${String(i).padStart(4, "0")}`);
  for (const id of stuck) await putPending(desk.record, sampleAsk(id));
  await putPending(desk.record, sampleAsk("found"), NOON + MINUTE_MS);
  desk.now = NOON + HOUR_MS;
  for (let minute = 0; minute < 5; minute++) {
    await desk.sweep();
    desk.now += MINUTE_MS;
  }
  expect(desk.rung).toHaveLength(1_251);
  expect(new Set(desk.rung)).toEqual(new Set([...stuck, "found"]));
});

test("more slots that nobody holds than one run may take are all woken in their turn", async () => {
  const desk = new EngineDesk();
  const woken: string[] = [];
  desk.world.entitlements.wake = async ({ key }) => void woken.push(key);
  for (let i = 0; i < 700; i++) {
    const access = sampleAccess({ key: hashOf(i) });
    await desk.record.openSlot(access.key, access, { openedAt: NOON, baseline: "unknown", ids: {} });
  }
  for (let minute = 0; minute < 3; minute++) {
    await desk.sweep();
    desk.now += MINUTE_MS;
  }
  expect(new Set(woken).size).toBe(700);
});
