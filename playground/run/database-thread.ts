// PostgreSQL (PGlite) and its socket on a thread of its own, so that neither its first start nor a query holds up Slack's
// three seconds. Dies with the process. Never reachable from beyond loopback.
import { parentPort, workerData } from "node:worker_threads";
import { PGlite } from "@electric-sql/pglite";
import { PGLiteSocketServer } from "@electric-sql/pglite-socket";
import * as z from "zod";

/** Each call of the bot is a connection of its own, and the panel has one. */
const MOST_CONNECTIONS = 50;

const { directory } = z.object({ directory: z.string() }).parse(workerData);
if (parentPort === null) throw new Error("this file is the code of a thread");

const db = await PGlite.create({ dataDir: directory });
const server = new PGLiteSocketServer({ db, host: "127.0.0.1", port: 0, maxConnections: MOST_CONNECTIONS });
await server.start();
parentPort.postMessage({ address: server.getServerConn() });

async function close(): Promise<void> {
  await server.stop();
  await db.close();
  process.exit();
}

parentPort.once("message", () => void close());
