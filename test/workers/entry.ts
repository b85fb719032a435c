// The Worker of the tests: the same parts in the same places as in src/index.ts, over whatever is in place at the moment.
// Never holds anything that the deployed Worker does not.

import type { World } from "../../src/engine/world.ts";
import { createApp } from "../../src/http/app.ts";
import { consoleLog } from "../../src/log.ts";
import { entitlementObject } from "../../src/objects/entitlement.ts";
import { gateObject } from "../../src/objects/gate.ts";
import { requestObject } from "../../src/objects/request.ts";
import { watchdogObject } from "../../src/objects/watchdog.ts";
import { watchOver, wire } from "./in-place.ts";

/** Whatever is in place when it is asked: objects that are up follow it, as new ones would after a deployment. */
const world = (env: Cloudflare.Env): World =>
  new Proxy(wire(env).world, { get: (_world, part) => Reflect.get(wire(env).world, part) });

export class RequestObject extends requestObject(world) {}
export class EntitlementObject extends entitlementObject(world) {}
export class GateObject extends gateObject(world) {}
export class WatchdogObject extends watchdogObject(world) {}

const app = createApp<Cloudflare.Env>(wire, consoleLog);

/** As it came, but for keeping an eye on what goes on after the answer. */
function watched(context: ExecutionContext): ExecutionContext {
  const { props } = context;
  return Object.assign(Object.create(context), {
    props,
    waitUntil(work: Promise<unknown>) {
      context.waitUntil(watchOver(work));
    },
  });
}

export default {
  fetch: (request, env, context) => app.fetch(request, env, watched(context)),
  async scheduled(_controller, env) {
    await wire(env).sweep();
  },
} satisfies ExportedHandler<Cloudflare.Env>;
