// A deployment that may not go on: what is wrong, and what to do. Everything else that is thrown is a fault of the script.
import { stripVTControlCharacters } from "node:util";
import type { Outcome } from "./project.ts";

export class Refused extends Error {
  override readonly name = "Refused";
  /** What to do, one line each. */
  readonly todo: readonly string[];
  /** `what`: one sentence, or a list under one. */
  constructor(what: string, ...todo: readonly string[]) {
    super(what);
    this.todo = todo;
  }
}

/** The one thing, or all of them under a title. */
export const listed = (title: string, things: readonly string[]): string =>
  things.length === 1 ? `${things[0]}` : [title, ...things.map((thing) => `  - ${thing}`)].join("\n");

const LINES_OF_WRANGLER = 12;
const AGAIN = "Run npm run deploy again: what is done already is not done twice.";
const CHOOSE = 'Write the one that you want into wrangler.toml, below its name: account_id = "…"';

/** wrangler ended badly: its own words, where nobody has seen them yet, and what to do. */
export function wranglerFailed(what: string, outcome: Outcome, ...todo: readonly string[]): Refused {
  const words = wordsOf(outcome);
  const advice = /More than one account available/.test(words) ? [CHOOSE] : todo;
  if (words === "")
    return new Refused(`${what}; wrangler says why above (exit code ${outcome.code}).`, ...advice, AGAIN);
  return new Refused(`${what}. wrangler says:\n${words}`, ...advice, AGAIN);
}

/** Without empty lines and without where its log is kept. */
function wordsOf({ stdout, stderr }: Outcome): string {
  return stripVTControlCharacters(stderr.trim() === "" ? stdout : stderr)
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.includes("Logs were written to"))
    .slice(0, LINES_OF_WRANGLER)
    .map((line) => `  ${line}`)
    .join("\n");
}
