// One keep-alive HTTP/1.1 connection to a server under test, one request at a time. Leaner than Node's own client, so that
// little of what is measured is the measuring. Understands what these servers send and refuses everything else aloud.
import { once } from "node:events";
import { connect, type Socket } from "node:net";

export interface Answer {
  readonly status: number;
  readonly body: string;
  /** When its last byte was here: nanoseconds of the clock that all processes of a machine share. */
  readonly at: bigint;
}

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

export class Connection {
  readonly #socket: Socket;
  #received = Buffer.alloc(0);
  #waiting: Waiting | null = null;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#take(chunk));
    socket.on("error", (error) => this.#fail(error));
    socket.on("close", () => this.#fail(new Error("the server closed the connection")));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return new Connection(socket);
  }

  /** `request`: the whole message, head and body. */
  send(request: Buffer): Promise<Answer> {
    if (this.#waiting !== null) throw new Error("the connection is busy");
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#waiting = null;
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    let answer: ReturnType<typeof readAnswer>;
    try {
      answer = readAnswer(this.#received);
    } catch (error) {
      this.#fail(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    if (answer === null) return;
    const waiting = this.#waiting;
    this.#received = Buffer.alloc(0);
    this.#waiting = null;
    waiting?.resolve({ ...answer, at: process.hrtime.bigint() });
  }

  #fail(error: Error): void {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.reject(error);
  }
}

/** Null while the answer is not whole. */
function readAnswer(received: Buffer): { status: number; body: string } | null {
  const headEnd = received.indexOf("\r\n\r\n");
  if (headEnd === -1) return null;
  const head = received.toString("latin1", 0, headEnd);
  const status = Number(head.slice(9, 12));
  const start = headEnd + 4;
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length !== undefined) {
    const end = start + Number(length);
    return received.length < end ? null : { status, body: received.toString("utf8", start, end) };
  }
  if (!/\r\ntransfer-encoding: chunked/i.test(head)) throw new Error(`an answer of unknown length: ${head}`);
  return received.subarray(-5).equals(LAST_CHUNK) ? { status, body: joinChunks(received.subarray(start)) } : null;
}

const LAST_CHUNK = Buffer.from("0\r\n\r\n");

function joinChunks(chunked: Buffer): string {
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const lineEnd = chunked.indexOf("\r\n", at);
    const size = Number.parseInt(chunked.toString("latin1", at, lineEnd), 16);
    if (!(size > 0)) return Buffer.concat(parts).toString("utf8");
    parts.push(chunked.subarray(lineEnd + 2, lineEnd + 2 + size));
    at = lineEnd + 2 + size + 2;
  }
}
