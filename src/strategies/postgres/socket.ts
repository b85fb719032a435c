// The TCP connection under the driver, opened and closed by us: one socket a call, TLS with a verified certificate before
// the first secret byte, and certainly closed at the end. Left to itself the driver opens a new socket whenever one closes
// early, without a pause and without an end.
import { PermanentError, TransientError } from "../../ports.ts";
import { type Connect, DriverSocket } from "../driver-socket.ts";
import type { ConnectionUrl } from "./connection-url.ts";

/** Opens the connection, with TLS where the URL asks for it. The signal closes it, at whatever stage. */
export async function open(connect: Connect, to: ConnectionUrl, signal: AbortSignal): Promise<DriverSocket> {
  if (signal.aborted) throw new TransientError("there was no time left to reach the database", { effect: "no" });
  const plain = connect(
    { hostname: to.hostname, port: to.port },
    { secureTransport: to.tls ? "starttls" : "off", allowHalfOpen: false },
  );
  let closing = plain;
  signal.addEventListener("abort", () => void closing.close().catch(() => undefined), { once: true });
  plain.closed.catch(() => undefined);
  await plain.opened;
  if (!to.tls) return new DriverSocket(plain);
  await askForTls(plain);
  closing = plain.startTls();
  closing.closed.catch(() => undefined);
  return new DriverSocket(closing);
}

/** The server must say yes, and not one byte more: what came before the handshake could be anybody's. */
async function askForTls(socket: Socket): Promise<void> {
  const writer = (socket.writable as WritableStream<Uint8Array>).getWriter();
  const reader = (socket.readable as ReadableStream<Uint8Array>).getReader();
  await writer.write(Uint8Array.of(0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f));
  const { value } = await reader.read();
  writer.releaseLock();
  reader.releaseLock();
  if (value?.length !== 1 || value[0] !== "S".charCodeAt(0)) {
    void socket.close().catch(() => undefined);
    throw new PermanentError("the database server does not offer TLS");
  }
}
