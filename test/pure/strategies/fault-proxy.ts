// Stands between a strategy and a PostgreSQL server and makes one thing go wrong at a time, on the wire, as a real server
// or network would. Counts connections, so that a test can tell that none is left and that none was made in vain.
import { connect, type Socket } from "node:net";
import { CountingServer } from "../../counting-server.ts";

export type WireFault =
  /** The server's error at the start of a connection: SQLSTATE. */
  | { readonly kind: "refuses"; readonly state: string }
  /** Accepts, and closes without a word. */
  | { readonly kind: "slams" }
  /** Accepts, reads, and never answers. */
  | { readonly kind: "hangs"; readonly reached: () => void }
  /** Answers the first message with one that has no end, byte by byte or as fast as it is taken. */
  | { readonly kind: "dribbles" | "pours"; readonly reached: () => void }
  /** The server commits, and the connection dies before it can say so. */
  | { readonly kind: "dies_after_commit" };

export class FaultProxy extends CountingServer {
  readonly #to: number;
  readonly #says: string;
  readonly #faults: WireFault[] = [];
  /** Bytes of an answer without end that were sent. */
  talked = 0;

  constructor(options: { to: number; says: string }) {
    super();
    this.#to = options.to;
    this.#says = options.says;
  }

  /** For the next connection. */
  fail(fault: WireFault): void {
    this.#faults.push(fault);
  }

  protected override accept(client: Socket): void {
    this.#meet(client, this.#faults.shift());
  }

  #meet(client: Socket, fault: WireFault | undefined): void {
    if (fault === undefined) this.#forward(client);
    else if (fault.kind === "slams") client.destroy();
    else if (fault.kind === "hangs") client.once("data", fault.reached);
    else if (fault.kind === "dribbles" || fault.kind === "pours") client.once("data", () => this.#talk(client, fault));
    else if (fault.kind === "refuses") client.once("data", () => client.end(this.#errorResponse(fault.state)));
    else this.#dieAfterCommit(client);
  }

  #forward(client: Socket): Socket {
    const upstream = connect(this.#to, "127.0.0.1");
    upstream.on("error", () => client.destroy());
    upstream.on("close", () => client.destroy());
    client.on("close", () => upstream.destroy());
    client.pipe(upstream);
    upstream.pipe(client);
    return upstream;
  }

  #dieAfterCommit(client: Socket): void {
    const upstream = this.#forward(client);
    client.on("data", (bytes) => {
      if (!bytes.includes("commit\0")) return;
      upstream.unpipe(client);
      upstream.once("data", () => client.destroy()).resume();
    });
  }

  #talk(client: Socket, { kind, reached }: WireFault & { kind: "dribbles" | "pours" }): void {
    // A notice of two gigabytes.
    client.write(Buffer.from([0x4e, 0x7f, 0xff, 0xff, 0xff]));
    const bytes = Buffer.alloc(kind === "pours" ? 64 * 1024 : 1);
    const talk = (): void => {
      if (client.destroyed) return;
      client.write(bytes, () => {
        this.talked += bytes.length;
        if (kind === "pours") setImmediate(talk);
        else setTimeout(talk, 1);
      });
    };
    talk();
    reached();
  }

  /** A FATAL ErrorResponse of the protocol, version 3. */
  #errorResponse(state: string): Buffer {
    const fields = Buffer.from(
      `SFATAL\0VFATAL\0C${state}\0M${this.#says}: no entry for host "10.1.2.3", user "sym"\0\0`,
    );
    const head = Buffer.alloc(5);
    head.write("E");
    head.writeInt32BE(fields.length + 4, 1);
    return Buffer.concat([head, fields]);
  }
}
