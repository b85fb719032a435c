// The load: so many connections, each with one interaction under way at a time. What counts as the end of an interaction is
// for the caller to say. A wrong answer ends the run: a fast wrong answer is worth nothing.
import { type Answer, Connection } from "./connection.ts";
import type { Round } from "./rounds.ts";

export interface Load<Asked extends { readonly wire: Buffer }> {
  readonly port: number;
  /** Interactions under way at once. */
  readonly atOnce: number;
  /** Made and signed before the clock starts. */
  readonly asked: readonly Asked[];
  /** When the interaction was over, in nanoseconds of the machine's clock. Throws where the answer is not what it should be. */
  readonly end: (asked: Asked, answer: Promise<Answer>) => Promise<bigint>;
  /** After each interaction, outside its time. */
  readonly settle?: () => Promise<void>;
}

const ROUND_MAX_MS = 120_000;

export async function load<Asked extends { readonly wire: Buffer }>(of: Load<Asked>): Promise<Round> {
  const connections = await Promise.all(Array.from({ length: of.atOnce }, () => Connection.open(of.port)));
  const queue = of.asked.values();
  const latencies: number[] = [];
  const began = process.hrtime.bigint();
  const work = async (connection: Connection): Promise<void> => {
    for (const asked of queue) {
      const start = process.hrtime.bigint();
      const end = await of.end(asked, connection.send(asked.wire));
      latencies.push(Number(end - start) / 1e6);
      await of.settle?.();
    }
  };
  let timer: NodeJS.Timeout | undefined;
  try {
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error("a round did not end: an answer never came")), ROUND_MAX_MS);
    });
    await Promise.race([Promise.all(connections.map(work)), late]);
  } finally {
    clearTimeout(timer);
    for (const connection of connections) connection.close();
  }
  return { latencies, elapsedMs: Number(process.hrtime.bigint() - began) / 1e6 };
}

/** Throws unless the answer is a 200 with this body. */
export function mustBe(answer: Answer, body: string): void {
  if (answer.status !== 200 || answer.body !== body)
    throw new Error(
      `expected 200 ${JSON.stringify(body)}, got ${answer.status} ${JSON.stringify(answer.body.slice(0, 300))}`,
    );
}
