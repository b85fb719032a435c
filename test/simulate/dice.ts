// Chance that can be had again: the same seed throws the same numbers, on every machine and for ever.

export class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) >>> 0;
    this.roll();
  }

  /** In [0, 1). Mulberry32: small, quick, good enough for choosing what goes wrong. */
  roll = (): number => {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    const a = this.#state;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };

  chance = (of: number): boolean => this.roll() < of;
  pick = <T>(from: readonly T[]): T => from[Math.floor(this.roll() * from.length)] as T;
  /** Whole, from `least` to `most`. */
  between = (least: number, most: number): number => least + Math.floor(this.roll() * (most - least + 1));
  /** Whole, below `most`, and the smaller the likelier: the average is `most / (bend + 1)`. */
  upTo = (most: number, bend = 1): number => Math.floor(this.roll() ** bend * most);
}
