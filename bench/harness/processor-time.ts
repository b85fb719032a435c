// How much processor time a process has used: tells what an interaction costs also on a machine that is busy with other things.
import { readFileSync } from "node:fs";

/** What Linux counts in, on every platform that Node runs on. */
const TICKS_PER_SECOND = 100;

/** Milliseconds, in steps of ten; null where the machine does not tell. */
export function processorMs(pid: number): number | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
  // The second field is the program's name in parentheses, which may hold spaces; user and system time are the 14th and 15th.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return ((Number(fields[11]) + Number(fields[12])) * 1_000) / TICKS_PER_SECOND;
}
