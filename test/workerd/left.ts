// What an object of these runs still has in its storage. The one shape that Worker and run share about it.
import * as z from "zod";

export const left = z.object({
  keys: z.array(z.string()),
  /** Epoch milliseconds of the machine's time; null where no wake-up is booked. */
  alarm: z.number().nullable(),
});
export type Left = z.infer<typeof left>;

export const isEmpty = ({ keys, alarm }: Left): boolean => keys.length === 0 && alarm === null;
