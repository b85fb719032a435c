// A target that takes no time: `postgres_role` in everything that Sym works out itself, with a list in this process in place of
// the server. What a real target takes to answer is not Sym's to be measured.
import type { Strategies, Strategy, StrategyCall } from "../../src/ports.ts";
import { postgresRole } from "../../src/strategies/postgres-role/strategy.ts";
import { strategies } from "../../src/strategies/registry.ts";

const real = postgresRole();
const held = new Set<string>();
const slotOf = ({ settings, account }: StrategyCall): string => JSON.stringify(real.slot(settings, account));

const instant: Strategy = {
  ...real,
  grant: async (call) => {
    held.add(slotOf(call));
  },
  revoke: async (call) => {
    held.delete(slotOf(call));
  },
  inspect: async (call) => ({ level: held.has(slotOf(call)) ? call.level : null, inherited: null, ids: {} }),
};

export const instantStrategies: Strategies = (type) => (type === instant.type ? instant : strategies(type));
