// The deployed Targets whose members can be listed, put together where they speak of the same members. Only reads what is deployed.
import { type Place, placeOf } from "../domain/drift.ts";
import type { Strategy } from "../ports.ts";
import { type Spot, spotsIn } from "./spots.ts";
import type { World } from "./world.ts";

export interface ListedPlace extends Place {
  readonly strategy: Strategy;
  /** Each Target once, the first being asked. */
  readonly spots: readonly [Spot, ...Spot[]];
  /** Every Target of these members says so. */
  readonly removes: boolean;
  readonly allowed: readonly string[];
}

/** Those that nobody is to look at are left out, and what a form says: which places that are is known of no list. */
export function placesIn({ deployment, strategies }: Pick<World, "deployment" | "strategies">): readonly ListedPlace[] {
  const said = new Map((deployment.drift ?? []).map((drift) => [`${drift.environment}/${drift.target}`, drift]));
  const spots = [...new Map(spotsIn({ deployment, strategies }).map((spot) => [spot.name, spot])).values()];
  const found = spots.flatMap((spot) => {
    const isLooked = !spot.isExample && spot.strategy.list !== undefined && said.get(spot.name)?.looks !== false;
    const place = isLooked ? placeOf(spot.strategy, spot.target.settings) : null;
    return place === null ? [] : [{ place, spot }];
  });
  return [...Map.groupBy(found, ({ place }) => place.key).values()].flatMap((same) => {
    const [first, ...more] = same;
    if (first === undefined) return [];
    const all = same.map(({ spot }) => said.get(spot.name));
    return {
      ...first.place,
      strategy: first.spot.strategy,
      spots: [first.spot, ...more.map(({ spot }) => spot)] as const,
      removes: all.every((drift) => drift?.removes === true),
      allowed: all.flatMap((drift) => drift?.allowed ?? []),
    };
  });
}
