// The check at start, as the tests ask it: against the strategies of the product.
import { type CheckedDeployment, checkDeployment, sayProblems } from "../../../src/domain/flow-check.ts";
import { strategiesOf } from "../../../src/strategies/custom/strategy.ts";
import { memory } from "../../../src/strategies/memory.ts";
import { MemoryTarget } from "../../../src/strategies/memory-target.ts";
import { strategiesWith } from "../../../src/strategies/registry.ts";

/** Those of the product, and the reference. None of them is ever called here. */
const known = strategiesWith([memory(new MemoryTarget())]);

/** What is wrong with a definition; empty where nothing is. */
export function problemsOf(definition: unknown): readonly string[] {
  const checked = checkDeployment(definition, strategiesOf(definition, known));
  return checked.ok ? [] : checked.problems;
}

/** The deployment that it becomes. Throws, with all problems, where something is wrong. */
export function deploymentOf(definition: unknown): CheckedDeployment {
  const checked = checkDeployment(definition, strategiesOf(definition, known));
  if (!checked.ok) throw new Error(sayProblems(checked.problems));
  return checked.deployment;
}
