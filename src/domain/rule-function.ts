// What a function of the implementer's is told when a rule asks it about somebody, and how it reaches the world. Types alone.
import type { PersonFacts } from "./person.ts";
import type { Matter } from "./rule.ts";

export interface RuleQuestion {
  /** Who would decide; in `requesters`, who asks. */
  readonly person: PersonFacts;
  readonly requester: PersonFacts;
  /** Names as the Flow has them; the answers by the names of the fields. */
  readonly request: Omit<Matter, "requester">;
}

export interface RuleOutside {
  /** Fires after a second, when nobody waits for the answer any more: hand it to `fetch`. */
  readonly signal: AbortSignal;
  /** A Worker secret by name: one of those that the rule names. */
  readonly secret: (name: string) => string;
  readonly fetch: (request: globalThis.Request) => Promise<Response>;
}

/** Anything but `true` and `false`, an error and silence are "not known now": nobody is let in. */
export type Decides = (asked: RuleQuestion, outside: RuleOutside) => boolean | Promise<boolean>;
