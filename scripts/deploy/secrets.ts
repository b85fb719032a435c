// Which secrets the deployment reads, and which of them the Worker does not have yet. Knows names alone: nobody can read a
// secret's value back, and none is ever asked for here.
import * as z from "zod";
import { exampleOf } from "../../src/domain/bound-target.ts";
import { secretsOfField } from "../../src/domain/field.ts";
import type { CheckedDeployment } from "../../src/domain/flow-check.ts";
import { secretsNamedIn } from "../../src/domain/source.ts";
import type { Strategies } from "../../src/ports.ts";
import { readJson } from "./json-answer.ts";
import type { Project } from "./project.ts";
import { Refused, wranglerFailed } from "./refused.ts";

/** Name to who reads it. */
export function secretsOf(
  { flows }: Pick<CheckedDeployment, "flows">,
  strategies: Strategies,
  always: readonly string[],
): ReadonlyMap<string, string> {
  const readers = new Map<string, string>(always.map((name) => [name, "Slack"]));
  const read = (name: string, reader: string): void => void (readers.has(name) || readers.set(name, reader));
  for (const { flow } of flows) {
    for (const target of flow.targets.map(exampleOf))
      for (const name of strategies(target.strategy)?.secrets(target.settings) ?? [])
        read(name, `Target ${target.name} in ${flow.environment}`);
    for (const field of flow.fields)
      for (const name of secretsOfField(field)) read(name, `the field ${field.name} of the Flow ${flow.name}`);
    for (const { secret, label } of [flow.requesters, flow.approvers].flatMap(secretsNamedIn))
      read(secret, `${label}, in a rule of the Flow ${flow.name}`);
  }
  return readers;
}

const listing = z.array(z.object({ name: z.string() }));

/** None where there is no such Worker yet: `wrangler secret put` makes it. */
async function secretsOfWorker(project: Project): Promise<readonly string[]> {
  const outcome = await project.wrangler(["secret", "list", "--format", "json"], "silent");
  if (outcome.code === 0) return readJson(outcome, listing, "secret list").map(({ name }) => name);
  if (/Worker ".+" not found/.test(outcome.stderr + outcome.stdout)) return [];
  throw wranglerFailed("The Worker's secrets could not be listed", outcome);
}

/** Throws `Refused` with the command for each secret that is missing. */
export async function checkSecrets(project: Project, needed: ReadonlyMap<string, string>): Promise<void> {
  const there = await secretsOfWorker(project);
  if (there.includes("SLACK_API_URL"))
    throw new Refused(
      "The Worker has a secret SLACK_API_URL, which would take the place of the one in wrangler.toml.",
      "npx wrangler secret delete SLACK_API_URL",
    );
  const missing = [...needed].filter(([name]) => !there.includes(name));
  if (missing.length === 0) return;
  const width = Math.max(...missing.map(([name]) => name.length));
  throw new Refused(
    `The Worker lacks ${missing.length === 1 ? "a secret" : `${missing.length} secrets`}. Each command asks for the value; it goes to Cloudflare and nowhere else.`,
    ...missing.map(([name, reader]) => `npx wrangler secret put ${name.padEnd(width)}   # ${reader}`),
    "Then run npm run deploy again.",
  );
}
