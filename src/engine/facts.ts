// Looks up, now, what the policy asks about a person. What cannot be had is "unavailable", never remembered or guessed.
import type { Rule } from "../domain/flow.ts";
import { isInDomains } from "../domain/identity.ts";
import { type PersonFacts, type PersonKey, personKey, userIdOf } from "../domain/person.ts";
import { aboutOf, adminRule, type Facts, fullMember, mayAdminister } from "../domain/policy.ts";
import type { Result } from "../domain/refusal.ts";
import { type Answers, type Matter, type Question, questionKey, questionsOf } from "../domain/rule.ts";
import type { Source } from "../domain/source.ts";
import { TransientError } from "../ports.ts";
import type { World } from "./world.ts";

type FactsWorld = Pick<World, "directory" | "log">;
/** What rules are asked with, besides. */
export type RulesWorld = FactsWorld & Pick<World, "sources" | "deployment">;

export async function personNow(world: FactsWorld, userId: string): Promise<PersonFacts | "unavailable"> {
  return orUnavailable(world, "person", () => world.directory.person(userId));
}

/**
 * Whoever is doing something now. Two workspaces may use one user id: whoever acts under another team, and is not known to be
 * the same person of this organisation, is a stranger.
 */
export async function actorNow(
  world: FactsWorld,
  { userId, teamId }: { readonly userId: string; readonly teamId: string },
): Promise<PersonFacts | "unavailable"> {
  const person = await personNow(world, userId);
  if (person === "unavailable" || person.key === personKey(teamId, userId)) return person;
  const acting = await orUnavailable(world, "key", () => world.directory.actingAs(userId, teamId));
  if (acting === "unavailable") return acting;
  return acting === person.key ? person : { ...person, stranger: true, elsewhere: true };
}

/** The key that facts use for whoever acts; where it cannot be looked up, the team and user id as they stand. */
export async function keyNow(
  world: FactsWorld,
  { userId, teamId }: { readonly userId: string; readonly teamId: string },
): Promise<PersonKey> {
  const key = await orUnavailable(world, "key", () => world.directory.actingAs(userId, teamId));
  return key === "unavailable" ? personKey(teamId, userId) : (key ?? personKey(teamId, userId));
}

/** The key of whoever acts, looked up only where it is none of these and the same user id is among them. */
export async function keyAmong(
  world: FactsWorld,
  someone: { readonly userId: string; readonly teamId: string },
  keys: readonly PersonKey[],
): Promise<PersonKey> {
  const plain = personKey(someone.teamId, someone.userId);
  const perhaps = !keys.includes(plain) && keys.some((key) => userIdOf(key) === someone.userId);
  return perhaps ? keyNow(world, someone) : plain;
}

/** Whoever decided then, as they are now. Somebody of another organisation is nobody else under the same user id. */
export async function deciderNow(world: FactsWorld, key: PersonKey): Promise<PersonFacts | "unavailable"> {
  const person = await personNow(world, userIdOf(key));
  if (person === "unavailable" || person.key === key || !person.stranger) return person;
  return { ...person, elsewhere: true };
}

/** The person and whatever the rules ask about them and plain ids do not answer. */
export async function factsFor(
  world: RulesWorld,
  person: PersonFacts | "unavailable",
  rules: readonly Rule[],
  matter: Matter | null,
): Promise<Facts> {
  const memberships = person === "unavailable" ? {} : await answersAbout(world, person, rules, matter);
  return { person, memberships, matter };
}

/** An admin, as a full member of this organisation: a user id alone is no proof, since another workspace may use it too. */
export async function adminNow(
  world: RulesWorld,
  someone: { readonly userId: string; readonly teamId: string },
): Promise<Result<PersonKey>> {
  const { admins } = world.deployment;
  const facts = await factsFor(world, await actorNow(world, someone), [adminRule(admins)], null);
  const member = fullMember(facts.person);
  return member.ok ? mayAdminister(admins, member.value.key, facts.memberships) : member;
}

async function answersAbout(
  world: RulesWorld,
  person: PersonFacts,
  rules: readonly Rule[],
  matter: Matter | null,
): Promise<Answers> {
  const answers = await Promise.all(
    questionsOf(rules, aboutOf(person, matter)).map(
      async (question) => [questionKey(question), await answerTo(world, question, person, matter)] as const,
    ),
  );
  return Object.fromEntries(answers);
}

async function answerTo(
  world: RulesWorld,
  question: Question,
  person: PersonFacts,
  matter: Matter | null,
): Promise<boolean | "unavailable"> {
  switch (question.kind) {
    case "outside":
      return orUnavailable(world, question.source.kind, () => isNamed(world, question.source, person));
    case "function":
      return orUnavailable(world, question.kind, () => isNamedByFunction(world, question, person, matter));
    default:
      return orUnavailable(world, question.kind, () => world.directory.isMember(question, userIdOf(person.key)));
  }
}

/** By nothing but the address that Slack has confirmed, in the deployment's domains: whoever has none is on no list outside. */
async function isNamed(world: RulesWorld, source: Source, person: PersonFacts): Promise<boolean> {
  const { email } = person;
  if (email === null || !isInDomains(email, world.deployment.emailDomains)) return false;
  return fullMember(person).ok && world.sources.names(source, email.toLowerCase());
}

async function isNamedByFunction(
  world: RulesWorld,
  rule: Extract<Question, { kind: "function" }>,
  person: PersonFacts,
  matter: Matter | null,
): Promise<boolean | "unavailable"> {
  const decides = world.deployment.rule(rule);
  // What was changed since is another function: it was not asked when this rule was agreed on.
  if (decides === null || matter === null) return "unavailable";
  const { requester: key, ...request } = matter;
  const requester = person.key === key ? person : await personNow(world, userIdOf(key));
  return requester === "unavailable" ? requester : world.sources.says(rule, decides, { person, requester, request });
}

async function orUnavailable<T>(world: FactsWorld, what: string, look: () => Promise<T>): Promise<T | "unavailable"> {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof TransientError)) throw error;
    world.log("directory.lookup.failed", { what });
    return "unavailable";
  }
}
