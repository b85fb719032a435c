// The port of the page: the one that was asked for, or the usual one, or the next that is free.
// Never any port but one on loopback.
import { createServer } from "node:net";

export const USUAL_PORT = 4747;
const TRIES = 50;

/** Throws an error that a person can read. */
export async function choosePort(wanted: number | null): Promise<number> {
  if (wanted !== null) {
    if (await isFree(wanted)) return wanted;
    throw new Error(`Port ${wanted} is taken by another program: choose another with --port, or leave it out.`);
  }
  for (let port = USUAL_PORT; port < USUAL_PORT + TRIES; port++) if (await isFree(port)) return port;
  throw new Error(`Ports ${USUAL_PORT} to ${USUAL_PORT + TRIES - 1} are all taken: choose one with --port.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
