// Stands in the bundle for what the driver brings and Sym never uses: tables of old alphabets, Amazon's certificates, and a maker of
// functions out of text. Two thirds of the driver's size. The connection speaks UTF-8; what is asked for beyond that is a bug and says so.

const unused = (): never => {
  throw new Error("this part of the driver is not part of Sym");
};

/** What the driver calls UTF-8 without the letters beyond the basic plane. */
const BASIC_PLANE = "cesu8";

interface Decoder {
  write(bytes: Uint8Array): string;
  end(): undefined;
}

/** Of `iconv-lite`. The driver keeps what it gets for one alphabet, and uses it again. */
export const getDecoder = (alphabet: string): Decoder =>
  alphabet === BASIC_PLANE ? { write: (bytes) => new TextDecoder().decode(bytes), end: () => undefined } : unused();
export const getEncoder = unused;

/** Of `generate-function`, which is asked for only where code may be made from text. */
export default unused;
