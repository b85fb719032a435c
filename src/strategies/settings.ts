// What the settings of all strategies share. Settings are checked when a Flow is defined and again at every call, because
// a stored request can be older than the code that ends it. Never holds a secret, only the name of one.
import * as z from "zod";
import { PermanentError } from "../ports.ts";

/** Name of a Worker secret, such as `ORDERS_DB_URL`. */
export const secretName = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,63}$/, "must be the name of a Worker secret: capitals, digits and _");

/** Throws `PermanentError` where stored settings do not fit the strategy of today. */
export function settingsOf<S extends z.ZodType>(schema: S, settings: unknown): z.output<S> {
  const read = schema.safeParse(settings);
  if (read.success) return read.data;
  throw new PermanentError("the stored settings of this target do not fit its strategy any more");
}
