// `npm run flows`: reads src/flows as the Worker does at its start. wrangler runs it ahead of every deployment, so that Flows
// which would close the front door are refused before they are published. Changes nothing and asks nobody.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { strategies } from "../src/strategies/registry.ts";
import { checkFlows, sayFlows } from "./deploy/check-flows.ts";
import { projectIn } from "./deploy/project-files.ts";
import { Refused } from "./deploy/refused.ts";
import { sayUnlisted } from "./deploy/unlisted-files.ts";

try {
  const project = projectIn(fileURLToPath(new URL("..", import.meta.url)));
  const { deployment } = await checkFlows(project, strategies);
  console.log([sayFlows(deployment), ...sayUnlisted(project.flowSources())].join("; "));
} catch (error) {
  if (!(error instanceof Refused)) throw error;
  process.exitCode = 1;
  console.error([error.message, ...error.todo].join("\n"));
}
