// What every listener works with. Made once per isolate; holds nothing of any request.
import type { FlowVersion } from "../../domain/flow.ts";
import type { Clock, Commands, Deployment, Log } from "../../ports.ts";
import type { CallSlack, Respond } from "../client.ts";

export interface Front {
  readonly deployment: Deployment;
  readonly commands: Commands;
  readonly call: CallSlack;
  readonly respond: Respond;
  readonly clock: Clock;
  readonly log: Log;
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
