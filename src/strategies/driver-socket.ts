// A TCP connection as the drivers of databases and directories want it, over what a Worker has: opened by whoever calls the
// strategy, read up to a size, and certainly closed at the end. Never opens another in place of one that closed.

/** The shape of `connect` in `cloudflare:sockets`. */
export type Connect = (address: SocketAddress, options: SocketOptions) => Socket;

/** More than all that a server has to say to one call. The drivers would gather whatever is sent. */
export const MAX_SAID_BYTES = 1024 * 1024;

type Event = "data" | "error" | "close" | "connect" | "drain";
type Listener = (argument: unknown) => void;

/** The few members of Node's `net.Socket` that the drivers use. */
export class DriverSocket {
  readyState: "open" | "closed" = "open";
  readonly #socket: Pick<Socket, "readable" | "writable" | "close">;
  readonly #writer: WritableStreamDefaultWriter<Uint8Array>;
  #listeners: { readonly event: Event; readonly listener: Listener; readonly once: boolean }[] = [];

  constructor(socket: Pick<Socket, "readable" | "writable" | "close">) {
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

/** The driver reads messages with methods of Node's Buffer, which workerd has too. */
export const asBuffer = (chunk: Uint8Array): Uint8Array =>
  // biome-ignore lint/style/noRestrictedGlobals: a Uint8Array does not have them
  (Buffer as { from(bytes: Uint8Array): Uint8Array }).from(chunk);
