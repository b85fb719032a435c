// Reads src/flows as the Worker does at its start, so that what would close its front door is told before it is published.
import { type CheckedDeployment, checkDeployment, sayProblems } from "../../src/domain/flow-check.ts";
import type { Strategies } from "../../src/ports.ts";
import { strategiesOf } from "../../src/strategies/custom/strategy.ts";
import type { Project } from "./project.ts";
import { Refused } from "./refused.ts";

export interface CheckedFlows {
  readonly deployment: CheckedDeployment;
  /** Those of the product, and those that the deployment brings along. */
  readonly strategies: Strategies;
}

/** Throws `Refused` with every problem, each naming its Flow and setting. */
export async function checkFlows(project: Pick<Project, "loadFlows">, deployed: Strategies): Promise<CheckedFlows> {
  let definition: unknown;
  try {
    definition = await project.loadFlows();
  } catch (error) {
    throw new Refused(
      `src/flows cannot be loaded: ${error instanceof Error ? error.message : String(error)}`,
      "Run npm run check: it names the file and the line.",
    );
  }
  const strategies = strategiesOf(definition, deployed);
  const check = checkDeployment(definition, strategies);
  if (!check.ok) throw new Refused(sayProblems(check.problems), "docs/flows.md describes every setting.");
  return { deployment: check.deployment, strategies };
}

/** `3 Flows in 2 Environments` */
export function sayFlows({ flows, environments }: CheckedDeployment): string {
  const names = new Set(flows.map(({ flow }) => flow.name));
  return `${counted(names.size, "Flow")} in ${counted(environments.length, "Environment")}`;
}

export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
