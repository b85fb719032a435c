// The Worker as src/index.ts puts it together, over Flows of its own and a clock that may run faster, with a door beside it
// through which the run looks at what is left. Nothing else is different, and nothing here is published.
import { alarmsOn } from "../../playground/worker/alarms.ts";
import { clockOver } from "../../src/clock.ts";
import type { EntitlementState } from "../../src/domain/entitlement.ts";
import { createApp } from "../../src/http/app.ts";
import { consoleLog } from "../../src/log.ts";
import { entitlementObject } from "../../src/objects/entitlement.ts";
import { gateObject } from "../../src/objects/gate.ts";
import { ObjectMemory } from "../../src/objects/memory.ts";
import { requestObject } from "../../src/objects/request.ts";
import type { Clock, RequestMemoryState } from "../../src/ports.ts";
import { createWiring, type Wiring } from "../../src/wiring.ts";
import { answerAtDoor, DOOR, leftIn } from "./door.ts";
import { type RunEnv, timeOf } from "./env.ts";
import { definitionFor } from "./flows.ts";
import type { Left } from "./left.ts";
import { realAt, type ScaledTime, scaledAt, scaledNow } from "./scaled-time.ts";

/** Of the machine's time: what answers within this is not late, however fast the other time runs. */
const PATIENCE_MS = 2_000;

/** Limits are the machine's time, cut down where they would be long in the other. */
function clockFor(time: ScaledTime): Clock {
  const { now, within } = clockOver(() => scaledNow(time));
  return time.speed === 1
    ? { now, within }
    : { now, within: (limitMs, work) => within(Math.min(limitMs, PATIENCE_MS), work) };
}

let wired: ((env: RunEnv) => Wiring) | undefined;

function wire(env: RunEnv): Wiring {
  wired ??= createWiring({
    clock: clockFor(timeOf(env)),
    definition: definitionFor(env.RUN_TARGET, env.RUN_PLAN),
    watched: false,
  });
  return wired(env);
}
const world = (env: RunEnv) => wire(env).world;

const memoryOf = <S>(storage: DurableObjectStorage, time: ScaledTime): ObjectMemory<S> =>
  new ObjectMemory(
    alarmsOn({ real: (told) => realAt(time, told), told: (real) => scaledAt(time, real) }, storage),
    () => scaledNow(time),
  );

export class RequestObject extends requestObject(world) {
  override readonly memory = memoryOf<RequestMemoryState>(this.ctx.storage, timeOf(this.env));

  left(): Promise<Left> {
    return leftIn(this.ctx.storage);
  }
}

export class EntitlementObject extends entitlementObject(world) {
  override readonly memory = memoryOf<EntitlementState>(this.ctx.storage, timeOf(this.env));

  left(): Promise<Left> {
    return leftIn(this.ctx.storage);
  }
}

export class GateObject extends gateObject(world) {}

const app = createApp<RunEnv>(wire, consoleLog);

export default {
  async fetch(request, env, context) {
    const { pathname } = new URL(request.url);
    return pathname.startsWith(DOOR)
      ? answerAtDoor(request, env, () => wire(env).sweep())
      : app.fetch(request, env, context);
  },
} satisfies ExportedHandler<RunEnv>;
