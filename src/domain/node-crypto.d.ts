// The one part of Node's library that Sym uses; Workers have it built in. Declared by hand, so that nothing else of Node is known here.
declare module "node:crypto" {
  interface Sha256 {
    update(text: string, encoding: "utf8"): Sha256;
    digest(encoding: "hex"): string;
  }
  export function createHash(algorithm: "sha256"): Sha256;
  /** Of UTF-8 text, in hexadecimal. */
  export function hash(algorithm: "sha256", text: string): string;
}
