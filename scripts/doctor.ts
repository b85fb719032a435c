// `SLACK_BOT_TOKEN=xoxb-… npm run doctor`: asks Slack whether everybody and everything that src/flows names is there, and whether
// the app may do what it must. Only reads; ends with 1 where something will not work.
import process from "node:process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { strategies } from "../src/strategies/registry.ts";
import { checkFlows, sayFlows } from "./deploy/check-flows.ts";
import { stepsTo } from "./deploy/progress.ts";
import { projectIn } from "./deploy/project-files.ts";
import { examine } from "./doctor/examine.ts";
import { examineAudit } from "./doctor/examine-audit.ts";
import type { Finding } from "./doctor/finding.ts";
import { closingLine, reportLines } from "./doctor/report.ts";
import { doctorSettings } from "./doctor/settings.ts";
import { createAskSlack } from "./doctor/slack-api.ts";
import { runCommand } from "./run-command.ts";

const USAGE = `SLACK_BOT_TOKEN=xoxb-… npm run doctor   asks Slack whether everybody and everything that src/flows names is there

The token is under OAuth & Permissions in your Slack app's settings. The doctor only reads.`;

function show(finding: Finding): void {
  for (const line of reportLines(finding)) console.log(line);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: "boolean", short: "h" } } });
  if (values.help) return console.log(USAGE);
  const settings = doctorSettings(process.env);
  const project = projectIn(fileURLToPath(new URL("..", import.meta.url)));
  const { deployment } = await stepsTo(console.log)("Flows", async (tell) => {
    const checked = await checkFlows(project, strategies);
    tell(sayFlows(checked.deployment));
    return checked;
  });
  const findings = await examine(createAskSlack(settings), deployment, show);
  for (const finding of examineAudit(await project.wranglerSettings())) {
    findings.push(finding);
    show(finding);
  }
  console.log(`\n${closingLine(findings)}`);
  if (findings.some(({ verdict }) => verdict === "refused")) process.exitCode = 1;
}

await runCommand(USAGE, main);
