// The table of docs/targets/README.md: made of the strategies that a deployment has, of what each says itself, and of its facts.
// Never names a strategy.
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Strategy } from "../../src/ports.ts";
import type { TargetFacts } from "../../src/strategies/target-facts.ts";

export interface Described {
  readonly strategy: Strategy;
  readonly facts: TargetFacts;
}

/** In the order of their types. Throws where a strategy has no facts. */
export async function describe(strategies: readonly Strategy[]): Promise<readonly Described[]> {
  const described: Described[] = [];
  for (const strategy of strategies.toSorted((a, b) => (a.type < b.type ? -1 : 1))) {
    const name = strategy.type.replaceAll("_", "-");
    const paths = [`src/strategies/${name}/facts.ts`, `src/strategies/${name}-facts.ts`];
    const path = paths.find((one) => existsSync(one));
    if (path === undefined) throw new Error(`${strategy.type} has no facts: write ${paths.join(" or ")}`);
    const module = (await import(/* @vite-ignore */ pathToFileURL(resolve(path)).href)) as { facts: TargetFacts };
    described.push({ strategy, facts: module.facts });
  }
  return described;
}

const HEAD = [
  "type",
  "gives",
  "levels",
  "grade",
  "judged against",
  "read back",
  "lists",
  "ends by itself",
  "ends sessions",
  "outlives an end",
];

export function tableOf(described: readonly Described[]): string {
  const rows = described.map(({ strategy, facts }) => [
    `[\`${strategy.type}\`](${strategy.type}.md)`,
    facts.gives,
    strategy.levels.map((level) => `\`${level}\``).join(", "),
    facts.grade,
    facts.oracle,
    readBack(strategy, facts),
    strategy.list === undefined ? "no" : "yes",
    facts.nativeExpiry ?? "no",
    facts.endsSessions ?? "no",
    strategy.outlives(facts.example) ?? "nothing that Sym knows of",
  ]);
  return [HEAD, HEAD.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function readBack(strategy: Strategy, facts: TargetFacts): string {
  if (strategy.inspect === undefined) return "never";
  return strategy.readable === undefined ? "always" : `with ${facts.readBackWith}`;
}

const BETWEEN = /(?<=<!-- made by npm run targets -->\n\n)[\s\S]*?(?=\n\n<!-- end -->)/;

export const tableIn = (page: string): string | null => BETWEEN.exec(page)?.[0] ?? null;
export const withTable = (page: string, table: string): string => page.replace(BETWEEN, () => table);
