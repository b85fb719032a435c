// Messages of LDAP over one connection, one question at a time, each with its answer. Whatever cannot be read, or answers something
// else, ends the conversation; never waits for an answer that can no longer come.
import type { MessageResponse, SearchEntry } from "ldapts";
import { asBuffer, type DriverSocket } from "../driver-socket.ts";
import { elementAt, joined, SEQUENCE } from "./ber.ts";

export type Wire = typeof import("./wire.ts");

interface Request {
  readonly messageId: number;
  write(): Uint8Array;
}

/** The result, and what a search found. */
export interface Answer {
  readonly code: number;
  readonly entries: readonly SearchEntry[];
}

interface Waiting {
  readonly messageId: number;
  readonly entries: SearchEntry[];
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

export class Conversation {
  readonly #wire: Wire;
  readonly #socket: DriverSocket;
  #asked = 0;
  #waiting: Waiting | null = null;
  #over = false;
  #unread = new Uint8Array(0);

  constructor(wire: Wire, socket: DriverSocket) {
    this.#wire = wire;
    this.#socket = socket;
    const parser = new wire.MessageParser();
    parser.on("message", (message) => this.#hear(message));
    parser.on("error", () => this.#end());
    socket.on("data", (bytes) => {
      this.#unread = joined(this.#unread, bytes as Uint8Array);
      for (let message = this.#nextMessage(); message !== null; message = this.#nextMessage())
        // The library would look up there what was asked with which control; none is ever sent.
        parser.read(message as Parameters<typeof parser.read>[0], new Map());
    });
    for (const event of ["error", "close"] as const) socket.on(event, () => this.#end());
  }

  /** Rejects where the conversation ends before the answer. */
  ask(request: (messageId: number) => Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (this.#over || this.#waiting !== null) return reject(new Error("this conversation is over, or waits"));
      this.#asked += 1;
      this.#waiting = { messageId: this.#asked, entries: [], resolve, reject };
      this.#socket.write(request(this.#asked).write());
    });
  }

  /** Only whole messages are read: what is none would be waited for without an end. */
  #nextMessage(): Uint8Array | null {
    if (this.#unread.length > 0 && this.#unread[0] !== SEQUENCE) this.#end();
    const end = elementAt(this.#unread, 0)?.end ?? Number.POSITIVE_INFINITY;
    if (this.#over || this.#unread.length < end) return null;
    const message = this.#unread.slice(0, end);
    this.#unread = this.#unread.slice(end);
    return asBuffer(message);
  }

  #hear(message: MessageResponse): void {
    const waiting = this.#waiting;
    // Unasked for: the directory says why it hangs up.
    if (waiting === null || message.messageId !== waiting.messageId) this.#end();
    else if (message instanceof this.#wire.SearchEntry) waiting.entries.push(message);
    // Of a search, where else it might be asked.
    else if (!(message instanceof this.#wire.SearchReference)) {
      this.#waiting = null;
      waiting.resolve({ code: message.status, entries: waiting.entries });
    }
  }

  #end(): void {
    this.#over = true;
    this.#waiting?.reject(new Error("the conversation ended"));
    this.#waiting = null;
    this.#socket.destroy();
  }
}
