// Lets vitest load the mutant's modules instead of ours, in every project, when `SYM_MUTANT` names one. Without it: nothing.
import process from "node:process";
import type { Plugin } from "vitest/config";
import { edited, editsByFile, mutantNamed } from "./edit.ts";

export async function mutantPlugins(): Promise<Plugin[]> {
  const name = process.env.SYM_MUTANT;
  if (name === undefined || name === "") return [];
  const files = editsByFile(await mutantNamed(name));
  return [
    {
      name: `sym:mutant:${name}`,
      enforce: "pre",
      transform(code, id) {
        const edits = files.get(id.split("?")[0] ?? id);
        return edits === undefined ? null : { code: edited(code, edits), map: null };
      },
    },
  ];
}
