// Random choices that are the same everywhere for one seed (mulberry32), for tests that print their seed.

export interface Dice {
  /** 0 to `sides - 1`. */
  roll(sides: number): number;
  pick<const L extends readonly [unknown, ...unknown[]]>(list: L): L[number];
}

export function dice(seed: number): Dice {
  let state = seed >>> 0;
  const roll = (sides: number): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) % sides;
  };
  return { roll, pick: (list) => list[roll(list.length)] };
}
