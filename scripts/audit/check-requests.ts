// What must hold of one request's events: one chain without gaps, and no access given without a decision before it. Never
// takes an event's word for what an earlier one said.

import { canonicalText, sha256 } from "./canonical-text.ts";
import type { EventLine } from "./lines.ts";

interface Known {
  readonly seq: number;
  readonly hash: string;
  readonly approved: boolean;
  readonly hardEnd: number | null;
}

const GIVEN = new Set(["granted", "granted_while_revoking", "granted_after_close"]);

export class RequestChains {
  readonly #known = new Map<string, Known>();
  readonly #versions = new Set<string>();

  get requests(): number {
    return this.#known.size;
  }

  version(hash: string): void {
    this.#versions.add(hash);
  }

  /** Null, or what is wrong. */
  add({ event, hash }: EventLine): string | null {
    if (sha256(canonicalText(event)) !== hash) return "the event is not what its hash says";
    const before = this.#known.get(event.requestId);
    if (event.seq !== (before?.seq ?? 0) + 1)
      return `event ${event.seq} of its request follows event ${before?.seq ?? 0}`;
    if (event.previous !== (before?.hash ?? "")) return "the event does not carry the hash of the one before it";
    if ((event.name === "submitted") !== (event.seq === 1)) return "a request begins with its submission, once";
    const version = memberOf(event.data, "version");
    if (event.seq === 1 && typeof version === "string" && !this.#versions.has(version))
      return "the request was made under a Flow version that is not in the export";
    const wrong = GIVEN.has(event.name) ? undecided(event, before) : null;
    if (wrong !== null) return wrong;
    const approved = event.name === "approved" && event.actor.kind === "person";
    const hardEnd = memberOf(event.data, "hardEnd");
    this.#known.set(event.requestId, {
      seq: event.seq,
      hash,
      approved: approved || (before?.approved ?? false),
      hardEnd: approved && typeof hardEnd === "number" ? hardEnd : (before?.hardEnd ?? null),
    });
    return null;
  }
}

function undecided({ data }: EventLine["event"], before: Known | undefined): string | null {
  if (!before?.approved) return "access was given, and no person approved it before";
  const until = memberOf(data, "until");
  if (typeof until !== "number" || before.hardEnd === null || until > before.hardEnd)
    return "access was given for longer than was approved";
  return null;
}

const memberOf = (data: unknown, name: string): unknown =>
  typeof data === "object" && data !== null ? Reflect.get(data, name) : undefined;
