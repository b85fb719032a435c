// What a list of measurements says. Times in milliseconds, lists never empty.

/** By nearest rank: the value that `share` (0 to 1) of all values do not exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = Math.min(sorted.length, Math.max(1, Math.ceil(share * sorted.length)));
  const found = sorted[at - 1];
  if (found === undefined) throw new Error("nothing was measured");
  return found;
}

export const median = (values: readonly number[]): number => percentile(values, 0.5);

/** The middle half of the values: between a quarter and three quarters. */
export interface Spread {
  readonly from: number;
  readonly to: number;
}
export const middleHalf = (values: readonly number[]): Spread => ({
  from: percentile(values, 0.25),
  to: percentile(values, 0.75),
});

export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
