// Fills in what only the deployment around a rule knows: who the admins are, what a field is called, which function a rule asks.
// Keeps each function under what people read of it and the hash of its source; two that only look alike are refused.
import { sha256Hex } from "./canonical.ts";
import { picksPeople } from "./field.ts";
import type { Field, Rule } from "./flow.ts";
import type { Say } from "./flow-check-parts.ts";
import { settledRule, type WrittenRule } from "./flow-check-rules.ts";
import type { Admins } from "./policy.ts";
import { questionKey } from "./rule.ts";
import type { Decides } from "./rule-function.ts";

type FunctionRule = Extract<Rule, { kind: "function" }>;

export class KnownRules {
  readonly #admins: Admins;
  readonly #functions = new Map<string, Decides>();

  constructor(admins: Admins) {
    this.#admins = admins;
  }

  /** `at`: the setting that the rule stands in. */
  settled(written: WrittenRule, at: readonly PropertyKey[], fields: readonly Field[], say: Say): Rule {
    return settledRule(written, {
      admins: this.#admins,
      peopleField: (field) => fields.find((one) => one.name === field && picksPeople(one))?.label ?? null,
      keep: (label, decides) => this.#keep(label, decides, (message) => say(at, message)),
      say: (message) => say(at, message),
    });
  }

  find = (rule: FunctionRule): Decides | null => this.#functions.get(questionKey(rule)) ?? null;

  #keep(label: string, decides: Decides, say: (message: string) => void): string {
    const source = sha256Hex(Function.prototype.toString.call(decides));
    const key = questionKey({ kind: "function", label, source, secrets: [] });
    const other = this.#functions.get(key);
    if (other !== undefined && other !== decides)
      say(
        `has a function labelled ${JSON.stringify(label)} that is written like another of that label, and is not the same: label them differently`,
      );
    this.#functions.set(key, decides);
    return source;
  }
}
