// The real clock and the real dice: the only place where Sym reads them.
import { type Chance, type Clock, TransientError } from "./ports.ts";

/** `now`: epoch milliseconds. */
export const clockOver = (now: () => number): Clock => ({
  now,
  async within(limitMs, work) {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        reject(new TransientError("no answer in time", { effect: "unknown" }));
        stop.abort();
      }, limitMs);
    });
    try {
      return await Promise.race([work(stop.signal), late]);
    } finally {
      if (timer !== undefined) clearTimeout(timer);
    }
  },
});

/** Milliseconds that nobody measures: for work that may as well begin a little later. */
export const pause = (forMs: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, forMs));

export const realClock: Clock = clockOver(() => Date.now());

const LETTERS = "abcdefghijklmnopqrstuvwxyz234567";

export const realChance: Chance = {
  id() {
    const bytes = crypto.getRandomValues(new Uint8Array(26));
    return Array.from(bytes, (byte) => LETTERS[byte & 31]).join("");
  },
  fraction: () => Math.random(),
  bytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
};
