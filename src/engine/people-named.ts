// The people whom a form names, looked up when it is sent: full members of this workspace, or the form is refused. Asks nobody
// where the Flow has no such question.
import { type PersonAnswer, peopleNamed } from "../domain/field.ts";
import { fullMember } from "../domain/policy.ts";
import type { Refusal } from "../domain/refusal.ts";
import type { Ask } from "../ports.ts";
import { personNow } from "./facts.ts";
import type { World } from "./world.ts";

type Wrong = Refusal & { kind: "wrong_answer" };

/** Null: everybody whom the form names may be named. */
export function wrongAnswer(world: World, { flow, answers }: Ask): Promise<Wrong | null> | null {
  const named = peopleNamed(flow.flow.fields, answers);
  return named.length === 0 ? null : firstWrong(world, named);
}

async function firstWrong(world: World, named: readonly PersonAnswer[]): Promise<Wrong | null> {
  const looked = await Promise.all(named.map((one) => look(world, one)));
  return looked.find((wrong) => wrong !== null) ?? null;
}

async function look(world: World, { field, userId }: PersonAnswer): Promise<Wrong | null> {
  const person = await personNow(world, userId);
  const member = fullMember(person);
  if (member.ok) return null;
  const { refusal } = member;
  const why = refusal.kind === "not_a_member" ? refusal.why : "person_unavailable";
  return { kind: "wrong_answer", field, why };
}
