// Time that runs faster than the machine's: the Worker and everybody around it agree on it by its start and its speed alone.
// Never slower than real time, and never set back: a restart changes nothing about it.

export interface ScaledTime {
  /** Epoch milliseconds, the same in both times. */
  readonly start: number;
  /** Milliseconds of it in one of the machine's; 1 is real time. */
  readonly speed: number;
}

/** Epoch milliseconds of scaled time at `real`, whole. */
export const scaledAt = ({ start, speed }: ScaledTime, real: number): number =>
  Math.floor(start + (real - start) * speed);

/** The machine's time at which that moment has come: never before it. */
export const realAt = ({ start, speed }: ScaledTime, scaled: number): number =>
  Math.ceil(start + (scaled - start) / speed);

export const scaledNow = (time: ScaledTime): number => scaledAt(time, Date.now());
