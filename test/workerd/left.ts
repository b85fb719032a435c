// What an object of these runs still has in its storage. The one shape that Worker and run share about it.

export interface Left {
  readonly keys: readonly string[];
  /** Epoch milliseconds of the machine's time; null where no wake-up is booked. */
  readonly alarm: number | null;
}

export const isEmpty = ({ keys, alarm }: Left): boolean => keys.length === 0 && alarm === null;
