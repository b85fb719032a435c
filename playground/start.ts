// Starts the playground, or says where it is running, and ends every part of it however it is asked to. Run by start.mjs.
// Never leaves a process behind, and never takes longer to end than a person waits.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { forgetEverything, openDataDirectory } from "./run/data-directory.ts";
import { readOptions, USAGE } from "./run/options.ts";
import { endProcessesOf, killProcessesOf } from "./run/orphans.ts";
import { type Progress, progressTo, seconds } from "./run/progress.ts";
import { claimRunning } from "./run/running.ts";

const STOP_LIMIT_MS = 8_000;

async function main(progress: Progress): Promise<void> {
  const startedAt = performance.now();
  const options = readOptions(process.argv.slice(2), fileURLToPath(new URL("..", import.meta.url)));
  if (options.help) return progress.say(USAGE);

  const data = openDataDirectory(options.data);
  const claim = await claimRunning(data.lock);
  if (claim.taken) {
    progress.say(
      claim.url === null ? "The playground is starting already." : `The playground is running already: ${claim.url}`,
    );
    if (options.reset) throw new Error("It was not reset: end it first, with Ctrl-C where it runs.");
    if (options.open && claim.url !== null) openInBrowser(claim.url);
    return;
  }
  // Also where something breaks that nobody thought of.
  process.once("exit", () => killProcessesOf(data.workerd));
  const orphans = await endProcessesOf(data.workerd);
  if (orphans > 0) progress.say("The last playground was killed; what it left running has been ended.");
  if (options.reset) forgetEverything(data);
  const isFirst = !existsSync(data.database);

  // Asked to stop before there is anything to stop: then it stops as soon as there is.
  const asked = Promise.withResolvers<void>();
  onlyListener(asked.resolve);
  // The one who started it is gone.
  process.on("disconnect", () => asked.resolve());

  progress.say(isFirst ? "Starting the playground; the first start takes longest." : "Starting the playground.");
  // Loaded only now: it takes a while, and somebody may only want to know where the playground is.
  const { startPlayground } = await progress.step("programs", () => import("./run/playground.ts"));
  const playground = await startPlayground(data, options.port, progress);
  onlyListener(asked.resolve);
  claim.tell(playground.url);
  if (playground.botRuns) progress.say(`Ready in ${seconds(performance.now() - startedAt)}.`);
  else
    progress.warn(
      "The page is there, but the bot is not, for the reason above. It starts once that is mended and saved.",
    );
  progress.say("Ctrl-C ends it; what happened is kept.\n");
  progress.say(`    the page       ${playground.url}`);
  progress.say(`    PostgreSQL     ${playground.databaseUrl}`);
  progress.say(`    the bot's log  ${data.botLog}\n`);
  if (options.open) openInBrowser(playground.url);

  await asked.promise;
  progress.say("\nEnding the playground.");
  const late = setTimeout(() => {
    progress.warn("It does not end by itself; ending it by force.");
    process.exit(1);
  }, STOP_LIMIT_MS);
  await playground.stop();
  claim.release();
  clearTimeout(late);
}

/** The runtime's own listeners would end the process before anything is put away. */
function onlyListener(stop: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.removeAllListeners(signal).on(signal, stop);
}

function openInBrowser(url: string): void {
  const [command, args] =
    process.platform === "darwin"
      ? ["open", [url]]
      : process.platform === "win32"
        ? ["cmd", ["/c", "start", "", url]]
        : ["xdg-open", [url]];
  // Where there is no browser, the address stands in the terminal.
  spawn(command, args, { stdio: "ignore", detached: true })
    .on("error", () => undefined)
    .unref();
}

try {
  await main(progressTo(console.log, () => performance.now()));
  process.exit();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
