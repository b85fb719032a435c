// The TCP connection under the driver, opened and closed by us: one socket a call, TLS with a verified certificate before the first
// word of ours, and certainly closed at the end. Never goes on without TLS where a network is crossed.
import { PermanentError, TransientError } from "../../ports.ts";
import type { DatabaseUrl } from "../database-url.ts";
import { type Connect, DriverSocket } from "../driver-socket.ts";
import { SSL_BIT, securing, watching } from "./securing.ts";

/** The longest greeting that is read; servers say about a hundred bytes. */
const MAX_GREETING_BYTES = 4_096;
const ERROR = 0xff;
const PROTOCOL_10 = 10;

/** The signal closes it, at whatever stage. */
export async function open(connect: Connect, to: DatabaseUrl, signal: AbortSignal): Promise<DriverSocket> {
  if (signal.aborted) throw new TransientError("there was no time left to reach the database", { effect: "no" });
  const { hostname, port, tls } = to;
  const plain = connect({ hostname, port }, { secureTransport: tls ? "starttls" : "off", allowHalfOpen: false });
  let close = (): Promise<void> => plain.close();
  signal.addEventListener("abort", () => void close().catch(() => undefined), { once: true });
  plain.closed.catch(() => undefined);
  await plain.opened;
  if (!tls) return new DriverSocket(watching(plain));
  const greeting = await greetingOf(plain);
  if (!offersTls(greeting)) {
    void plain.close().catch(() => undefined);
    throw new PermanentError("the database server does not offer TLS");
  }
  const secured = securing(plain, greeting);
  close = secured.close;
  return new DriverSocket(secured);
}

/** One packet and nothing after it: what came before the handshake of TLS could be anybody's. */
async function greetingOf(socket: Socket): Promise<Uint8Array> {
  const reader = (socket.readable as ReadableStream<Uint8Array>).getReader();
  const chunks: number[] = [];
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new TransientError("the database closed the connection before it was encrypted", { effect: "no" });
    chunks.push(...value);
    const [low = 0, middle = 0, high = 0] = chunks;
    const end = 4 + low + (middle << 8) + (high << 16);
    if (chunks.length === end) break;
    if (chunks.length > end || chunks.length > MAX_GREETING_BYTES) {
      void socket.close().catch(() => undefined);
      throw new TransientError("what answers there is not a database server", { effect: "no" });
    }
  }
  reader.releaseLock();
  return Uint8Array.from(chunks);
}

/** The capabilities stand behind the version, the connection's number, eight random bytes and a zero. */
function offersTls(greeting: Uint8Array): boolean {
  const [kind] = greeting.subarray(4);
  if (kind === ERROR) throw new ServerRefused((greeting[5] ?? 0) + ((greeting[6] ?? 0) << 8));
  const endOfVersion = greeting.indexOf(0, 5);
  return kind === PROTOCOL_10 && endOfVersion > 0 && ((greeting[endOfVersion + 15] ?? 0) & SSL_BIT) !== 0;
}

/** The server hung up with one of its errors before anything was said. Stays within the strategies. */
export class ServerRefused extends Error {
  readonly errno: number;
  constructor(errno: number) {
    super("the server refused");
    this.errno = errno;
  }
}
