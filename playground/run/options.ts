// What may be said behind `npm start --`. Never guesses: a word that is not known ends the start with the list of those
// that are.
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";

export interface Options {
  /** The port that was asked for; null: the usual one, or the next that is free. */
  readonly port: number | null;
  /** Opens the page in a browser. */
  readonly open: boolean;
  /** Forgets everything first. */
  readonly reset: boolean;
  /** Where everything is kept; absolute. */
  readonly data: string;
  readonly help: boolean;
}

export const USAGE = readFileSync(new URL("./usage.txt", import.meta.url), "utf8").trimEnd();

/** `root`: the project's directory. Throws an error that a person can read. */
export function readOptions(args: readonly string[], root: string): Options {
  const values = parsed(args);
  return {
    ...values,
    port: values.port === undefined ? null : portFrom(values.port),
    data: resolve(root, values.data),
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        open: { type: "boolean", default: false },
        reset: { type: "boolean", default: false },
        data: { type: "string", default: ".playground" },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    // Node's own words name the option; what follows their first sentence is for programmers.
    const [said = ""] = (error instanceof Error ? error.message : String(error)).split(". ");
    throw new Error(`${said}. This is what can be said:\n\n${USAGE}`, { cause: error });
  }
}

function portFrom(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port < 1 || port > 65_535) throw new Error(`--port: ${JSON.stringify(text)} is not a number from 1 to 65535`);
  return port;
}
