// The Worker as the playground runs it: the bot itself, on a clock that can be moved, with a door beside it through which
// the playground moves it. Never published: src/index.ts is what is.
import type { EntitlementState } from "../../src/domain/entitlement.ts";
import definition from "../../src/flows/index.ts";
import { createApp } from "../../src/http/app.ts";
import { consoleLog } from "../../src/log.ts";
import { entitlementObject } from "../../src/objects/entitlement.ts";
import { gateObject } from "../../src/objects/gate.ts";
import { requestObject } from "../../src/objects/request.ts";
import { watchdogObject } from "../../src/objects/watchdog.ts";
import type { RequestMemoryState } from "../../src/ports.ts";
import { strategiesOf } from "../../src/strategies/custom/strategy.ts";
import { strategies } from "../../src/strategies/registry.ts";
import { createWiring } from "../../src/wiring.ts";
import { clock, learnTime } from "./clock.ts";
import { answerAtDoor, DOOR } from "./door.ts";
import { type PlaygroundEnv, withSecrets } from "./env.ts";
import { playedMemory } from "./memory.ts";
import { inOutsideTime } from "./outside-time.ts";

const createdWiring = createWiring({
  clock,
  watched: false,
  strategies: inOutsideTime(strategiesOf(definition, strategies), Date.now),
});
const wire = (env: PlaygroundEnv) => createdWiring(withSecrets(env));
const world = (env: PlaygroundEnv) => wire(env).world;

export class RequestObject extends requestObject(world) {
  override readonly memory = playedMemory<RequestMemoryState>(this.ctx.storage);

  constructor(ctx: DurableObjectState, env: PlaygroundEnv) {
    super(ctx, env);
    void ctx.blockConcurrencyWhile(() => learnTime(env));
  }
}

export class EntitlementObject extends entitlementObject(world) {
  override readonly memory = playedMemory<EntitlementState>(this.ctx.storage);

  constructor(ctx: DurableObjectState, env: PlaygroundEnv) {
    super(ctx, env);
    void ctx.blockConcurrencyWhile(() => learnTime(env));
  }
}

export class GateObject extends gateObject(world) {
  constructor(ctx: DurableObjectState, env: PlaygroundEnv) {
    super(ctx, env);
    void ctx.blockConcurrencyWhile(() => learnTime(env));
  }
}

/** There because the bot has one. Nobody wakes it here, where an hour may pass in a moment. */
export class WatchdogObject extends watchdogObject(world) {}

const app = createApp<PlaygroundEnv>(wire, consoleLog);

export default {
  async fetch(request, env, context) {
    await learnTime(env);
    if (new URL(request.url).pathname.startsWith(DOOR)) return answerAtDoor(request, env, wire(env));
    return app.fetch(request, env, context);
  },
  async scheduled(_controller, env) {
    await learnTime(env);
    await wire(env).sweep();
  },
} satisfies ExportedHandler<PlaygroundEnv>;
