// Options that a function of the Flow says: asked for whoever may ask for the Flow at all while they type, and again when the form
// is sent. What cannot be had then, or is not among them, refuses the form.
import { type Answer, type AnswerLabels, type Field, type FieldOption, labelIn } from "../domain/field.ts";
import type { Flow } from "../domain/flow.ts";
import type { PersonFacts } from "../domain/person.ts";
import { mayRequest, maySee } from "../domain/policy.ts";
import { accepted, type Result, refused } from "../domain/refusal.ts";
import type { Ask, OptionsAsk } from "../ports.ts";
import { inDomains } from "./account.ts";
import { actorNow, factsFor } from "./facts.ts";
import { look } from "./look.ts";
import type { World } from "./world.ts";

/** While somebody types. Lists of a system outside are for nobody who may not ask for what is in them. */
export async function offeredOptions(world: World, asked: OptionsAsk): Promise<Result<readonly FieldOption[]>> {
  if (!(await world.pace(`${asked.teamId}/${asked.userId} options`))) return refused({ kind: "too_fast" });
  const { flow } = asked.flow;
  const field = flow.fields.find(({ name }) => name === asked.field);
  if (field === undefined || !isFetched(field)) return accepted([]);
  const facts = await factsFor(world, await actorNow(world, asked), [flow.requesters], null);
  // A function that says who may ask goes by what is asked for: as it hides no form, it hides no list in it.
  const may =
    facts.person !== "unavailable" && maySee(flow, facts) === true ? accepted(facts.person) : mayRequest(flow, facts);
  if (!may.ok) return may;
  const found = await look(() => world.formOptions.offered(flow, field, asked.search, inDomains(world, may.value)));
  return found === "unavailable"
    ? refused({ kind: "wrong_answer", field: field.name, why: "options_unavailable" })
    : accepted(found);
}

const isFetched = (field: Field): boolean => "fetched" in field && field.fetched !== undefined;

/** Null where no answer is of such a list: then nobody is asked anything. */
export function labelsOf(
  world: World,
  { flow: { flow }, answers, searched }: Ask,
  person: PersonFacts,
): Promise<Result<AnswerLabels>> | null {
  const chosen = chosenIn(flow, answers);
  return chosen.length === 0 ? null : looked(world, flow, chosen, searched, person);
}

interface Chosen {
  readonly field: Field;
  readonly value: string;
}

function chosenIn(flow: Flow, answers: Readonly<Record<string, Answer>>): readonly Chosen[] {
  return flow.fields.filter(isFetched).flatMap((field) => {
    const answer = answers[field.name] ?? null;
    const values = typeof answer === "string" ? [answer] : typeof answer === "object" && answer !== null ? answer : [];
    return values.map((value) => ({ field, value }));
  });
}

async function looked(
  world: World,
  flow: Flow,
  chosen: readonly Chosen[],
  searched: AnswerLabels | undefined,
  person: PersonFacts,
): Promise<Result<AnswerLabels>> {
  const known = inDomains(world, person);
  const found = await Promise.all(
    chosen.map(({ field, value }) => {
      const search = labelIn(searched, field.name, value) ?? value;
      return look(() => world.formOptions.offered(flow, field, search, known));
    }),
  );
  const labels: Record<string, Record<string, string>> = {};
  for (const [at, { field, value }] of chosen.entries()) {
    const options = found[at] ?? "unavailable";
    if (options === "unavailable")
      return refused({ kind: "wrong_answer", field: field.name, why: "options_unavailable" });
    const option = options.find((one) => one.value === value);
    if (option === undefined) return refused({ kind: "wrong_answer", field: field.name, why: "not_offered" });
    labels[field.name] = { ...labels[field.name], [value]: option.label };
  }
  return accepted(labels);
}

/** Before the grant, of one field that says what is given: is it still there? Throws where that cannot be had. */
export async function stillThere(
  world: World,
  flow: Flow,
  field: Field,
  value: string,
  labels: AnswerLabels | undefined,
  person: PersonFacts,
): Promise<boolean> {
  const search = labelIn(labels, field.name, value) ?? value;
  const options = await world.formOptions.offered(flow, field, search, inDomains(world, person));
  return options.some((one) => one.value === value);
}
