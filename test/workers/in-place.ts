// What the Worker of the tests is wired to: the real deployment, until a test puts its own in its place. Keeps what still
// runs after an answer, so that a test can wait for it. Never knows what is wired.
import { createWiring, type Wiring } from "../../src/wiring.ts";

export type Wire = (env: Cloudflare.Env) => Wiring;

const deployed = createWiring();
let inPlace: Wire = deployed;

export const wire: Wire = (env) => inPlace(env);

/** Null: the real deployment again. */
export function putInPlace(wire: Wire | null): void {
  inPlace = wire ?? deployed;
}

const underWay = new Set<Promise<unknown>>();

/** Remembers work until it is over, however it ends. */
export function watchOver(work: Promise<unknown>): void {
  const watched: Promise<unknown> = work.then(
    () => underWay.delete(watched),
    () => underWay.delete(watched),
  );
  underWay.add(watched);
}

/** When nothing goes on behind an answer any more. */
export async function nothingUnderWay(): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay);
}
