// A copy of the project on the disk, with Flows of somebody's own in it, for the scripts to run in. Takes nothing from src/flows:
// whoever has put their own there runs these tests too.
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { REAL_TOML } from "./fake-project.ts";

const PARTS = ["scripts", "src", "migrations", "playground/world-seed.ts", "package.json", "manifest.json"];

export interface OwnCheckout {
  readonly folder: string;
  remove(): void;
}

export function ownCheckout(): OwnCheckout {
  const folder = mkdtempSync(join(tmpdir(), "sym-checkout-"));
  const at = (path: string): string => join(folder, path);
  for (const part of PARTS) cpSync(part, at(part), { recursive: true });
  symlinkSync(join(process.cwd(), "node_modules"), at("node_modules"), "dir");
  writeFileSync(at("wrangler.toml"), REAL_TOML);
  rmSync(at("src/flows"), { recursive: true });
  cpSync("test/pure/scripts/flows.ts", at("src/flows/index.ts"));
  const flows = readFileSync(at("src/flows/index.ts"), "utf8").replace("../../../src/sym.ts", "../sym.ts");
  writeFileSync(at("src/flows/index.ts"), `${flows}\nexport default ownFlows;\n`);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
