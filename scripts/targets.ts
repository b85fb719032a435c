// Writes the table of docs/targets/README.md anew: `npm run targets`. Changes nothing else there.
import { readFileSync, writeFileSync } from "node:fs";
import { deployed } from "../src/strategies/registry.ts";
import { describe, tableIn, tableOf, withTable } from "./targets/table.ts";

const path = "docs/targets/README.md";
const page = readFileSync(path, "utf8");
if (tableIn(page) === null) throw new Error(`${path} has no place for the table`);
writeFileSync(path, withTable(page, tableOf(await describe(deployed))));
