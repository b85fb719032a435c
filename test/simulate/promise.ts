// Which promise a sentence speaks of. Holds nothing else, so that whoever only sorts sentences need not load a world.

/** `I2`, or the beginning of a sentence that names none. */
export const promiseOf = (sentence: string): string => /^I\d/.exec(sentence)?.[0] ?? sentence.slice(0, 20);
