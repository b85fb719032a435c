// `npm run deploy`: the first deployment and every later one. `--dry-run` does everything that needs no account.
// After the first, `npx wrangler deploy` publishes a changed Flow too. It looks at the Flows alone: a secret that is missing
// shows at the first grant, and a migration waits for this one.
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { strategies } from "../src/strategies/registry.ts";
import { nextSteps } from "./deploy/next-steps.ts";
import { stepsTo } from "./deploy/progress.ts";
import { projectIn } from "./deploy/project-files.ts";
import { publish, rehearse } from "./deploy/publish.ts";
import { runCommand } from "./run-command.ts";

const USAGE = `npm run deploy                  checks, makes what is missing, and publishes
npm run deploy -- --dry-run     checks and builds; needs no account and changes nothing`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { "dry-run": { type: "boolean", default: false }, help: { type: "boolean" } },
  });
  if (values.help) return console.log(USAGE);
  const project = projectIn(fileURLToPath(new URL("..", import.meta.url)));
  const publishing = { project, strategies, step: stepsTo(console.log) };
  if (values["dry-run"]) {
    await rehearse(publishing);
    return console.log("\nNothing was published. npm run deploy does it.");
  }
  const published = await publish(publishing);
  console.log(`\n${nextSteps(published, project.manifestOrigin()).join("\n")}`);
}

await runCommand(USAGE, main);
