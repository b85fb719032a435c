// What a function of a Flow is told when it is asked what can be chosen, and what it may answer. Types alone.
import type { PersonFacts } from "./person.ts";

/** The way out. Everything that it throws is for Sym: let it pass. */
export interface OptionsContext {
  /** Whoever fills in the form, as Slack tells it now. */
  readonly person: PersonFacts;
  /** Name of the Environment. */
  readonly environment: string;
  /** https to public names only, no redirects, 64 KB; GET, unless said otherwise. Throws where the answer is trouble. */
  request(request: {
    readonly url: string;
    readonly method?: "GET" | "POST";
    readonly headers?: Readonly<Record<string, string>>;
    /** Sent as JSON. */
    readonly json?: unknown;
    /** Lets the URL be `http://` on this machine. For tests. */
    readonly allowLoopback?: boolean;
  }): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string; readonly json: unknown }>;
  /** A Worker secret by name: one of those that the field names. */
  secret(name: string): string;
}

/** `value` is what is stored and looked for again, `label` what people read. */
export interface OfferedOption {
  readonly value: string;
  readonly label: string;
}

/**
 * Says what there is for these words: the first hundred are shown. Asked for each pause of whoever types, with nothing typed at
 * first, and again when the form is sent, with the label of what was chosen: whatever is not among the answers then is refused.
 */
export type OptionsOf = (
  search: string,
  context: OptionsContext,
) => readonly OfferedOption[] | Promise<readonly OfferedOption[]>;
