// Stands between a strategy and a MySQL or MariaDB server, reads packets on their way, and makes one thing go wrong at a time, on the
// wire, as a real server or network would. Counts connections, so that a test can tell that none is left.
import { connect, type Socket } from "node:net";
import type { MessageFaults } from "../contracts/every-message.ts";
import { CountingServer } from "../counting-server.ts";

export type WireFault =
  /** Not passed on: answered with this error. `after`: passed on, and the server's answer replaced. */
  | { readonly kind: "answers"; readonly code: number; readonly after?: boolean }
  /** The connection breaks before the message is passed on, or after it was done and before it is answered. */
  | { readonly kind: "lost" | "answer_lost" }
  /** Passed on, and half an answer comes back before the connection breaks. */
  | { readonly kind: "half_answer" }
  /** Not passed on, and never answered; or passed on, and not answered. */
  | { readonly kind: "silent" | "silent_after"; readonly reached: () => void }
  /** Not passed on, and answered with this. */
  | { readonly kind: "says"; readonly bytes: Buffer };

export type GreetingFault =
  | { readonly kind: "refuses"; readonly code: number }
  | { readonly kind: "hangs"; readonly reached: () => void }
  | { readonly kind: "greets"; readonly bytes: Buffer };

/** What can become of any message. */
export const FAULTS: MessageFaults<WireFault> = {
  "is lost": () => ({ kind: "lost" }),
  "is done, and its answer is lost": () => ({ kind: "answer_lost" }),
  "is done, and its answer breaks off in the middle": () => ({ kind: "half_answer" }),
  "is done, and answered with trouble": () => ({ kind: "answers", code: 1053, after: true }),
  "is not done, and answered with trouble": () => ({ kind: "answers", code: 1205 }),
  "is done, and answered too late": (giveUp) => ({ kind: "silent_after", reached: giveUp }),
  "is never passed on": (giveUp) => ({ kind: "silent", reached: giveUp }),
  "is answered by something in between": () => ({
    kind: "says",
    bytes: Buffer.from("HTTP/1.1 400 Bad Request\r\n\r\n"),
  }),
};

/** Which message meets the fault: the next statement that fits this, or the one with this place in its connection. */
export type Where = RegExp | number;

const HEAD_BYTES = 4;

export class FaultProxy extends CountingServer {
  readonly #to: number;
  readonly #says: string;
  #greeting: GreetingFault | null = null;
  #fault: { readonly where: Where; readonly fault: WireFault } | null = null;

  constructor(options: { to: number; says: string }) {
    super();
    this.#to = options.to;
    this.#says = options.says;
  }

  fail(where: Where, fault: WireFault): void {
    this.#fault = { where, fault };
  }

  /** For the next connection, in place of the server's first word. */
  greet(fault: GreetingFault): void {
    this.#greeting = fault;
  }

  get met(): boolean {
    return this.#fault === null;
  }

  heal(): void {
    this.#fault = null;
  }

  protected override accept(client: Socket): void {
    const greeting = this.#greeting;
    this.#greeting = null;
    if (greeting?.kind === "refuses") return void client.end(this.#error(0, greeting.code));
    if (greeting?.kind === "hangs") return void greeting.reached();
    if (greeting?.kind === "greets") return void client.write(greeting.bytes);
    const upstream = connect(this.#to, "127.0.0.1");
    upstream.on("error", () => client.destroy());
    upstream.once("close", () => client.destroy());
    client.once("close", () => upstream.destroy());
    const line: Line = { client, upstream, answers: (bytes) => void client.write(bytes) };
    upstream.on("data", (bytes: Buffer) => line.answers(bytes));
    let [rest, count] = [Buffer.alloc(0), 0];
    client.on("data", (bytes: Buffer) => {
      rest = Buffer.concat([rest, bytes]);
      for (let end = endOf(rest); end !== null; end = endOf(rest)) {
        this.#pass(line, rest.subarray(0, end), count++);
        rest = rest.subarray(end);
      }
    });
  }

  #pass(line: Line, message: Buffer, place: number): void {
    const wanted = this.#fault;
    const isHere =
      wanted !== null &&
      (typeof wanted.where === "number"
        ? wanted.where === place
        : wanted.where.test(String(message.subarray(HEAD_BYTES + 1))));
    if (wanted === null || !isHere) return void line.upstream.write(message);
    this.#fault = null;
    this.#meet(line, message, wanted.fault);
  }

  #meet(line: Line, message: Buffer, fault: WireFault): void {
    const { client } = line;
    if (fault.kind === "lost") client.destroy();
    else if (fault.kind === "says") client.write(fault.bytes);
    else if (fault.kind === "answers" && fault.after !== true) client.write(this.#answer(message, fault.code));
    else if (fault.kind === "silent") fault.reached();
    else this.#passWithout(line, message, fault);
  }

  /** The server hears it; what it answers does not come through as it is. */
  #passWithout(line: Line, message: Buffer, fault: WireFault): void {
    const { client, upstream } = line;
    line.answers = (bytes) => {
      if (fault.kind === "answers") {
        line.answers = (more) => void client.write(more);
        client.write(this.#answer(message, fault.code));
      } else if (fault.kind === "silent_after") fault.reached();
      else if (fault.kind === "half_answer") client.write(bytes.subarray(0, bytes.length >> 1), () => client.destroy());
      else client.destroy();
    };
    upstream.write(message);
  }

  #answer(message: Buffer, code: number): Buffer {
    return this.#error((message[3] ?? 0) + 1, code);
  }

  /** An ERR packet. */
  #error(number: number, code: number): Buffer {
    const words = Buffer.from(`#HY000${this.#says}: 'sym'@'10.1.2.3'`);
    const body = Buffer.concat([Buffer.from([0xff, code & 0xff, code >> 8]), words]);
    return Buffer.concat([Buffer.from([body.length, 0, 0, number]), body]);
  }
}

interface Line {
  readonly client: Socket;
  readonly upstream: Socket;
  answers: (bytes: Buffer) => void;
}

/** Where the first packet ends; null where it is not all there. */
function endOf(bytes: Buffer): number | null {
  if (bytes.length < HEAD_BYTES) return null;
  const end = HEAD_BYTES + bytes.readUIntLE(0, 3);
  return bytes.length < end ? null : end;
}
