// How a command of ours ends when it does not come to its end: what was refused with what to do about it, a wrong option with
// the usage. Everything else is a mistake of ours and shows as one.
import process from "node:process";
import { Refused } from "./deploy/refused.ts";

export async function runCommand(usage: string, main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.exitCode = 1;
    if (error instanceof Refused) {
      console.error(`\n${error.message}\n`);
      for (const line of error.todo) console.error(`  ${line}`);
    } else if (error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS"))
      console.error(`${error.message}\n\n${usage}`);
    else throw error;
  }
}
