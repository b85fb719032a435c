// Which Flows somebody is shown: those that they may ask for, and no others. Where plain ids say it, nobody is asked and nothing is
// waited for; what cannot be looked up is left out, and said to be. Never decides what is then asked for.
import type { FlowVersion } from "../../domain/flow.ts";
import { personKey } from "../../domain/person.ts";
import { mayAskPlainly } from "../../domain/policy.ts";
import type { Verdict } from "../../domain/rule.ts";
import type { Person } from "../payload.ts";
import type { Front } from "./front.ts";

export interface Offered {
  readonly flows: readonly FlowVersion[];
  /** Some are left out because nobody can tell just now. */
  readonly isDoubtful: boolean;
}

type Here = Pick<Front, "commands">;

/** Of these; a promise only where something has to be looked up. */
export function offeredTo(front: Here, person: Person, flows: readonly FlowVersion[]): Offered | Promise<Offered> {
  const key = personKey(person.teamId, person.userId);
  const verdicts = flows.map(({ flow }) => mayAskPlainly(flow, key));
  return verdicts.includes("unavailable") ? lookedUp(front, person, flows, verdicts) : shown(flows, verdicts);
}

async function lookedUp(
  { commands }: Here,
  person: Person,
  flows: readonly FlowVersion[],
  plain: readonly Verdict[],
): Promise<Offered> {
  const open = flows.filter((_, at) => plain[at] === "unavailable").map(({ flow }) => flow);
  const asked = await commands.mayAsk(person, open);
  const found = new Map(open.map((flow, at) => [flow, asked.ok ? (asked.value[at] ?? "unavailable") : "unavailable"]));
  return shown(
    flows,
    flows.map(({ flow }, at) => found.get(flow) ?? plain[at] ?? "unavailable"),
  );
}

const shown = (flows: readonly FlowVersion[], verdicts: readonly Verdict[]): Offered => ({
  flows: verdicts.every((verdict) => verdict === true) ? flows : flows.filter((_, at) => verdicts[at] === true),
  isDoubtful: verdicts.includes("unavailable"),
});
