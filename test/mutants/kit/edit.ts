// Makes a mutant's edits in the text of a module. A text that is not there exactly once fails loudly: a mutant that changes
// nothing, or something else, proves nothing.
import { existsSync, readdirSync } from "node:fs";
import { posix, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Edit, Mutant } from "./mutant.ts";

const FOLDER = "test/mutants";

export const mutantNames = (): string[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => posix.basename(name, ".ts"))
    .sort();

export async function mutantNamed(name: string): Promise<Mutant> {
  if (!/^[a-z0-9-]+$/.test(name) || !existsSync(`${FOLDER}/${name}.ts`)) throw new Error(`there is no mutant ${name}`);
  const { href } = pathToFileURL(resolve(FOLDER, `${name}.ts`));
  const module = (await import(/* @vite-ignore */ href)) as { readonly default: Mutant };
  return module.default;
}

/** By absolute path of the module. */
export function editsByFile({ edits }: Mutant): ReadonlyMap<string, readonly Edit[]> {
  const files = new Map<string, Edit[]>();
  for (const edit of edits) {
    const path = resolve(edit.in);
    files.set(path, [...(files.get(path) ?? []), edit]);
  }
  return files;
}

export function edited(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const edit of edits) {
    const times = result.split(edit.from).length - 1;
    if (times !== 1)
      throw new Error(`${edit.in} has this text ${times} times, not once; bring the mutant up to date:\n${edit.from}`);
    result = result.replace(edit.from, () => edit.to);
  }
  return result;
}
