// The connection to a directory: TLS with a verified certificate before the first word, except on loopback, and one connection
// a call. Never falls back to a plain one.
import { TransientError } from "../../ports.ts";
import { type Connect, DriverSocket } from "../driver-socket.ts";
import type { DirectoryUrl } from "./directory-url.ts";
import { askForTls } from "./start-tls.ts";

/** The signal closes it, at whatever stage. */
export async function open(connect: Connect, to: DirectoryUrl, signal: AbortSignal): Promise<DriverSocket> {
  if (signal.aborted) throw new TransientError("there was no time left to reach the directory", { effect: "no" });
  const { hostname, port, tls } = to;
  const secureTransport = ({ at_once: "on", by_starttls: "starttls", none: "off" } as const)[tls];
  let socket = connect({ hostname, port }, { secureTransport, allowHalfOpen: false });
  signal.addEventListener("abort", () => void socket.close().catch(() => undefined), { once: true });
  socket.closed.catch(() => undefined);
  await socket.opened;
  if (tls === "by_starttls") {
    await askForTls(socket);
    socket = socket.startTls();
    socket.closed.catch(() => undefined);
  }
  return new DriverSocket(socket);
}
