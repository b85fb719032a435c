// A count as it is given to a script. Never guesses: what is not a whole number from 0 on is an error that says so.

export function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new Error(`--${name} wants a whole number, not ${JSON.stringify(text)}`);
}
