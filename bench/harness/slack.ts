// The other side of the Slack process: starts it and hears of every call that reached it. Never answers a call itself.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as z from "zod";

const last = z.object({
  view: z.looseObject({ callback_id: z.string().optional(), blocks: z.array(z.looseObject({})) }).nullable(),
  card: z.looseObject({ blocks: z.array(z.looseObject({})) }).nullable(),
});

const CARDS_WITHIN_MS = 10_000;
const LOOK_AGAIN_MS = 5;

export interface Slack {
  /** Where its methods are: `http://127.0.0.1:1234/api/`. */
  readonly apiUrl: string;
  /** When the `views.open` with this trigger arrives, or arrived: nanoseconds of the machine's clock. */
  opened(trigger: string): Promise<bigint>;
  /** Values of the Approve buttons of cards posted since the last call of this. */
  takeCards(): string[];
  /** Waits until so many cards are there, and takes them. */
  cards(count: number): Promise<string[]>;
  /** Calls by method since the last call of this. */
  takeCounts(): Readonly<Record<string, number>>;
  /** Waits until no call has come for as long as this. */
  quiet(forMs: number): Promise<void>;
  /** The last view that was opened, and the last card that was posted. */
  last(): Promise<z.infer<typeof last>>;
  stop(): void;
}

export async function startSlack(): Promise<Slack> {
  const child = spawn(process.execPath, [fileURLToPath(new URL("slack-process.ts", import.meta.url))], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const arrived = new Map<string, bigint>();
  const awaited = new Map<string, (at: bigint) => void>();
  const counts = new Map<string, number>();
  let cards: string[] = [];
  let lastCall = 0;

  const port = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`the Slack process ended with ${code}`)));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [method = "", at = "0", about = ""] = line.split("\t");
      if (method === "listening") return resolve(about);
      lastCall = performance.now();
      counts.set(method, (counts.get(method) ?? 0) + 1);
      if (method === "chat.postMessage" && about !== "") cards.push(about);
      if (method !== "views.open") return;
      const waiting = awaited.get(about);
      awaited.delete(about);
      if (waiting === undefined) arrived.set(about, BigInt(at));
      else waiting(BigInt(at));
    });
  });

  const takeCards = (): string[] => {
    const taken = cards;
    cards = [];
    return taken;
  };

  return {
    apiUrl: `http://127.0.0.1:${port}/api/`,
    opened: (trigger) =>
      new Promise((resolve) => {
        const at = arrived.get(trigger);
        if (at === undefined) awaited.set(trigger, resolve);
        else if (arrived.delete(trigger)) resolve(at);
      }),
    takeCards,
    async cards(count) {
      const giveUpAt = performance.now() + CARDS_WITHIN_MS;
      while (cards.length < count) {
        if (performance.now() > giveUpAt) throw new Error(`of ${count} cards only ${cards.length} came`);
        await pause(LOOK_AGAIN_MS);
      }
      return takeCards();
    },
    takeCounts() {
      const taken = Object.fromEntries(counts);
      counts.clear();
      return taken;
    },
    async quiet(forMs) {
      for (;;) {
        const left = lastCall + forMs - performance.now();
        if (left <= 0) return;
        await pause(left);
      }
    },
    last: async () => last.parse(await (await fetch(`http://127.0.0.1:${port}/last`)).json()),
    stop: () => child.stdin.end(),
  };
}
