// What must hold of the digests: each covers the lines since the one before it, carries its hash, and is signed with a key
// that whoever checks knows from elsewhere. A signed digest vouches for all before it.
import { createPublicKey, verify } from "node:crypto";
import { canonicalText, sha256 } from "./canonical-text.ts";
import type { DigestBody, DigestLine } from "./lines.ts";

export type IsSigned = (key: string, text: string, signature: string) => boolean;

/** Ed25519; `key` and `signature` in base64url. */
export const signedWithEd25519: IsSigned = (x, text, signature) => {
  try {
    const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
    return verify(null, Buffer.from(text), key, Buffer.from(signature, "base64url"));
  } catch {
    return false;
  }
};

const KINDS = ["version", "event", "order", "entry"] as const;
type Kind = (typeof KINDS)[number];

export class Digests {
  readonly #keys: readonly string[];
  readonly #isSigned: IsSigned;
  readonly #bodies: string[] = [];
  #last: { readonly body: DigestBody; readonly hash: string } | null = null;
  #news: string[] = [];
  #counts = { version: 0, event: 0, order: 0, entry: 0 };
  /** The first digest that no signature with a known key stands behind yet. */
  unvouched: number | null = null;
  signed = 0;

  /** `keys`: none where any key is taken. */
  constructor(keys: readonly string[], isSigned: IsSigned) {
    this.#keys = keys;
    this.#isSigned = isSigned;
  }

  get count(): number {
    return this.#bodies.length;
  }
  /** Lines that no digest covers yet. */
  get uncovered(): number {
    return this.#news.length;
  }
  /** Canonical text of the digest of this number; undefined where there is none. */
  bodyOf = (seq: number): string | undefined => this.#bodies[seq - 1];

  covers(position: number, kind: Kind, ref: string, seq: number | null, hash: string): void {
    this.#news.push(canonicalText([position, kind, ref, seq, hash]));
    this.#counts[kind]++;
  }

  /** Null, or what is wrong. `position`: of the newest line of the trail. */
  add({ digest, hash, signature }: DigestLine, position: number, number: number): string | null {
    const text = canonicalText(digest);
    if (sha256(text) !== hash) return "the digest is not what its hash says";
    if (digest.seq !== this.count + 1) return `digest ${digest.seq} follows digest ${this.count}`;
    if (digest.previous !== (this.#last?.hash ?? "")) return "the digest does not carry the hash of the one before it";
    if (digest.from !== (this.#last?.body.to ?? 0) + 1)
      return "the digest does not begin where the one before it ended";
    if (digest.to !== position) return `the digest covers lines up to ${digest.to}, and ${position} is the newest here`;
    const root = sha256(this.#news.map((line) => `${line}\n`).join(""));
    if (root !== digest.root || KINDS.some((kind) => digest.counts[kind] !== this.#counts[kind]))
      return "the lines before the digest are not those that it was made over";
    const wrong = this.#signature(digest, text, signature, number);
    if (wrong !== null) return wrong;
    this.#bodies.push(text);
    this.#last = { body: digest, hash };
    this.#news = [];
    this.#counts = { version: 0, event: 0, order: 0, entry: 0 };
    return null;
  }

  #signature({ key }: DigestBody, text: string, signature: string | null, number: number): string | null {
    if ((key === null) !== (signature === null)) return "the digest names a key and has no signature, or the other way";
    if (key !== null && signature !== null) {
      if (!this.#isSigned(key, text, signature)) return "the digest's signature is not of its key";
      this.signed++;
    }
    if (key !== null && (this.#keys.length === 0 || this.#keys.includes(key))) this.unvouched = null;
    else this.unvouched ??= number;
    return null;
  }
}
