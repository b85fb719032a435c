// Sym as src/index.ts puts it together, but for the target, which here takes no time.
import { createApp } from "../../src/http/app.ts";
import { consoleLog } from "../../src/log.ts";
import { entitlementObject } from "../../src/objects/entitlement.ts";
import { gateObject } from "../../src/objects/gate.ts";
import { requestObject } from "../../src/objects/request.ts";
import { watchdogObject } from "../../src/objects/watchdog.ts";
import { createWiring } from "../../src/wiring.ts";
import { instantStrategies } from "./instant-target.ts";

const wire = createWiring({ strategies: instantStrategies });
const world = (env: Cloudflare.Env) => wire(env).world;

export class RequestObject extends requestObject(world) {}
export class EntitlementObject extends entitlementObject(world) {}
export class GateObject extends gateObject(world) {}
export class WatchdogObject extends watchdogObject(world) {}

const app = createApp<Cloudflare.Env>(wire, consoleLog);

export default { fetch: app.fetch } satisfies ExportedHandler<Cloudflare.Env>;
