// Can Sym still give and take at each Target, and ask each list outside that a rule names? Asked of the targets themselves, by whoever holds the token; nothing is changed there
// and nobody is named. Says what is wrong in the strategies' own words.
import { slotKey } from "../domain/access.ts";
import { examplesOf } from "../domain/bound-target.ts";
import { canonicalJson } from "../domain/canonical.ts";
import { CALL_LIMIT_MS } from "../domain/entitlement.ts";
import type { Flow } from "../domain/flow.ts";
import { type Source, sourceKey, sourcesOf } from "../domain/source.ts";
import type { World } from "../engine/world.ts";
import { PermanentError, TransientError } from "../ports.ts";

const AT_ONCE = 5;

interface Checked {
  readonly environment: string;
  /** `unknown`: its strategy cannot tell. */
  readonly answer: "fine" | "unknown" | "trouble";
  readonly class?: string;
  readonly detail?: string;
}
/** `source`: the label of a list outside, of which nobody is named here. */
export type TargetCheck = Checked & ({ readonly target: string } | { readonly source: string });

type ChecksWorld = Pick<World, "clock" | "strategies" | "deployment" | "outside" | "sources">;
type Asked = { readonly target: string; readonly environment: string } & Pick<
  Flow["targets"][number],
  "strategy" | "settings"
>;

/** Each Target of an Environment once, however many Flows offer it, and each list outside. */
export async function checkTargets(world: ChecksWorld): Promise<TargetCheck[]> {
  const all = world.deployment.flows.flatMap(({ flow }) =>
    flow.targets
      .flatMap(examplesOf)
      .map(({ name, strategy, settings }): [string, Asked] => [
        slotKey(strategy, [flow.environment, name, canonicalJson(settings)]),
        { target: name, environment: flow.environment, strategy, settings },
      ]),
  );
  const lists = world.deployment.flows.flatMap(({ flow }) =>
    [flow.requesters, flow.approvers]
      .flatMap(sourcesOf)
      .map((source): [string, () => Promise<TargetCheck>] => [
        `${flow.environment} ${sourceKey(source)}`,
        () => checkSource(world, source, flow.environment),
      ]),
  );
  const asked = [...[...new Map(all).values()].map((one) => () => checkOne(world, one)), ...new Map(lists).values()];
  const checks: TargetCheck[] = [];
  for (let first = 0; first < asked.length; first += AT_ONCE)
    checks.push(...(await Promise.all(asked.slice(first, first + AT_ONCE).map((check) => check()))));
  return checks;
}

/** Is nobody's address on it: what matters is that there is an answer. */
async function checkSource(world: ChecksWorld, source: Source, environment: string): Promise<TargetCheck> {
  try {
    await world.sources.names(source, "");
    return { source: source.label, environment, answer: "fine" };
  } catch (error) {
    return { source: source.label, environment, ...troubleIn(error) };
  }
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
    return { target, environment, ...troubleIn(error) };
  }
}

const troubleIn = (error: unknown): Pick<Checked, "answer" | "class" | "detail"> =>
  error instanceof TransientError || error instanceof PermanentError
    ? { answer: "trouble", class: error.class, detail: error.message }
    : { answer: "trouble", class: "bug", detail: "the check itself failed" };
