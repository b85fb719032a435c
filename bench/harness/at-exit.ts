// What must be undone when the run ends, however it ends short of a kill: processes stopped, folders removed.

const undoings = new Set<() => void>();

process.once("exit", () => {
  for (const undo of undoings) undo();
});
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
] as const)
  process.once(signal, () => process.exit(code));

/** `undo` must not wait for anything. Gives back a way to do it at once, and then no more. */
export function atExit(undo: () => void): () => void {
  const once = (): void => {
    if (undoings.delete(once)) undo();
  };
  undoings.add(once);
  return once;
}
