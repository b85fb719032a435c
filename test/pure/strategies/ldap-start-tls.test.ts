// StartTLS of the ldap_group strategy, byte by byte: only a plain yes, complete and with nothing after it, is followed by TLS.
import { expect, test } from "vitest";
import { PermanentError, TransientError } from "../../../src/ports.ts";
import { askForTls } from "../../../src/strategies/ldap-group/start-tls.ts";

/** A socket whose other end says this, in these pieces, whatever it hears, and then closes. */
function saying(pieces: readonly (readonly number[])[]): { socket: Socket; heard: number[] } {
  const heard: number[] = [];
  const readable = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const piece of pieces) controller.enqueue(Uint8Array.from(piece));
      controller.close();
    },
  });
  const writable = new WritableStream<Uint8Array>({ write: (bytes) => void heard.push(...bytes) });
  return { socket: { readable, writable, close: async () => undefined } as unknown as Socket, heard };
}

const YES = [0x30, 12, 2, 1, 1, 0x78, 7, 0x0a, 1, 0, 4, 0, 4, 0];
/** As Active Directory spells it: lengths of four bytes. */
const LONG_YES = [0x30, 0x84, 0, 0, 0, 16, 2, 1, 1, 0x78, 0x84, 0, 0, 0, 7, 0x0a, 1, 0, 4, 0, 4, 0];

test.each([
  ["at once", [YES]],
  ["byte by byte", YES.map((byte) => [byte])],
  ["with long lengths", [LONG_YES]],
])("a yes is a yes, %s", async (_, pieces) => {
  const { socket, heard } = saying(pieces);
  await askForTls(socket);
  expect(String.fromCharCode(...heard)).toContain("1.3.6.1.4.1.1466.20037");
});

const changed = (at: number, byte: number): number[] => YES.map((was, place) => (place === at ? byte : was));

test.each([
  ["a no", changed(9, 2)],
  ["a yes to another question", changed(4, 2)],
  ["another kind of answer", changed(5, 0x61)],
  ["no message at all", [0x48, 2, 0x54, 0x50]],
  ["a yes with another message behind it", [...YES, ...YES]],
  ["a yes with one byte more", [...YES, 0x30]],
  ["a result that is longer than its message", [0x30, 12, 2, 1, 1, 0x78, 0x7f, 0x0a, 1, 0, 4, 0, 4, 0]],
])("%s is not followed by anything", async (_, answer) => {
  await expect(askForTls(saying([answer]).socket)).rejects.toThrow(PermanentError);
});

test("an answer that breaks off is trouble that passes, and one without an end is not read to it", async () => {
  await expect(askForTls(saying([YES.slice(0, 9)]).socket)).rejects.toThrow(TransientError);
  const endless = [[0x30, 0x84, 0x7f, 0xff, 0xff, 0xff], ...Array.from({ length: 100 }, () => new Array(100).fill(0))];
  await expect(askForTls(saying(endless).socket)).rejects.toThrow(PermanentError);
});
