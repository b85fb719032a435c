// Which account at a target is a person's: asked when they ask for access, and once more before it is given. Never guesses.
import type { Account } from "../domain/access.ts";
import type { Flow, Target } from "../domain/flow.ts";
import type { PersonFacts } from "../domain/person.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import { PermanentError, type Strategy } from "../ports.ts";
import type { World } from "./world.ts";

/** The Flow's own function, then the strategy's, then the confirmed e-mail, then a refusal that says what to do. */
export async function accountOf(
  world: Pick<World, "deployment" | "log">,
  flow: Flow,
  target: Target,
  strategy: Strategy,
  person: PersonFacts,
): Promise<Result<Account>> {
  try {
    const own = world.deployment.account(flow);
    if (own) {
      const id = await own(person);
      return id
        ? accepted({ id, label: id })
        : refused({ kind: "no_account", detail: "the Flow knows no account for you" });
    }
    if (strategy.identify) return accepted(await strategy.identify(target.settings, person));
  } catch (error) {
    if (error instanceof PermanentError) return refused({ kind: "no_account", detail: error.message });
    world.log("account.lookup.failed", { flow: flow.name, class: error instanceof Error ? error.name : "unknown" });
    return refused({ kind: "lookup_unavailable", what: "account" });
  }
  if (person.email === null)
    return refused({ kind: "no_account", detail: "Slack shows no confirmed e-mail address for you" });
  return accepted({ id: person.email, label: person.email });
}
