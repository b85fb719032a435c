// Checks an export line by line: is it whole, is it right as far as it goes, or was it changed? Trusts nothing but the hashes
// that it reckons itself, the keys it was given, and digests that are known from elsewhere. Asks nobody.
import { canonicalText, sha256 } from "./canonical-text.ts";
import { Digests, type IsSigned, signedWithEd25519 } from "./check-digests.ts";
import { RequestChains } from "./check-requests.ts";
import { type Line, line as lineShape, sentDigest } from "./lines.ts";

export interface Finding {
  /** `truncated`: all that is there is right, and more was there. `tampered`: something is not as it was. */
  readonly verdict: "whole" | "truncated" | "tampered";
  /** The first bad line, from 1; null where no line is bad. */
  readonly line: number | null;
  readonly why: string;
  readonly lines: number;
  readonly requests: number;
  readonly digests: number;
  readonly signed: number;
  /** Lines newer than the newest digest: in step with each other, and vouched for by nobody yet. */
  readonly uncovered: number;
}

export interface Known {
  /** Public keys that digests may be signed with; none where nothing is known of them. */
  readonly keys?: readonly string[];
  /** Digests as Slack or the bucket has them; whatever surrounds the JSON in a line is left aside. */
  readonly digests?: readonly string[];
  /** For worlds without real keys. */
  readonly isSigned?: IsSigned;
}

/** `text`: the whole file. Throws where what is known is no digest. */
export function checkExport(text: string, known: Known = {}): Finding {
  const check = new Check(known.keys ?? [], known.isSigned ?? signedWithEd25519);
  const pieces = text.split("\n");
  const rest = pieces.pop() ?? "";
  for (const [index, piece] of pieces.entries()) {
    const why = check.take(piece, index + 1);
    if (why !== null) return check.found("tampered", index + 1, why);
  }
  const cut = rest !== "" && !check.ended;
  if (rest !== "" && check.ended) return check.found("tampered", pieces.length + 1, "something follows the last line");
  return check.close(cut, (known.digests ?? []).map(digestIn));
}

/** The JSON in a line of Slack's, of the bucket or of an export. */
function digestIn(text: string): { seq: number; body: string } {
  const json: unknown = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1));
  const { digest } = sentDigest.parse(json);
  return { seq: digest.seq, body: canonicalText(digest) };
}

class Check {
  readonly #keys: readonly string[];
  readonly #digests: Digests;
  readonly #chains = new RequestChains();
  readonly #ids = new Set<string>();
  readonly #lineOf = new Map<number, number>();
  #position = 0;
  #taken = 0;
  ended = false;

  constructor(keys: readonly string[], isSigned: IsSigned) {
    this.#keys = keys;
    this.#digests = new Digests(keys, isSigned);
  }

  /** Null, or what is wrong with it. */
  take(text: string, number: number): string | null {
    if (this.ended) return "something follows the last line";
    const read = readLine(text);
    if (read === null) return "this is no line of an export";
    if ((read.kind === "sym-audit") !== (number === 1)) return "an export begins with its header, once";
    this.#taken++;
    return this.#takeLine(read, number);
  }

  #takeLine(read: Line, number: number): string | null {
    switch (read.kind) {
      case "sym-audit":
        return null;
      case "digest":
        this.#lineOf.set(read.digest.seq, number);
        return this.#digests.add(read, this.#position, number);
      case "end":
        this.ended = true;
        if (read.position === this.#position && read.digests === this.#digests.count) return null;
        return "the export does not hold as much as its last line says";
      default:
        if (read.position !== this.#position + 1) return `line ${read.position} of the trail follows ${this.#position}`;
        this.#position = read.position;
        return this.#takeKept(read);
    }
  }

  #takeKept(read: Line & { position: number; kind: "version" | "event" | "order" | "entry" }): string | null {
    switch (read.kind) {
      case "version":
        this.#chains.version(read.hash);
        return this.#once(read.position, "version", read.hash, sha256(canonicalText(read.flow)), read.hash);
      case "event": {
        const { requestId, seq } = read.event;
        this.#digests.covers(read.position, "event", requestId, seq, read.hash);
        return this.#chains.add(read);
      }
      case "order":
        return this.#once(read.position, "order", read.order.id, sha256(canonicalText(read.order)), read.hash);
      case "entry":
        return this.#once(read.position, "entry", read.entry.id, sha256(canonicalText(read.entry)), read.hash);
    }
  }

  #once(position: number, kind: "version" | "order" | "entry", ref: string, is: string, says: string): string | null {
    if (is !== says) return `the ${kind} is not what its hash says`;
    if (this.#ids.has(`${kind} ${ref}`)) return `the ${kind} is there twice`;
    this.#ids.add(`${kind} ${ref}`);
    this.#digests.covers(position, kind, ref, null, says);
    return null;
  }

  close(cut: boolean, known: readonly { seq: number; body: string }[]): Finding {
    for (const { seq, body } of known) {
      const here = this.#digests.bodyOf(seq);
      if (here !== undefined && here !== body)
        return this.found(
          "tampered",
          this.#lineOf.get(seq) ?? null,
          `digest ${seq} is another than the one that was sent`,
        );
    }
    const { unvouched, count } = this.#digests;
    if (this.#keys.length > 0 && unvouched !== null)
      return this.found("tampered", unvouched, "the digest, and none after it, is signed with a key that was given");
    if (cut || !this.ended) return this.found("truncated", null, "the export ends before its last line");
    const later = known.filter(({ seq }) => seq > count).map(({ seq }) => seq);
    if (later.length > 0)
      return this.found("truncated", null, `digest ${Math.max(...later)} was sent, and this ends with digest ${count}`);
    return this.found("whole", null, "every hash, link and signature is right");
  }

  found(verdict: Finding["verdict"], line: number | null, why: string): Finding {
    const { count: digests, signed, uncovered } = this.#digests;
    return { verdict, line, why, lines: this.#taken, requests: this.#chains.requests, digests, signed, uncovered };
  }
}

/** Null where it is not written as exports are: in canonical JSON, with known members alone. */
function readLine(text: string): Line | null {
  try {
    const value: unknown = JSON.parse(text);
    const read = lineShape.safeParse(value);
    return read.success && canonicalText(value) === text ? read.data : null;
  } catch {
    return null;
  }
}
