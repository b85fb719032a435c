// Lets vitest load the mutant's modules instead of ours, in every project, when `SYM_MUTANT` names one. Without it: nothing.
import { createHash } from "node:crypto";
import process from "node:process";
import type { Plugin } from "vitest/config";
import { edited, editsByFile, mutantNamed } from "./edit.ts";

export async function mutantPlugins(): Promise<Plugin[]> {
  const name = process.env.SYM_MUTANT;
  if (name === undefined || name === "") return [];
  const mutant = await mutantNamed(name);
  const files = editsByFile(mutant);
  // Modules are kept from run to run under the names of the plugins: other edits must be another name.
  const edits = createHash("sha256").update(JSON.stringify(mutant.edits), "utf8").digest("hex").slice(0, 16);
  return [
    {
      name: `sym:mutant:${name}:${edits}`,
      enforce: "pre",
      transform(code, id) {
        const own = files.get(id.split("?")[0] ?? id);
        return own === undefined ? null : { code: edited(code, own), map: null };
      },
    },
  ];
}
