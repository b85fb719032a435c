// How large the record gets: the figure of docs/audit.md, printed by this test, and held within a bound.
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { openStore } from "../../../src/store/open-store.ts";
import { recordBytes } from "../../../src/store/size.ts";
import { put, putActive } from "../../contracts/put.ts";
import { NOON, sampleAsk, sampleEnded } from "../../fakes/samples.ts";

const REQUESTS = 200;
/** Of a database on the paid plan. */
const LIMIT = 10_000_000_000;

test("a request from its submission to its end takes a few kilobytes in D1, for ever", async () => {
  const store = openStore(env.DB);
  const live = async (id: string): Promise<void> => {
    const active = await putActive(store, sampleAsk(id, { answers: { reason: "x".repeat(200) } }));
    const at = active.granted?.until ?? 0;
    const ended = await put(store, active, sampleEnded(active, at), at);
    const owed = (await store.work(ended.id))?.effects ?? [];
    await store.delivered(
      owed.map(({ effect }) => effect.id),
      {
        purpose: "card",
        requestId: id,
        ref: { channel: "C0REQUESTS", ts: "1790000000.000100" },
      },
    );
    const { access } = ended;
    if (access === null) throw new Error("the sample has access");
    await store.openSlot(access.key, access, { openedAt: NOON, baseline: { level: null, inherited: null }, ids: {} });
    await store.closeSlot(access.key, NOON, at);
  };
  await live("first");
  const before = (await recordBytes(env.DB)) ?? 0;
  for (let n = 0; n < REQUESTS; n += 20) await Promise.all(Array.from({ length: 20 }, (_, i) => live(`r${n + i}`)));
  const each = Math.round((((await recordBytes(env.DB)) ?? 0) - before) / REQUESTS);
  console.info(`${each} bytes a request, ${Math.floor(LIMIT / each).toLocaleString("en")} requests in 10 GB`);
  expect(each).toBeGreaterThan(2_000);
  expect(each).toBeLessThan(16_000);
});
