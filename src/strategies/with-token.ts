// A call with a token that is kept, and once more with another where the target says that this one is over: tokens can be ended before
// their time. Never asks for another because of an answer that is not the target's own, and for no more than one.
import { PermanentError } from "../ports.ts";
import type { Answer } from "./outbound.ts";
import type { Token } from "./token-endpoint.ts";

export interface TokenSource {
  get(): Promise<Token>;
  forget(): void;
  /** Is this 401 the target's own word for a token that it does not take? Such a call has had no effect. */
  refuses(answer: Answer): boolean;
}

/** Throws `PermanentError`, certainly without effect, for every 401 that is left. */
export async function withToken(source: TokenSource, send: (token: string) => Promise<Answer>): Promise<Answer> {
  const token = await source.get();
  const answer = await send(token.value);
  if (answer.status !== 401) return answer;
  if (token.kept && source.refuses(answer)) {
    source.forget();
    const again = await send((await source.get()).value);
    if (again.status !== 401) return again;
  }
  throw new PermanentError("the target does not accept our credential (HTTP 401)", { class: "auth" });
}
