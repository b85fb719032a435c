// Which account at a target would be found for a person today, without any link that is kept: asked when they ask for access, and
// before it is given where no link stands. Never guesses, and never goes by an address outside the deployment's domains.
import type { Account } from "../domain/access.ts";
import type { Flow, Target } from "../domain/flow.ts";
import { isInDomains, type Seeker } from "../domain/identity.ts";
import type { PersonFacts } from "../domain/person.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import { PermanentError, type Strategy } from "../ports.ts";
import type { World } from "./world.ts";

/** Where the accounts are: one realm for all Targets of one remote, else the Target alone. */
export const realmOf = (strategy: Strategy, environment: string, target: Target): string =>
  strategy.realm?.(target.settings) ?? `${strategy.type} ${environment}/${target.name}`;

type Here = Pick<World, "deployment" | "log">;

export const seekerOf = ({ deployment }: Here, flow: Flow, realm: string, person: PersonFacts): Seeker => ({
  person: person.key,
  realm,
  flow: flow.name,
  ownFunction: deployment.account(flow) !== null,
  shared: flow.sharedAccount === true,
  email: person.email,
});

/** The Flow's own function, then the strategy's, then the confirmed e-mail, then a refusal that says what to do. */
export async function foundAccount(
  world: Here,
  flow: Flow,
  target: Target,
  strategy: Strategy,
  person: PersonFacts,
): Promise<Result<Account>> {
  const known = inDomains(world, person);
  const found = await lookedUp(world, flow, target, strategy, known);
  const isOutside = known.email === null && person.email !== null;
  if (found.ok || !isOutside || found.refusal.kind !== "no_account") return found;
  return refused({ kind: "no_account", detail: OUTSIDE });
}

const OUTSIDE = "your e-mail address in Slack is in none of the domains that accounts are found by";

/** As if there were no address where it is outside the domains, for functions and strategies too. */
export function inDomains({ deployment }: Pick<Here, "deployment">, person: PersonFacts): PersonFacts {
  const isOurs = person.email !== null && !person.guest && !person.stranger && !person.bot;
  return isOurs && isInDomains(person.email, deployment.emailDomains) ? person : { ...person, email: null };
}

async function lookedUp(
  world: Here,
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
