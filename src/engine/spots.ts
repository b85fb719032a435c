// The Targets that are deployed, with the realm of their accounts, by the names that people type. Only reads what is deployed.
import { exampleOf } from "../domain/bound-target.ts";
import type { Target } from "../domain/flow.ts";
import type { Strategy } from "../ports.ts";
import { realmOf } from "./account.ts";
import type { World } from "./world.ts";

export interface Spot {
  /** `ENVIRONMENT/TARGET` */
  readonly name: string;
  readonly target: Target;
  readonly strategy: Strategy;
  readonly realm: string;
  /** A field says which one it is: the target stands here with the example of its rule. */
  readonly isExample: boolean;
}

type Here = Pick<World, "deployment" | "strategies">;

export const spotsIn = ({ deployment, strategies }: Here): readonly Spot[] =>
  deployment.flows.flatMap(({ flow }) =>
    flow.targets.flatMap((offered) => {
      const target = exampleOf(offered);
      const strategy = strategies(target.strategy);
      if (strategy === null) return [];
      const name = `${flow.environment}/${target.name}`;
      return [
        { name, target, strategy, realm: realmOf(strategy, flow.environment, target), isExample: target !== offered },
      ];
    }),
  );

/** `orders-read`, in whatever Environment, or `prod/orders-read`. Names are in small letters, however they are typed. */
export function spotsNamed(here: Here, typed: string): readonly Spot[] {
  const wanted = typed.toLowerCase();
  return spotsIn(here).filter(({ name, target }) => name === wanted || target.name === wanted);
}

export const targetNames = (here: Here): readonly string[] =>
  [...new Set(spotsIn(here).map(({ target }) => target.name))].sort();
