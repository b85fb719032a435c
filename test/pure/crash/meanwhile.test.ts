// What an Entitlement is told while it waits for an answer: the answer may not undo it, also where nobody tells it again.
import { expect, test } from "vitest";
import type { GateAnswer, GateAsk } from "../../../src/domain/turn.ts";
import { release } from "../../../src/engine/entitlement.ts";
import { holdOrderOf, releaseOrder } from "../../../src/engine/orders-for-access.ts";
import { HOUR_MS, MINUTE_MS } from "../../fakes/samples.ts";
import { ask, find, press, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

test.for(["record.claims", "target.inspect", "record.openSlot", "target.grant", "gate.ask"])(
  "an end that comes during %s is not forgotten",
  async (during) => {
    // A gate that makes whatever adds wait, which an end that comes meanwhile must not.
    const wrongGate = ({ urgency, calls }: GateAsk): GateAnswer =>
      urgency === "grant" && during === "gate.ask"
        ? { go: false, waitMs: 10 * MINUTE_MS, idleMs: 0 }
        : { go: true, calls, tell: false };
    const limits = () => ({ perSecond: 20, outstanding: null });
    const world = new SimWorld({ versions: [VERSION], limits, wrongGate });
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
