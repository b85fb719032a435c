// Lets Node load the mutant's modules instead of ours. Works on what is imported from then on, in this thread alone.
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { edited, editsByFile, mutantNamed } from "./edit.ts";

export async function mutateModules(name: string): Promise<void> {
  const files = editsByFile(await mutantNamed(name));
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const edits = url.startsWith("file:") ? files.get(fileURLToPath(url)) : undefined;
      if (edits === undefined || loaded.source == null) return loaded;
      const text = typeof loaded.source === "string" ? loaded.source : new TextDecoder().decode(loaded.source);
      return { ...loaded, source: edited(text, edits) };
    },
  });
}
