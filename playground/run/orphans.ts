// Runtime processes that outlived the playground which started them: they would go on firing alarms on its data. Finds
// them by the name under which only this data directory's processes run. Never ends a process of any other name.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import process from "node:process";
import { setTimeout as sleep } from "node:timers/promises";

/** Ends every process whose program was started as `program`, an absolute path. Gives back how many there were. */
export async function endProcessesOf(program: string, limitMs = 5_000): Promise<number> {
  const found = killProcessesOf(program);
  for (const until = Date.now() + limitMs; processesOf(program).length > 0; await sleep(20)) {
    if (Date.now() > until) throw new Error(`process ${processesOf(program).join(", ")} does not end`);
  }
  return found.length;
}

/** The same without waiting until they are gone. */
export function killProcessesOf(program: string): readonly number[] {
  const found = processesOf(program);
  for (const pid of found) kill(pid);
  return found;
}

export function processesOf(program: string): number[] {
  return existsSync("/proc/self/cmdline") ? fromProc(program) : fromPs(program);
}

function fromProc(program: string): number[] {
  return readdirSync("/proc").flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      return readFileSync(`/proc/${entry}/cmdline`, "utf8").split("\0")[0] === program ? [Number(entry)] : [];
    } catch {
      // It ended meanwhile, or is somebody else's.
      return [];
    }
  });
}

/** For macOS, which has no /proc. */
function fromPs(program: string): number[] {
  const { stdout } = spawnSync("ps", ["-A", "-ww", "-o", "pid=,args="], { encoding: "utf8", maxBuffer: 16_777_216 });
  return pidsIn(stdout ?? "", program);
}

/** `listing`: what `ps -o pid=,args=` prints. */
export function pidsIn(listing: string, program: string): number[] {
  return listing.split("\n").flatMap((line) => {
    const [, pid = "", args = ""] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return args === program || args.startsWith(`${program} `) ? [Number(pid)] : [];
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It ended meanwhile.
  }
}
