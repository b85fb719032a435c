// Digests: what the audit trail says up to a line, in one hash, each carrying the one before it. They find what a chain per
// request cannot: a request, a refusal or an order that vanished whole. Holds ids and hashes alone.
import { canonicalJson, hashOf, runningHash } from "./canonical.ts";

/** What a line of the trail is about: a Flow version, an event of a request, an admin's order, a refusal or failure. */
export type TrailKind = "version" | "event" | "order" | "entry";

/** The trail numbers everything that is kept, in the order in which it was stored; positions have no gaps. */
export interface TrailLine {
  readonly position: number;
  readonly kind: TrailKind;
  /** Hash of the version, id of the request, the order or the entry. */
  readonly ref: string;
  /** Number of the event; null for all else. */
  readonly seq: number | null;
  /** Of the whole thing; of an order that of `{id, kind, by, at, scope}` with the scope as it is stored, as text. */
  readonly hash: string;
}

export interface DigestBody {
  readonly format: 1;
  /** From 1, without gaps. */
  readonly seq: number;
  readonly at: number;
  /** First and last line that it covers; where there was nothing new, `to` is the line before `from`. */
  readonly from: number;
  readonly to: number;
  readonly counts: Readonly<Record<TrailKind, number>>;
  /** SHA-256 over the lines, each as canonical JSON `[position,kind,ref,seq,hash]` and a line feed. */
  readonly root: string;
  /** Hash of the digest before it; empty for the first. */
  readonly previous: string;
  /** The public key that signed it, base64url; null: nobody did. */
  readonly key: string | null;
}

export interface Digest {
  readonly body: DigestBody;
  readonly hash: string;
  /** Ed25519 over the body's canonical JSON, base64url; null without a key. */
  readonly signature: string | null;
}

export const hashDigest = (body: DigestBody): string => hashOf(body);

/** What makes a digest's root, line by line. */
export function rootOver(): { add(line: TrailLine): void; done(): Pick<DigestBody, "counts" | "root"> } {
  const hash = runningHash();
  const counts = { version: 0, event: 0, order: 0, entry: 0 };
  return {
    add({ position, kind, ref, seq, hash: of }) {
      counts[kind]++;
      hash.add(`${canonicalJson([position, kind, ref, seq, of])}\n`);
    },
    done: () => ({ counts, root: hash.hex() }),
  };
}

/** How a digest is written wherever it is kept outside the record: one line. */
export const digestLine = ({ body, signature }: Pick<Digest, "body" | "signature">): string =>
  canonicalJson({ digest: body, signature });
