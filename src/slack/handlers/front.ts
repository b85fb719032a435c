// What every listener works with. Made once per isolate; holds nothing of any request.
import { whoClaims } from "../../domain/audit-entry.ts";
import type { FlowVersion } from "../../domain/flow.ts";
import type { Clock, Commands, Deployment, Log, Witness } from "../../ports.ts";
import type { CallSlack, Respond } from "../client.ts";

export interface Front {
  readonly deployment: Deployment;
  readonly commands: Commands;
  readonly call: CallSlack;
  readonly respond: Respond;
  readonly clock: Clock;
  readonly log: Log;
  readonly witness: Witness;
}

/** What the front door turned away: signed by Slack, and not what Sym takes. `at`: names of ours, never what was typed. */
export function turnAway(
  { witness }: Pick<Front, "witness">,
  person: { readonly userId: string; readonly teamId: string } | null,
  action: string,
  result: string,
  evidence: { readonly [name: string]: string } = {},
): void {
  const actor = person === null ? ({ kind: "system", name: "front" } as const) : whoClaims(person);
  witness({ actor, action, request: null, slot: null, result, state: null, evidence });
}

type Deployed = Pick<Front, "deployment">;

/** What names are found by: they ignore case. No name holds a line break. */
const nameKey = (flow: string, environment: string): string => `${environment}\n${flow}`.toLowerCase();

const indices = new WeakMap<Deployment, ReadonlyMap<string, FlowVersion>>();

/** The Flow of that name in that Environment as it is deployed now; names ignore case. */
export function findFlow({ deployment }: Deployed, flow: string, environment: string): FlowVersion | null {
  let index = indices.get(deployment);
  if (index === undefined) {
    index = new Map(deployment.flows.map((version) => [nameKey(version.flow.name, version.flow.environment), version]));
    indices.set(deployment, index);
  }
  return index.get(nameKey(flow, environment)) ?? null;
}

/** The Environment of that name, however it is spelt; null where there is none. */
export function findEnvironment({ deployment }: Deployed, name: string): string | null {
  return deployment.environments.find((one) => one.name.toLowerCase() === name.toLowerCase())?.name ?? null;
}
