// Notices when the npm that runs `npm start` is gone without having been able to say so: killed, or its terminal closed.
// Plain JavaScript without packages, since it runs before they are there. Never ends anything by itself.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";

const LOOK_EVERY_MS = 1_000;

/** Calls `then` once, when npm is gone; never where it is not npm that runs us. */
export function whenNpmIsGone(then) {
  if (process.env.npm_lifecycle_event !== "start") return;
  // npm runs scripts through a shell, which may stay in between.
  const between = lookAt(process.ppid);
  const npm = between?.command.includes("start.mjs") ? between.parent : process.ppid;
  const looking = setInterval(() => {
    if (isThere(npm) && isThere(process.ppid)) return;
    clearInterval(looking);
    then();
  }, LOOK_EVERY_MS);
  looking.unref();
}

function isThere(pid) {
  try {
    process.kill(pid, 0);
    return pid > 1;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Command line and parent of a process; undefined where neither /proc nor ps can say. */
function lookAt(pid) {
  try {
    const [parent] = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ").slice(1);
    return { parent: Number(parent), command: readFileSync(`/proc/${pid}/cmdline`, "utf8") };
  } catch {
    const { stdout } = spawnSync("ps", ["-ww", "-o", "ppid=,args=", "-p", String(pid)], { encoding: "utf8" });
    const [, parent, command] = /^\s*(\d+)\s+(.*)/.exec(stdout ?? "") ?? [];
    return parent === undefined ? undefined : { parent: Number(parent), command };
  }
}
