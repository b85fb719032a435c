// Files in src/flows that the deployment does not reach: a Flow in such a file is there for nobody, and no error says so.
// Follows imports by their text alone, and never refuses anything.
import { posix } from "node:path";
import type { SourceFile } from "./project.ts";

const INDEX = "src/flows/index.ts";
const IMPORTED = /\b(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g;
/** Tests of somebody's own Flows, and types. */
const BESIDE = /\.(?:test|spec|d)\.[cm]?ts$/;

/** A sentence, or none. */
export function sayUnlisted(sources: readonly SourceFile[]): string[] {
  const files = new Map(sources.map(({ path, text }) => [path, text]));
  const reached = new Set<string>();
  const follow = (path: string): void => {
    const text = files.get(path);
    if (text === undefined || reached.has(path)) return;
    reached.add(path);
    for (const [, to = ""] of text.matchAll(IMPORTED)) follow(posix.join(posix.dirname(path), to));
  };
  follow(INDEX);
  const left = [...files.keys()].filter((path) => !reached.has(path) && !BESIDE.test(path));
  if (!files.has(INDEX) || left.length === 0) return [];
  return [`nothing imports ${left.join(", ")}: a Flow is there once src/flows/index.ts lists it`];
}
