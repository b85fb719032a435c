// The wake-ups that an object owes to those who are about to change something: each until its time has come or its owner has
// rung. Pure. An earlier wake-up never makes one good, since what it is about may be written after that.

/** Epoch milliseconds, each as often as it is owed. */
export type OwedWakes = readonly number[];

/** One more is owed; those whose time has come are not any longer. */
export const owing = (owed: OwedWakes, at: number, now: number): OwedWakes => [
  ...owed.filter((time) => time > now),
  at,
];

/** Its owner has rung. Of two that are owed for the same time one remains. */
export function rung(owed: OwedWakes, at: number): OwedWakes {
  const index = owed.indexOf(at);
  return index < 0 ? owed : owed.toSpliced(index, 1);
}

/** The first that still lies ahead; null where none does. */
export function nextOwed(owed: OwedWakes, now: number): number | null {
  const ahead = owed.filter((time) => time > now);
  return ahead.length === 0 ? null : Math.min(...ahead);
}
