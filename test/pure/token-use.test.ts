// What the trail says of tokens that were shown: each use in the hour in which it was, wrong ones within bounds, and neither the
// token nor what was shown in its place.
import { expect, test } from "vitest";
import { checkExport } from "../../scripts/audit/check-export.ts";
import { HOUR_MS, KEPT_AN_HOUR } from "../../src/domain/audit-entry.ts";
import { opsRoutes } from "../../src/http/ops.ts";
import { tokenUse } from "../../src/ops/token-use.ts";
import { type TokenShown, TransientError } from "../../src/ports.ts";
import { gated } from "../fakes/gated.ts";
import { FakeRecord } from "../fakes/record.ts";
import { NOON } from "../fakes/samples.ts";
import { exportOf } from "../world/audit-promises.ts";
import { EngineDesk } from "./engine/engine-desk.ts";

const TOKEN = "0123456789abcdef0123456789abcdef";
const entriesOf = (desk: EngineDesk) => [...desk.record.entries.values()];

/** One isolate. */
function asking(desk: EngineDesk, token: string | null = TOKEN) {
  const shown: TokenShown = tokenUse(desk.world);
  const readiness = async () => ({ ready: true, details: {} });
  const routes = opsRoutes(() => ({ token, readiness, figures: async () => "", targets: async () => [], shown }));
  return async (path: string, authorization?: string): Promise<number> => {
    const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
    return (await routes.request(path, { headers }, {})).status;
  };
}

test("the right token is in the trail once an hour for what it was used for, whichever isolate answers", async () => {
  const desk = new EngineDesk();
  for (let hour = 0; hour < 2; hour++) {
    for (const isolate of [asking(desk), asking(desk)])
      for (let time = 0; time < 100; time++) {
        expect(await isolate("/metrics", `Bearer ${TOKEN}`)).toBe(200);
        expect(await isolate("/readyz", `Bearer ${TOKEN}`)).toBe(200);
        expect(await isolate("/readyz/targets", `Bearer ${TOKEN}`)).toBe(200);
      }
    await desk.settle();
    desk.now += HOUR_MS;
  }
  const actor = { kind: "token", name: "OPS_TOKEN" };
  expect(entriesOf(desk).map(({ at, action, actor: who, result }) => [at, action, who, result])).toEqual([
    [NOON, "read_figures", actor, "accepted"],
    [NOON, "read_readiness", actor, "accepted"],
    [NOON, "read_targets", actor, "accepted"],
    [NOON + HOUR_MS, "read_figures", actor, "accepted"],
    [NOON + HOUR_MS, "read_readiness", actor, "accepted"],
    [NOON + HOUR_MS, "read_targets", actor, "accepted"],
  ]);
  expect(await desk.record.overflows(Number.MAX_SAFE_INTEGER)).toEqual([]);
  await desk.sweep();
  expect(checkExport(exportOf(desk.record), { isSigned: () => true }).verdict).toBe("whole");
});

test("wrong tokens leave a few entries that say how many there were; whoever shows none leaves nothing", async () => {
  const desk = new EngineDesk();
  const ask = asking(desk);
  for (let time = 0; time < 1_000; time++) expect(await ask("/metrics", `Bearer canary-${time}`)).toBe(401);
  expect(await ask("/readyz", "Basic canary")).toBe(401);
  expect([await ask("/metrics"), await ask("/readyz")]).toEqual([401, 200]);
  await desk.settle();
  const entries = entriesOf(desk);
  expect(entries.map(({ evidence }) => evidence["tries"])).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 512]);
  for (const entry of entries)
    expect(entry).toMatchObject({ actor: { kind: "token", name: "unknown" }, result: "wrong_token", request: null });
  expect(desk.times("ops.token.refused")).toBe(10);
  expect(JSON.stringify([entries, desk.logged])).not.toMatch(/canary|0123456789abcdef/);
});

test("a flood of wrong tokens over many isolates fills one share of the hour, and the rest is a number", async () => {
  const desk = new EngineDesk();
  for (let isolate = 0; isolate < 50; isolate++) await asking(desk)("/metrics", "Bearer wrong");
  await desk.settle();
  expect(entriesOf(desk)).toHaveLength(KEPT_AN_HOUR);
  desk.now += HOUR_MS;
  await desk.sweep();
  expect(entriesOf(desk).at(-1)).toMatchObject({
    actor: { kind: "token", name: "unknown" },
    action: "count_more",
    evidence: { more: 50 - KEPT_AN_HOUR },
  });
});

test("with the record down the answer is the same, and where no token is set nothing can be read with one", async () => {
  const down = gated(new FakeRecord(), async (method) => {
    if (method === "witness") throw new TransientError("the record is down", { effect: "no" });
    return undefined;
  });
  const desk = new EngineDesk(down);
  const ask = asking(desk);
  expect([await ask("/metrics", `Bearer ${TOKEN}`), await ask("/metrics", "Bearer wrong")]).toEqual([200, 401]);
  await desk.settle();
  expect([desk.record.entries.size, desk.times("audit.entry.lost")]).toEqual([0, 2]);
  const unset = asking(new EngineDesk(), null);
  expect([await unset("/metrics", "Bearer null"), await unset("/readyz", "Bearer null")]).toEqual([404, 401]);
});
