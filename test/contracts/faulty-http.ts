// Puts every fault of the suite in front of a fake HTTP target that keeps state: a strategy's author writes the target, and
// its faults come for free. Works around the function that answers a request, in this process or behind a real port.
import type { Faults, Verb } from "./strategy-world.ts";

type Receive = (request: Request) => Promise<Response>;
type Fault = (receive: () => Promise<Response>) => Promise<Response>;

export interface FaultyHttpOptions {
  /** What the request wants; a fault meets the first request of its verb. */
  readonly verbOf: (request: Request) => Verb | Promise<Verb>;
  /** Stands in every answer that is an error; must not get into ours. */
  readonly says: string;
}

export function faultyHttp(
  receive: Receive,
  { verbOf, says }: FaultyHttpOptions,
): { readonly fetch: Receive; readonly faults: Faults } {
  const waiting: { readonly on: Verb; readonly fault: Fault }[] = [];
  const meet = (on: Verb, fault: Fault): void => void waiting.push({ on, fault });
  const answer = (status: number, headers: Record<string, string> = {}) => {
    return (on: Verb): void => meet(on, async () => new Response(says, { status, headers }));
  };
  return {
    async fetch(request) {
      if (waiting.length === 0) return receive(request);
      const verb = await verbOf(request.clone());
      const index = waiting.findIndex(({ on }) => on === verb);
      const [met] = index < 0 ? [] : waiting.splice(index, 1);
      return met ? met.fault(() => receive(request)) : receive(request);
    },
    faults: {
      busy: { arrange: answer(429, { "retry-after": "90" }), retryAfterMs: 90_000 },
      broken: answer(500),
      answerLost: (on) =>
        meet(on, async (done) => {
          await done();
          throw new TypeError(says);
        }),
      silent: (on) => ({
        reached: new Promise((reached) => {
          meet(on, () => {
            reached();
            return new Promise(() => undefined);
          });
        }),
      }),
      unauthenticated: answer(401),
      forbidden: answer(403),
      missing: answer(404),
    },
  };
}
