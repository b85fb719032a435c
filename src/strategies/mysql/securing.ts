// What stands between the driver and its socket: packets are looked at, and TLS is begun, of which the driver is not told. What it
// first says is held back until the connection is encrypted (the protocol's own request for TLS is the head of that very packet), and
// the numbers of the packets are moved by the one that came in between. Never passes on a byte of ours that could be read on the way.
import { HEAD_BYTES, NUMBER_AT, PacketHeads } from "./packets.ts";

/** What drivers use of a socket. */
export type Duplex = Pick<Socket, "readable" | "writable" | "close">;

/** A packet that asks for TLS: its head, and the first 32 bytes of what signs in. */
const REQUEST_BYTES = HEAD_BYTES + 32;
/** CLIENT_SSL, in the second byte of the capabilities. */
const SSL_AT = HEAD_BYTES + 1;
export const SSL_BIT = 0x08;

type Reader = ReadableStreamDefaultReader<Uint8Array>;
type Writer = WritableStreamDefaultWriter<Uint8Array>;
const readerOf = ({ readable }: Duplex): Reader => (readable as ReadableStream<Uint8Array>).getReader();
const writerOf = ({ writable }: Duplex): Writer => (writable as WritableStream<Uint8Array>).getWriter();

/** Without TLS: what comes is looked at, and nothing else. */
export function watching(plain: Duplex): Duplex {
  const heads = new PacketHeads();
  const reader = readerOf(plain);
  const readable = new ReadableStream<Uint8Array>({
    pull: (heard) => passOn(reader, heard, (bytes) => heads.read(bytes, 0)),
  });
  return { readable, writable: plain.writable, close: () => plain.close() };
}

/** `greeting`: what the server has said on the plain socket, which nobody reads from any more. */
export function securing(plain: Socket, greeting: Uint8Array): Duplex {
  const heads = new PacketHeads();
  // Until the first command, which begins again at 0, the server is one packet ahead of the driver.
  let ahead: 0 | 1 = 1;
  let current = plain;
  let writer: Writer | null = null;
  let tellReader: (reader: Reader) => void = () => undefined;
  const secured = new Promise<Reader>((resolve) => {
    tellReader = resolve;
  });
  const secure = async (first: Uint8Array): Promise<Writer> => {
    const plainly = writerOf(plain);
    await plainly.write(requestFor(first));
    plainly.releaseLock();
    current = plain.startTls();
    current.closed.catch(() => undefined);
    tellReader(readerOf(current));
    return writerOf(current);
  };
  const readable = new ReadableStream<Uint8Array>({
    start: (heard) => heard.enqueue(greeting),
    pull: async (heard) => passOn(await secured, heard, (bytes) => heads.read(bytes, ahead)),
  });
  const writable = new WritableStream<Uint8Array>({
    // A whole packet, as the driver writes them.
    async write(packet: Uint8Array) {
      const said = Uint8Array.from(packet);
      const number = said[NUMBER_AT] ?? 0;
      if (number === 0) ahead = 0;
      else said[NUMBER_AT] = (number + ahead) & 0xff;
      if (writer === null) {
        said[SSL_AT] = (said[SSL_AT] ?? 0) | SSL_BIT;
        writer = await secure(said);
      }
      await writer.write(said);
    },
  });
  return { readable, writable, close: () => current.close() };
}

async function passOn(
  reader: Reader,
  heard: ReadableStreamDefaultController<Uint8Array>,
  looked: (bytes: Uint8Array) => Uint8Array,
): Promise<void> {
  const { value, done } = await reader.read();
  if (done) heard.close();
  else heard.enqueue(looked(value));
}

function requestFor(first: Uint8Array): Uint8Array {
  const request = first.slice(0, REQUEST_BYTES);
  request.set([REQUEST_BYTES - HEAD_BYTES, 0, 0, 1]);
  return request;
}
