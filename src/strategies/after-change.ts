// For a call that follows one that has changed something: its failure is not the failure of the whole. Never lets what was done be
// told as certainly not done.
import { PermanentError, TransientError } from "../ports.ts";

/** Throws what `work` throws, with the effect unknown where something had been changed before. */
export async function afterChange<T>(hasChanged: boolean, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!hasChanged) throw error;
    if (error instanceof TransientError) {
      const { retryAfterMs, class: kind } = error;
      throw new TransientError(error.message, { effect: "unknown", retryAfterMs, class: kind });
    }
    if (error instanceof PermanentError)
      throw new PermanentError(error.message, { effect: "unknown", class: error.class });
    throw error;
  }
}
