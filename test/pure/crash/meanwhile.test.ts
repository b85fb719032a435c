// What an Entitlement is told while it waits for an answer: the answer may not undo it, also where nobody tells it again.
import { expect, test } from "vitest";
import { release } from "../../../src/engine/entitlement.ts";
import { holdOrderOf, releaseOrder } from "../../../src/engine/orders-for-access.ts";
import { HOUR_MS, MINUTE_MS } from "../../fakes/samples.ts";
import { ask, find, press, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

test.for(["record.claims", "target.inspect", "record.openSlot", "target.grant"])(
  "an end that comes during %s is not forgotten",
  async (during) => {
    const world = new SimWorld({ versions: [VERSION] });
    world.cron = false;
    let told = false;
    world.plan = ({ name }) => {
      const request = find(world, "V1");
      const hold = request === undefined || name !== during || told ? null : holdOrderOf(request, false);
      if (hold === null) return null;
      told = true;
      const by = { kind: "person" as const, key: request?.requester ?? "T0/U0" };
      release(
        { clock: { now: () => world.now, within: (_ms, work) => work(new AbortController().signal) } },
        world.objects.entitlement(hold.access.key),
        releaseOrder(hold, by),
      );
      // Whoever might tell it again is gone.
      for (const memory of world.requests.values()) memory.alarm = null;
      return null;
    };
    await ask(world, "V1", "write", 4 * HOUR_MS);
    await press(world, "V1", "approve", "U0BEN");
    await world.until(world.now + 3 * MINUTE_MS);
    expect(told).toBe(true);
    expect(world.target.level("U0ANA")).toBeNull();
    await world.until(world.now + 30 * MINUTE_MS);
    expect(world.entitlements.get(find(world, "V1")?.access?.key ?? "")?.read()).toBeNull();
  },
);
