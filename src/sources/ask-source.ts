// What the systems share: how one is asked, and what a key may look like before it goes into a header.
import { PermanentError, type StrategyContext, TransientError } from "../ports.ts";

/** E-mail addresses of those whom the source names now, as the system spells them. Throws where that is not certain. */
export type AskSource<S> = (source: S, context: StrategyContext) => Promise<readonly string[]>;

/** Throws where the secret holds what no key holds: no word of it is ever in the error. */
export function keyIn(context: StrategyContext, name: string): string {
  const key = context.secret(name).trim();
  if (/^[!-~]+$/.test(key)) return key;
  throw new PermanentError("the secret with the key is empty, or holds what no key holds", { class: "auth" });
}

/** Whatever stands in between, or a filter that was not understood, may answer with a list that nobody asked for. */
export const ofAnotherList = (): TransientError =>
  new TransientError("the answer is about another list than the one asked for", { effect: "no", class: "bug" });

export const tooLong = (most: number): TransientError =>
  new TransientError(`the list is longer than is read: ${most} entries`, { effect: "no", class: "impossible" });
