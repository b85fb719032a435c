// The TCP connection under the driver, opened and closed by us: one socket a call, TLS with a verified certificate before
// the first secret byte, and certainly closed at the end. Left to itself the driver opens a new socket whenever one closes
// early, without a pause and without an end.
import { PermanentError, TransientError } from "../../ports.ts";
import type { ConnectionUrl } from "./connection-url.ts";

/** The shape of `connect` in `cloudflare:sockets`. */
export type Connect = (address: SocketAddress, options: SocketOptions) => Socket;

/** More than all that a server has to say to one call. The driver would gather whatever is sent. */
export const MAX_SAID_BYTES = 1024 * 1024;

type Event = "data" | "error" | "close" | "connect" | "drain";
type Listener = (argument: unknown) => void;

/** The few members of Node's `net.Socket` that the driver uses. */
export class DriverSocket {
  readyState: "open" | "closed" = "open";
  readonly #socket: Socket;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #listeners: { readonly event: Event; readonly listener: Listener; readonly once: boolean }[] = [];

  constructor(socket: Socket) {
    this.#socket = socket;
    this.#writer = (socket.writable as WritableStream<Uint8Array>).getWriter();
    void this.#read();
  }

  on(event: Event, listener: Listener): void {
    this.#listeners.push({ event, listener, once: false });
  }

  once(event: Event, listener: Listener): void {
    this.#listeners.push({ event, listener, once: true });
  }

  removeListener(event: Event, listener: Listener): void {
    this.#listeners = this.#listeners.filter((known) => known.event !== event || known.listener !== listener);
  }

  removeAllListeners(): void {
    this.#listeners = [];
  }

  write(bytes: Uint8Array, done?: () => void): boolean {
    this.#writer.write(bytes).then(done, (error: unknown) => this.#fail(error));
    return true;
  }

  end(last?: Uint8Array): void {
    const written = last === undefined ? Promise.resolve() : this.#writer.write(last);
    void written.catch(() => undefined).then(() => this.destroy());
  }

  destroy(): void {
    if (this.readyState === "closed") return;
    this.readyState = "closed";
    void this.#socket.close().catch(() => undefined);
    this.#emit("close", false);
  }

  async #read(): Promise<void> {
    let said = 0;
    try {
      for await (const chunk of this.#socket.readable as ReadableStream<Uint8Array>) {
        said += chunk.byteLength;
        if (said > MAX_SAID_BYTES) throw new Error("more than any answer");
        this.#emit("data", asBuffer(chunk));
      }
      this.destroy();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (this.readyState === "closed") return;
    this.#emit("error", error);
    this.destroy();
  }

  #emit(event: Event, argument: unknown): void {
    const heard = this.#listeners.filter((known) => known.event === event);
    this.#listeners = this.#listeners.filter((known) => known.event !== event || !known.once);
    for (const { listener } of heard) listener(argument);
  }
}

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

/** The driver reads messages with methods of Node's Buffer, which workerd has too. */
// biome-ignore lint/style/noRestrictedGlobals: a Uint8Array does not have them
const asBuffer = (chunk: Uint8Array): Uint8Array => (Buffer as { from(bytes: Uint8Array): Uint8Array }).from(chunk);
