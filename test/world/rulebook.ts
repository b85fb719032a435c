// Who may decide and who may ask, told a second time and in other words than the policy's: the judge of the simulated world
// may not be the accused. Remembers the last changes, since a decision may rest on facts that were looked up just before.
import type { Flow, FlowVersion, Rule } from "../../src/domain/flow.ts";
import type { PersonFacts } from "../../src/domain/person.ts";
import { userIdOf } from "../../src/domain/person.ts";
import type { Request } from "../../src/domain/request.ts";

/** For how long facts that were true may still be acted upon: a few slow look-ups. */
const STALE_MS = 3 * 60_000;

export interface Facts {
  readonly versions: readonly FlowVersion[];
  readonly people: ReadonlyMap<string, Partial<PersonFacts>>;
  readonly group: ReadonlySet<string>;
  /** Addresses on every list outside. */
  readonly onCall: ReadonlySet<string>;
  readonly frozen: boolean;
}

export class Rulebook {
  readonly #now: () => number;
  readonly #facts: () => Facts;
  /** What was true until then. */
  readonly #past: { readonly until: number; readonly facts: Facts }[] = [];

  constructor(now: () => number, facts: () => Facts) {
    this.#now = now;
    this.#facts = facts;
  }

  /** To be called before anything of it changes. */
  beforeChange(): void {
    const { versions, people, group, onCall, frozen } = this.#facts();
    const facts = { versions, people: new Map(people), group: new Set(group), onCall: new Set(onCall), frozen };
    this.#past.push({ until: this.#now(), facts });
  }

  /** May this person have approved the request, by the version that it was made under and the one that was current? */
  mayHaveApproved(request: Request, made: Flow, by: string): boolean {
    return this.#lately((facts) => {
      const current = flowNow(facts, request);
      if (facts.frozen || current === undefined || !offers(current, request)) return false;
      if (userIdOf(request.requester) === by && !(made.selfApproval && current.selfApproval)) return false;
      return isMember(facts, by) && includes(facts, made.approvers, by) && includes(facts, current.approvers, by);
    });
  }

  /** May access be given for it, by what is known now? With fewer valid approvals than either version asks for, it may not. */
  mayBeGiven(request: Request, made: Flow): boolean {
    return this.#lately((facts) => {
      const current = flowNow(facts, request);
      if (current === undefined || !offers(current, request)) return false;
      const asks = userIdOf(request.requester);
      if (!isMember(facts, asks) || !includes(facts, made.requesters, asks)) return false;
      const [then, now] = [rounds(made), rounds(current)];
      const counted = new Set<string>();
      return (
        then.length === now.length &&
        then.every((round, at) => {
          const today = now[at] ?? round;
          const valid = request.decisions.filter(({ verdict, by, stage }) => {
            const id = userIdOf(by);
            if (verdict !== "approve" || (stage ?? 0) !== at || counted.has(id)) return false;
            if (id === asks && !(made.selfApproval && current.selfApproval)) return false;
            const named = includes(facts, round.who, id) && includes(facts, today.who, id);
            if (isMember(facts, id) && named) counted.add(id);
            return counted.has(id);
          });
          return valid.length >= round.many && valid.length >= today.many;
        })
      );
    });
  }

  /** New grants are frozen, and have been for longer than a decision may still be acted upon. */
  get frozenForLong(): boolean {
    return !this.#lately((facts) => !facts.frozen);
  }

  #lately(holds: (facts: Facts) => boolean): boolean {
    if (holds(this.#facts())) return true;
    const since = this.#now() - STALE_MS;
    return this.#past.some(({ until, facts }) => until >= since && holds(facts));
  }
}

const flowNow = ({ versions }: Facts, request: Request): Flow | undefined =>
  versions.find(({ flow }) => flow.name === request.flow && flow.environment === request.environment)?.flow;

/** What the answers make of a Target of which a field says one setting, among what may be said. */
function settingsSaid({ settings, bound }: Flow["targets"][number], answers: Request["answers"]): unknown {
  if (bound === undefined) return settings;
  const said = answers[bound.field];
  const may = bound.allow.kind === "list" && bound.allow.values.some((value) => value === said);
  return may ? { ...(settings as object), [bound.setting]: said } : null;
}

function offers(flow: Flow, { access, durationMs, answers }: Request): boolean {
  if (access === null) return flow.targets.length === 0;
  const same = flow.targets.filter(
    (target) =>
      target.name === access.target &&
      target.level === access.level &&
      JSON.stringify(settingsSaid(target, answers)) === JSON.stringify(access.settings),
  );
  return same.length > 0 && flow.durationsMs.some((offered) => offered >= (durationMs ?? Number.POSITIVE_INFINITY));
}

/** Who has to approve, and how many of them, one round after the other. */
const rounds = ({ stages, approvers, approvals }: Flow): readonly { readonly who: Rule; readonly many: number }[] =>
  stages === undefined
    ? [{ who: approvers, many: approvals ?? 1 }]
    : stages.map((stage) => ({ who: stage.approvers, many: stage.approvals }));

const isMember = ({ people }: Facts, id: string): boolean => {
  const facts = people.get(id);
  return !(facts?.deactivated || facts?.guest || facts?.stranger || facts?.bot);
};

function includes(facts: Facts, rule: Rule, id: string): boolean {
  switch (rule.kind) {
    case "people":
      return rule.ids.includes(id);
    case "usergroup":
    case "channel":
      return rule.id === "S0DBA" && facts.group.has(id);
    case "outside":
      return facts.onCall.has(facts.people.get(id)?.email ?? `${id.toLowerCase()}@example.com`);
    case "anyone":
      return true;
    case "any_of":
      return rule.rules.some((part) => includes(facts, part, id));
    case "all_of":
      return rule.rules.length > 0 && rule.rules.every((part) => includes(facts, part, id));
    case "not":
      return !includes(facts, rule.rule, id);
    case "admins":
      return rule.people.includes(id);
    // In this world it says whether somebody is in the group.
    case "function":
      return facts.group.has(id);
    // No history has one.
    case "picked":
      return false;
  }
}
