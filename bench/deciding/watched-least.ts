// The least Worker with its calls watched.
import worker from "../least-decide/worker.ts";
import { watched } from "./watched.ts";

export { RequestObject } from "../least-decide/worker.ts";

export default watched(worker);
