// Every place in the engine where it calls out of itself, read from its text, and those that the scenarios pass, seen from
// the stack. Runs in plain Node, where the lines of a stack are the lines of the text; says what no scenario passes.
import { readdirSync, readFileSync } from "node:fs";
import { SCENARIOS } from "./hard-scenarios.ts";

const ENGINE = "src/engine";
/** A port's method, a strategy's verb, or a Flow's own way to an account. */
const CALL =
  /\bworld\.(?:store|doorbell|entitlements|gates|lanes|watchdog|beacon|directory|sources|messenger|onCall)(?:\.\w+|\[\w+\])?\(|\bstrategy\.(?:grant|revoke|inspect|credential|list)\(|\bown\(person\)/g;

/** `src/engine/apply.ts:71`, with the call. */
export function callSites(): ReadonlyMap<string, string> {
  const sites = new Map<string, string>();
  for (const name of readdirSync(ENGINE)) {
    const lines = readFileSync(`${ENGINE}/${name}`, "utf8").split("\n");
    lines.forEach((line, index) => {
      for (const [call] of line.matchAll(CALL)) sites.set(`${ENGINE}/${name}:${index + 1}`, call);
    });
  }
  return sites;
}

/** Sites that no scenario passes, each with its call: awaits whose death nobody has tried. */
export async function unpassedSites(): Promise<string[]> {
  const passed = new Set<string>();
  Error.stackTraceLimit = 12;
  const onPoint = (): void => {
    const frame = /(src\/engine\/[\w-]+\.ts:\d+):\d+/.exec(new Error("here").stack ?? "");
    if (frame?.[1] !== undefined) passed.add(frame[1]);
  };
  for (const scenario of Object.values(SCENARIOS)) await scenario(() => null, { onPoint });
  return [...callSites()].filter(([site]) => !passed.has(site)).map(([site, call]) => `${site} ${call}`);
}
