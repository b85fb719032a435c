// Where a run keeps what it writes: in memory where the machine offers that, so that a disk shared with others is not measured.
// Everything goes when the run ends.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { atExit } from "./at-exit.ts";

const IN_MEMORY = "/dev/shm";

export const keptInMemory = existsSync(IN_MEMORY);

export function folderOfRun(): string {
  const dir = mkdtempSync(join(keptInMemory ? IN_MEMORY : tmpdir(), "sym-bench-"));
  atExit(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}
