// Sym with its calls watched.
import { watched } from "./watched.ts";
import worker from "./worker.ts";

export { EntitlementObject, GateObject, RequestObject, WatchdogObject } from "./worker.ts";

export default watched<Cloudflare.Env>(worker);
