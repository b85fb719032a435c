// Run by start.mjs after the playground was killed: ends the runtime processes that it left behind, and nothing else.
// Never runs while a playground is alive on the same data.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { openDataDirectory } from "./data-directory.ts";
import { readOptions } from "./options.ts";
import { endProcessesOf } from "./orphans.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
await endProcessesOf(openDataDirectory(readOptions(process.argv.slice(2), root).data).workerd);
