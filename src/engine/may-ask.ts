// Which of some Flows somebody may ask for, before they are shown any of it. Changes nothing; asked again when a form is sent.
import type { Flow } from "../domain/flow.ts";
import { maySee } from "../domain/policy.ts";
import type { Verdict } from "../domain/rule.ts";
import { actorNow, factsFor, type RulesWorld } from "./facts.ts";

/** One verdict a Flow, in their order. What several rules ask is asked once. */
export async function mayAsk(
  world: RulesWorld,
  someone: { readonly userId: string; readonly teamId: string },
  flows: readonly Flow[],
): Promise<readonly Verdict[]> {
  const rules = flows.map(({ requesters }) => requesters);
  const facts = await factsFor(world, await actorNow(world, someone), rules, null);
  return flows.map((flow) => maySee(flow, facts));
}
