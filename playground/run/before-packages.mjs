// What `npm start` can answer before any package is installed: how it is used, and where the playground is already running,
// whose packages must not be replaced under it. Plain JavaScript without packages. Never writes anything.
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

const ANSWER_LIMIT_MS = 1_000;

/** What to say instead of installing; null where there is nothing. `root`: the project's directory. */
export async function answerBeforePackages(args, root) {
  // What is wrong with the line is said once there are packages.
  const { values } = parseArgs({
    args,
    strict: false,
    options: { help: { type: "boolean", short: "h" }, data: { type: "string" } },
  });
  if (values.help) return readFileSync(new URL("./usage.txt", import.meta.url), "utf8").trimEnd();
  const data = typeof values.data === "string" ? values.data : ".playground";
  const running = await askRunning(join(resolve(root, data), "running.json"));
  if (running === null) return null;
  return `The playground is running${running.url === null ? "" : ` already: ${running.url}`}
The packages are no longer those of package-lock.json. End it with Ctrl-C where it runs; npm start then installs them.`;
}

/** Who answers at the port in the file: what `claimRunning` left there. */
async function askRunning(lock) {
  try {
    const { port, token } = JSON.parse(readFileSync(lock, "utf8"));
    const said = JSON.parse(await textFrom(port));
    return said.token === token ? said : null;
  } catch {
    return null;
  }
}

function textFrom(port) {
  return new Promise((done) => {
    const socket = connect({ port, host: "127.0.0.1" });
    let text = "";
    socket.setTimeout(ANSWER_LIMIT_MS, () => socket.destroy());
    socket.on("data", (chunk) => {
      text += chunk;
    });
    socket.on("error", () => done(""));
    socket.on("close", () => done(text));
  });
}
