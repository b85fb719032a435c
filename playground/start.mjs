// `npm start`: sets up what is missing, runs the playground under the Node that it needs, and cleans up after it if it is
// killed. Plain JavaScript without packages, since it runs before they are there. Never keeps the playground alive by itself.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { answerBeforePackages } from "./run/before-packages.mjs";
import { whenNpmIsGone } from "./run/npm-process.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const inRoot = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const ownNode = inRoot(`node_modules/.bin/node${process.platform === "win32" ? ".exe" : ""}`);

let child;
let stopping = false;
const stop = () => {
  stopping = true;
  child?.kill("SIGTERM");
};
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);

/** Resolves with the exit code; a death by signal counts as 1. */
function run(command, args, options = {}) {
  return new Promise((resolve, reject) => {
    child = spawn(command, args, { cwd: root, stdio: "inherit", ...options });
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code: code ?? 1, signal }));
  });
}

/** Whether every package that the lockfile wants on any machine is there in its version. */
function packagesFit() {
  try {
    const wanted = JSON.parse(readFileSync(inRoot("package-lock.json"), "utf8")).packages;
    const present = JSON.parse(readFileSync(inRoot("node_modules/.package-lock.json"), "utf8")).packages;
    return Object.entries(wanted).every(
      ([path, { version, optional }]) =>
        path === "" || present[path]?.version === version || (optional === true && present[path] === undefined),
    );
  } catch {
    return false;
  }
}

async function installPackages() {
  const startedAt = Date.now();
  const seconds = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
  console.log("Installing the packages, once; this takes about half a minute.");
  const ticker = setInterval(() => console.log(`  still installing (${seconds()})`), 10_000);
  // npm says where it lives and under which Node it runs; without it, whatever `npm` is on the path.
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  const args = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code } =
    npm?.endsWith(".js") && node !== undefined
      ? await run(node, [npm, ...args])
      : await run("npm", args, { shell: process.platform === "win32" });
  clearInterval(ticker);
  if (code !== 0) throw new Error(`npm ci failed (exit code ${code}); what it said stands above.`);
  console.log(`Packages installed (${seconds()}).`);
}

async function main() {
  const args = process.argv.slice(2);
  if (!packagesFit()) {
    const answer = await answerBeforePackages(args, root);
    if (answer !== null) {
      console.log(answer);
      return 0;
    }
    await installPackages();
  }
  if (stopping) return 0;
  if (!existsSync(ownNode))
    throw new Error("No Node for this platform among the packages: was it installed with --omit=optional?");
  // The channel tells the playground when this process is gone, however it went.
  const { code, signal } = await run(ownNode, [inRoot("playground/start.ts"), ...args], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  if (signal === null) return code;
  if (!stopping) console.error(`The playground was ended by ${signal}; ending what it left behind.`);
  await run(ownNode, [inRoot("playground/run/end-orphans.ts"), ...args]);
  return stopping ? 0 : 1;
}

whenNpmIsGone(stop);

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
