// The strategies as the playground has them: on the real time, which the targets go by too. The bot's clock can be days ahead of
// them after a skip, and a service refuses a signature of another day. When access ends is not decided here.
import type { Strategies, Strategy, StrategyContext } from "../../src/ports.ts";

export const inOutsideTime =
  (strategies: Strategies, realNow: () => number): Strategies =>
  (type) => {
    const strategy = strategies(type);
    return strategy && outside(strategy, realNow);
  };

function outside(strategy: Strategy, now: () => number): Strategy {
  const there = (context: StrategyContext): StrategyContext => ({ ...context, now });
  const { inspect } = strategy;
  return {
    ...strategy,
    grant: (call, context) => strategy.grant(call, there(context)),
    revoke: (call, context) => strategy.revoke(call, there(context)),
    ...(inspect && { inspect: (call, context) => inspect.call(strategy, call, there(context)) }),
  };
}
