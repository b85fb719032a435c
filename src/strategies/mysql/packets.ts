// The heads of packets on their way to the driver: three bytes of length, one of number. Breaks off at what can be no answer to us,
// which the driver would wait for the end of; and moves the numbers, where TLS came in between.
import { MAX_SAID_BYTES } from "../driver-socket.ts";

export const HEAD_BYTES = 4;
export const NUMBER_AT = 3;

export class PacketHeads {
  /** Of the head that is being read: how much, and the length so far. Of the packet: how much is left. */
  #head = 0;
  #length = 0;
  #left = 0;

  /** Whatever has come, perhaps in the middle of a packet or of several. `ahead`: by how much the server's numbers are to be lowered. */
  read(bytes: Uint8Array, ahead: 0 | 1): Uint8Array {
    const read = Uint8Array.from(bytes);
    for (let at = 0; at < read.length; ) {
      if (this.#left > 0) at += this.#skip(read.length - at);
      else {
        read[at] = this.#readHead(read[at] ?? 0, ahead);
        at += 1;
      }
    }
    return read;
  }

  #skip(available: number): number {
    const skipped = Math.min(this.#left, available);
    this.#left -= skipped;
    return skipped;
  }

  #readHead(byte: number, ahead: 0 | 1): number {
    if (this.#head < NUMBER_AT) {
      this.#length |= byte << (8 * this.#head);
      this.#head += 1;
      return byte;
    }
    if (this.#length > MAX_SAID_BYTES) throw new Error("no packet of a database server's");
    this.#left = this.#length;
    this.#head = 0;
    this.#length = 0;
    return (byte - ahead) & 0xff;
  }
}
