// Can Sym still give and take at each Target? Asked of the targets themselves, by whoever holds the token; nothing is changed there
// and nobody is named. Says what is wrong in the strategies' own words.

import { slotKey } from "../domain/access.ts";
import { canonicalJson } from "../domain/canonical.ts";
import { CALL_LIMIT_MS } from "../domain/entitlement.ts";
import type { Flow } from "../domain/flow.ts";
import type { World } from "../engine/world.ts";
import { PermanentError, TransientError } from "../ports.ts";

const AT_ONCE = 5;

export interface TargetCheck {
  readonly target: string;
  readonly environment: string;
  /** `unknown`: its strategy cannot tell. */
  readonly answer: "fine" | "unknown" | "trouble";
  readonly class?: string;
  readonly detail?: string;
}

type ChecksWorld = Pick<World, "clock" | "strategies" | "deployment" | "outside">;
type Asked = Pick<TargetCheck, "target" | "environment"> & Pick<Flow["targets"][number], "strategy" | "settings">;

/** Each Target of an Environment once, however many Flows offer it. */
export async function checkTargets(world: ChecksWorld): Promise<TargetCheck[]> {
  const all = world.deployment.flows.flatMap(({ flow }) =>
    flow.targets.map(({ name, strategy, settings }): [string, Asked] => [
      slotKey(strategy, [flow.environment, name, canonicalJson(settings)]),
      { target: name, environment: flow.environment, strategy, settings },
    ]),
  );
  const asked = [...new Map(all).values()];
  const checks: TargetCheck[] = [];
  for (let first = 0; first < asked.length; first += AT_ONCE)
    checks.push(...(await Promise.all(asked.slice(first, first + AT_ONCE).map((one) => checkOne(world, one)))));
  return checks;
}

async function checkOne(world: ChecksWorld, { target, environment, ...of }: Asked): Promise<TargetCheck> {
  const { clock, outside } = world;
  const strategy = world.strategies(of.strategy);
  const check = strategy?.check?.bind(strategy);
  if (check === undefined) return { target, environment, answer: "unknown" };
  try {
    const now = (): number => clock.now();
    await clock.within(CALL_LIMIT_MS, (signal) => check(of.settings, { ...outside, signal, now }));
    return { target, environment, answer: "fine" };
  } catch (error) {
    if (error instanceof TransientError || error instanceof PermanentError)
      return { target, environment, answer: "trouble", class: error.class, detail: error.message };
    return { target, environment, answer: "trouble", class: "bug", detail: "the check itself failed" };
  }
}
