// StartTLS (RFC 4511, 4.14): asks the directory for TLS on a plain connection, before anything else is said. Never goes on
// without it, and never takes a byte that came before the handshake: it could be anybody's.
import { PermanentError, TransientError } from "../../ports.ts";
import { elementAt, joined, SEQUENCE } from "./ber.ts";

/** Message 1: an extended request for 1.3.6.1.4.1.1466.20037. */
const REQUEST = Uint8Array.of(
  0x30,
  0x1d,
  0x02,
  0x01,
  0x01,
  0x77,
  0x18,
  0x80,
  0x16,
  ...new TextEncoder().encode("1.3.6.1.4.1.1466.20037"),
);
/** The longest answer that is read: a result without the text that servers add to it would take 40 bytes. */
const MAX_ANSWER_BYTES = 4_096;
const INTEGER = 0x02;
const EXTENDED_RESPONSE = 0x78;
const ENUMERATED = 0x0a;

export async function askForTls(socket: Socket): Promise<void> {
  const writer = (socket.writable as WritableStream<Uint8Array>).getWriter();
  const reader = (socket.readable as ReadableStream<Uint8Array>).getReader();
  await writer.write(REQUEST);
  const answer = await readAnswer(reader);
  writer.releaseLock();
  reader.releaseLock();
  if (isYes(answer)) return;
  void socket.close().catch(() => undefined);
  throw new PermanentError("the directory does not offer StartTLS");
}

async function readAnswer(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<Uint8Array> {
  let read = new Uint8Array(0);
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new TransientError("the directory closed the connection before TLS", { effect: "no" });
    read = joined(read, value);
    const message = elementAt(read, 0);
    if (message !== null && read.length >= message.end) return read;
    if (read.length > MAX_ANSWER_BYTES) return read;
  }
}

/** One message and nothing after it: the response to message 1, with the result 0, success. */
function isYes(answer: Uint8Array): boolean {
  const message = elementAt(answer, 0);
  if (message?.tag !== SEQUENCE || message.end !== answer.length) return false;
  const id = elementAt(answer, message.start);
  if (id?.tag !== INTEGER || id.end !== id.start + 1 || answer[id.start] !== 1) return false;
  const response = elementAt(answer, id.end);
  if (response?.tag !== EXTENDED_RESPONSE || response.end > message.end) return false;
  const result = elementAt(answer, response.start);
  return result?.tag === ENUMERATED && result.end === result.start + 1 && answer[result.start] === 0;
}
