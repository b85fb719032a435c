// The Flows of src/flows as data, for a bot that is not Sym: the same forms, drawn once, and the same checks of what comes back.
import type { View } from "@slack/types";
import type { FlowVersion } from "../../src/domain/flow.ts";
import { checkDeployment, sayProblems } from "../../src/domain/flow-check.ts";
import definition from "../../src/flows/index.ts";
import { parseForm, readFormMetadata, renderForm } from "../../src/slack/views/request-form.ts";
import { strategies } from "../../src/strategies/registry.ts";

export interface OfferedFlow {
  readonly version: FlowVersion;
  readonly form: View;
}

const checked = checkDeployment(definition, strategies);
if (!checked.ok) throw new Error(sayProblems(checked.problems));
const { flows, defaultEnvironment } = checked.deployment;

const offered: ReadonlyMap<string, OfferedFlow> = new Map(
  flows
    .filter(({ flow }) => flow.environment === defaultEnvironment)
    .map((version) => [version.flow.name, { version, form: JSON.parse(JSON.stringify(renderForm(version))) }]),
);

/** The Flow of that name in the default Environment. */
export const flowCalled = (name: string): OfferedFlow | null => offered.get(name.toLowerCase()) ?? null;

export interface Sent {
  readonly version: FlowVersion;
  readonly answers: ReturnType<typeof parseForm>;
}

/** What stands in a form that was sent; null where it is not one of these. */
export function readSent(privateMetadata: string, values: unknown): Sent | null {
  const flow = flowCalled(readFormMetadata(privateMetadata)?.flow ?? "");
  return flow === null ? null : { version: flow.version, answers: parseForm(values, flow.version) };
}

/** The people whom the Flow's rule names by id. This bot knows no groups. */
export function approversOf({ flow }: FlowVersion): readonly string[] {
  const rules = flow.approvers.kind === "any_of" ? flow.approvers.rules : [flow.approvers];
  return rules.flatMap((rule) => (rule.kind === "people" ? rule.ids : []));
}
