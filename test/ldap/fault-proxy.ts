// Stands between a strategy and a directory, reads LDAP messages on their way, and makes one thing go wrong at a time, on the wire,
// as a real server or network would. Counts connections, so that a test can tell that none is left.
import { connect, type Socket } from "node:net";
import { CountingServer } from "../counting-server.ts";

/** What a message asks for, by its tag. */
export const OPERATIONS = { bind: 0x60, search: 0x63, modify: 0x66, compare: 0x6e } as const;
export type Operation = keyof typeof OPERATIONS;

export type WireFault =
  /** Not passed on: answered with this result code. `after`: passed on, and the directory's answer replaced. */
  | { readonly kind: "answers"; readonly code: number; readonly after?: boolean }
  /** The connection breaks before the message is passed on, or after it was done and before it is answered. */
  | { readonly kind: "lost" | "answer_lost" }
  /** Passed on, and half an answer comes back before the connection breaks. */
  | { readonly kind: "half_answer" }
  /** Not passed on, and never answered; or passed on, and not answered. */
  | { readonly kind: "silent" | "silent_after"; readonly reached: () => void }
  /** Not passed on, and answered with this. */
  | { readonly kind: "says"; readonly bytes: (id: number) => Buffer }
  /** Answered with a message that has no end. */
  | { readonly kind: "pours"; readonly reached: () => void };

/** Which message meets the fault: the next of this operation, or the one with this place in its connection. */
export type Where = Operation | number;

export class FaultProxy extends CountingServer {
  readonly #to: number;
  readonly #says: string;
  /** Every message that came, of whatever operation. */
  readonly heard: Buffer[] = [];
  #fault: { readonly where: Where; readonly fault: WireFault } | null = null;

  constructor(options: { to: number; says: string }) {
    super();
    this.#to = options.to;
    this.#says = options.says;
  }

  fail(where: Where, fault: WireFault): void {
    this.#fault = { where, fault };
  }

  /** Whether a fault that was asked for has been met by now. */
  get met(): boolean {
    return this.#fault === null;
  }

  heal(): void {
    this.#fault = null;
  }

  protected override accept(client: Socket): void {
    const upstream = connect(this.#to, "127.0.0.1");
    upstream.on("error", () => client.destroy());
    upstream.once("close", () => client.destroy());
    client.once("close", () => upstream.destroy());
    const line: Line = { client, upstream, answers: (bytes) => void client.write(bytes) };
    upstream.on("data", (bytes: Buffer) => line.answers(bytes));
    let [rest, count] = [Buffer.alloc(0), 0];
    client.on("data", (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      for (let end = endOfMessage(rest); end !== null; end = endOfMessage(rest)) {
        this.#pass(line, rest.subarray(0, end), count++);
        rest = rest.subarray(end);
      }
    });
  }

  #pass(line: Line, message: Buffer, place: number): void {
    this.heard.push(Buffer.from(message));
    const wanted = this.#fault;
    const { id, tag } = headOf(message);
    const isHere =
      wanted !== null &&
      (wanted.where === place || (typeof wanted.where === "string" && OPERATIONS[wanted.where] === tag));
    if (wanted === null || !isHere) return void line.upstream.write(message);
    this.#fault = null;
    this.#meet(line, message, { id, tag }, wanted.fault);
  }

  #meet(line: Line, message: Buffer, { id, tag }: { id: number; tag: number }, fault: WireFault): void {
    const { client } = line;
    if (fault.kind === "lost") client.destroy();
    else if (fault.kind === "says") client.write(fault.bytes(id));
    else if (fault.kind === "answers" && fault.after !== true) client.write(this.#result(id, tag, fault.code));
    else if (fault.kind === "silent") fault.reached();
    else if (fault.kind === "pours") pour(client, fault.reached);
    else this.#passWithout(line, message, { id, tag }, fault);
  }

  /** The directory hears it; what it answers does not come through as it is. */
  #passWithout(line: Line, message: Buffer, { id, tag }: { id: number; tag: number }, fault: WireFault): void {
    const { client, upstream } = line;
    line.answers = (bytes) => {
      if (fault.kind === "answers") {
        line.answers = (more) => void client.write(more);
        client.write(this.#result(id, tag, fault.code));
      } else if (fault.kind === "silent_after") fault.reached();
      else if (fault.kind === "half_answer") client.write(bytes.subarray(0, bytes.length >> 1), () => client.destroy());
      else client.destroy();
    };
    upstream.write(message);
  }

  /** An LDAPResult with the response's tag, which is one more than the request's (two for a search). */
  #result(id: number, tag: number, code: number): Buffer {
    const words = Buffer.from(`${this.#says}: 0000052e at 10.1.2.3`);
    const result = Buffer.concat([Buffer.from([0x0a, 1, code, 0x04, 0, 0x04, words.length]), words]);
    const response = Buffer.concat([Buffer.from([tag === OPERATIONS.search ? 0x65 : tag + 1, result.length]), result]);
    return Buffer.concat([Buffer.from([0x30, response.length + 3, 0x02, 1, id]), response]);
  }
}

interface Line {
  readonly client: Socket;
  readonly upstream: Socket;
  answers: (bytes: Buffer) => void;
}

/** Where the first message ends; null where it is not all there. */
function endOfMessage(bytes: Buffer): number | null {
  const first = bytes[1];
  if (first === undefined) return null;
  const digits = first < 0x80 ? 0 : first - 0x80;
  if (bytes.length < 2 + digits) return null;
  const end = 2 + digits + (digits === 0 ? first : bytes.readUIntBE(2, digits));
  return bytes.length < end ? null : end;
}

/** Ids of one connection are small here. */
function headOf(message: Buffer): { id: number; tag: number } {
  const at = 2 + ((message[1] ?? 0) < 0x80 ? 0 : (message[1] ?? 0) - 0x80);
  const length = message[at + 1] ?? 0;
  return { id: message.readUIntBE(at + 2, length), tag: message[at + 2 + length] ?? 0 };
}

function pour(client: Socket, reached: () => void): void {
  // A message of two gigabytes.
  client.write(Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff]));
  const bytes = Buffer.alloc(64 * 1024);
  const more = (): void => {
    if (!client.destroyed) client.write(bytes, () => setImmediate(more));
  };
  more();
  reached();
}
