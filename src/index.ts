// The Worker: Slack comes in by HTTP, the sweep by the clock, and the objects by their alarms. Holds no logic of its own.
import { createApp } from "./http/app.ts";
import { consoleLog } from "./log.ts";
import { entitlementObject } from "./objects/entitlement.ts";
import { gateObject } from "./objects/gate.ts";
import { requestObject } from "./objects/request.ts";
import { watchdogObject } from "./objects/watchdog.ts";
import { createWiring } from "./wiring.ts";

const wire = createWiring();
const world = (env: Cloudflare.Env) => wire(env).world;

export class RequestObject extends requestObject(world) {}
export class EntitlementObject extends entitlementObject(world) {}
export class GateObject extends gateObject(world) {}
export class WatchdogObject extends watchdogObject(world) {}

const app = createApp<Cloudflare.Env>(wire, consoleLog);

export default {
  fetch: app.fetch,
  async scheduled(_controller, env) {
    await wire(env).sweep();
  },
} satisfies ExportedHandler<Cloudflare.Env>;
