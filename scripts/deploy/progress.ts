// The lines in the terminal while something is checked or published: a tick for what is done, a cross for where it stopped.
import { styleText } from "node:util";

/** `tell`: what stands behind the title once the work is done. */
export type Work<T> = (tell: (words: string) => void) => Promise<T>;

/** Does the work and says so. `loud`: the work speaks to the terminal itself, so it is announced. */
export type Step = <T>(title: string, work: Work<T>, options?: { readonly loud: boolean }) => Promise<T>;

const TITLE_WIDTH = 11;

export function stepsTo(write: (line: string) => void): Step {
  return async (title, work, { loud } = { loud: false }) => {
    let words = "";
    if (loud) write(`  … ${title}`);
    try {
      const result = await work((told) => {
        words = told;
      });
      write(`  ${TICK} ${title.padEnd(TITLE_WIDTH)} ${words}`.trimEnd());
      return result;
    } catch (error) {
      write(`  ${CROSS} ${title}`);
      throw error;
    }
  };
}

export const TICK = styleText("green", "✓", { stream: process.stdout });
export const CROSS = styleText("red", "✗", { stream: process.stdout });
export const DOUBT = styleText("yellow", "!", { stream: process.stdout });
