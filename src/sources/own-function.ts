// Asks a function of the implementer's. Fails closed: what throws, takes too long or says anything but yes or no has said
// nothing. Never lets it read a secret that its rule does not name, and never repeats a word of its own error.
import type { Rule } from "../domain/flow.ts";
import type { Decides, RuleQuestion } from "../domain/rule-function.ts";
import { type Clock, type StrategyContext, TransientError } from "../ports.ts";

export async function askFunction(
  clock: Clock,
  { secret, fetch }: Pick<StrategyContext, "secret" | "fetch">,
  limitMs: number,
  rule: Extract<Rule, { kind: "function" }>,
  decides: Decides,
  asked: RuleQuestion,
): Promise<boolean> {
  const named = (name: string): string => {
    if (!rule.secrets.includes(name)) throw new TypeError(`the rule does not name the secret ${name}`);
    return secret(name);
  };
  let answer: unknown;
  try {
    answer = await clock.within(limitMs, async (signal) => decides(asked, { signal, secret: named, fetch }));
  } catch {
    throw silent("the function of a rule failed");
  }
  if (typeof answer !== "boolean") throw silent("the function of a rule said neither yes nor no");
  return answer;
}

const silent = (words: string): TransientError => new TransientError(words, { effect: "no", class: "bug" });
