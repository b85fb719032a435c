// A wake-up that is owed to somebody while the object is at work: what they are about to write may come behind its last look.
import { expect, test } from "vitest";
import { putPending } from "../../contracts/put.ts";
import { gated } from "../../fakes/gated.ts";
import { FakeRecord } from "../../fakes/record.ts";
import { sampleAsk } from "../../fakes/samples.ts";
import { EngineDesk } from "./engine-desk.ts";

test.each([9_999, 10_000, 15_000])(
  "after %d ms at work, a wake-up that was owed after ten seconds is still to come",
  async (tookMs) => {
    const record = new FakeRecord();
    let looks = 0;
    const desk: EngineDesk = new EngineDesk(
      gated(record, async (method) => {
        // The last look at what is owed takes this long to answer.
        if (method === "work" && ++looks === 2) desk.now += tookMs;
        return undefined;
      }),
    );
    await putPending(record, sampleAsk("r1"));
    const object = desk.object("r1");
    object.busy = true;
    object.armAtMost(desk.now + 10_000);
    expect(await desk.wake("r1")).toBe(desk.now + 1);
    expect(looks).toBe(2);
  },
);
