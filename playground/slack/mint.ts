// Fresh ids, message timestamps, hashes and trigger ids, in the forms that Slack gives them.
// Never gives the same timestamp twice, whatever the clock does.
import type { World } from "./world.ts";

export type Mint = {
  /** "V" gives "V0" and ten letters and digits. */
  id(prefix: string): string;
  /** "1698765432.000123" */
  ts(): string;
  /** "1698765432.a1B2c3D4": changes whenever a view does. */
  hash(): string;
  triggerId(): string;
  /** The five characters of a block_id or action_id that the app left out. */
  short(): string;
  /** Unguessable part of a response_url. */
  secret(): string;
};

const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789";

/** Eight random bytes as letters and digits, twice over. */
export const randomLetters = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => ALPHABET[byte % ALPHABET.length]).join("");

const MICROS = 1_000_000;

export const mintFor = (world: World, now: () => number, random: () => string): Mint => {
  const letters = (count: number): string => {
    let collected = "";
    while (collected.length < count) {
      const more = random().replace(/[^0-9A-Za-z]/g, "");
      if (more === "") throw new Error("random() gave no letters or digits");
      collected += more;
    }
    return collected.slice(0, count);
  };
  const seconds = () => Math.floor(now() / 1_000);
  return {
    id: (prefix) => `${prefix}0${letters(10).toUpperCase()}`,
    ts: () => {
      world.lastTsMicros = Math.max(Math.floor(now() * 1_000), world.lastTsMicros + 1);
      const whole = Math.floor(world.lastTsMicros / MICROS);
      return `${whole}.${String(world.lastTsMicros % MICROS).padStart(6, "0")}`;
    },
    hash: () => `${seconds()}.${letters(8)}`,
    triggerId: () =>
      `${now()}.${world.team.id.length}${seconds()}.${letters(16).toLowerCase()}${letters(16).toLowerCase()}`,
    short: () => letters(5),
    secret: () => letters(24),
  };
};
