// A read that may not be had: whoever asks says in words what follows from that. Faults of ours go through.
import { TransientError } from "../ports.ts";

export async function look<T>(read: () => Promise<T>): Promise<T | "unavailable"> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof TransientError) return "unavailable";
    throw error;
  }
}
