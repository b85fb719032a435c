// Lets go of a call when its time is up, also where what it waits for does not listen to the signal. Never stops the work
// itself: whoever starts something that can be stopped stops it.

/** Settles like `work`, or throws what `late` makes as soon as the signal ends. */
export async function untilAborted<T>(signal: AbortSignal, work: Promise<T>, late: () => Error): Promise<T> {
  let stop: (() => void) | undefined;
  const over = new Promise<never>((_, reject) => {
    stop = () => reject(late());
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([over, work]);
  } finally {
    if (stop) signal.removeEventListener("abort", stop);
  }
}
