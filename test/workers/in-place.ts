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

let underWay = 0;

/**
 * Counts work until it is over, however it ends; what it gives back is to be kept alive. Only counts: a promise of one request
 * that another one waits for is never let go of by the runtime, and after some hundred of them objects get no answer any more.
 */
export async function watchOver(work: Promise<unknown>): Promise<void> {
  underWay++;
  try {
    await work;
  } catch {
    // Its owner has dealt with it, or nobody will.
  } finally {
    underWay--;
  }
}

/** When nothing goes on behind an answer any more. */
export async function nothingUnderWay(): Promise<void> {
  while (underWay > 0) await scheduler.wait(1);
}
