// Says which calls of the engine no scenario makes, from a thread of plain Node.
import { parentPort } from "node:worker_threads";
import { unpassedSites } from "./call-sites.ts";

parentPort?.postMessage(await unpassedSites());
