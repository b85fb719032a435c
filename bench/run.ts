// `npm run bench`: Sym beside the least possible Workers and beside a bot on Bolt, in one run, as figures and ratios. Judges
// nothing: a machine is noisy, and whoever reads it sees how noisy it was.
import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { type Compared, measureDeciding } from "./deciding/measure.ts";
import { deployable, scriptOf } from "./harness/bundles.ts";
import type { Figures, Ratio } from "./harness/rounds.ts";
import { startSlack } from "./harness/slack.ts";
import { measureOpening } from "./opening/measure.ts";

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const opening = values.quick ? { rounds: 6, warmUp: 2 } : { rounds: 30, warmUp: 5 };
const deciding = values.quick ? { rounds: 6, warmUp: 2, watched: 10 } : { rounds: 24, warmUp: 6, watched: 40 };

const say = (line = ""): void => console.log(line);
const row = (name: string, { p50Ms, p99Ms, perSecond, interactions }: Figures): void =>
  say(
    `  ${name.padEnd(10)} p50 ${p50Ms.toFixed(2).padStart(7)} ms   p99 ${p99Ms.toFixed(2).padStart(7)} ms   ${perSecond.toFixed(0).padStart(6)}/s   (${interactions})`,
  );
const ratio = (what: string, { typical, middleHalf }: Ratio): void =>
  say(`  ${what}: ${typical.toFixed(2)}   (middle half of the rounds: ${JSON.stringify(middleHalf)})`);

const slack = await startSlack();
try {
  say("/sym req FLOW, until views.open has reached Slack and the answer is back; raw workerd, one at a time");
  const opened = await measureOpening(slack, opening);
  for (const [name, figures] of Object.entries(opened.oneAtATime)) row(name, figures);
  ratio("Sym's p50 by the least Worker's", opened.p50ToLeast);
  say(`The same, ${opened.atOnce.count} at once`);
  for (const name of ["sym", "least", "bolt"] as const) row(name, opened.atOnce[name]);
  ratio("Sym's p50 by the least Worker's", opened.p50ToLeastAtOnce);
  ratio("Sym's throughput by the Bolt bot's", opened.throughputToBolt);
  say("Where it goes: an answer alone, with the signature checked, the least Worker, Sym");
  for (const [name, figures] of Object.entries(opened.rungs)) row(name, figures);
  say(`  computing, in microseconds: ${JSON.stringify(opened.parts)}`);
  say();

  say("Submit and Approve, until the answer is back; Miniflare, one at a time");
  const decided = await measureDeciding(slack, deciding);
  const compared: [string, Compared][] = [
    ["submit", decided.submit],
    ["approve", decided.approve],
  ];
  for (const [step, { figures, p50ToLeast }] of compared) {
    for (const [name, of] of Object.entries(figures)) row(`${step} ${name}`.slice(0, 14), of);
    ratio(`${step}: Sym's p50 by the least Worker's`, p50ToLeast);
  }
  say(`  where it goes: ${JSON.stringify(decided.breakdown)}`);
  say();

  const script = scriptOf(deployable("sym").script);
  const weight = { bytes: Buffer.byteLength(script), gzipBytes: gzipSync(script).byteLength };
  say(`The Worker as it is deployed: ${weight.bytes} bytes, ${weight.gzipBytes} bytes gzip`);
  mkdirSync(".reports", { recursive: true });
  writeFileSync(".reports/bench.json", `${JSON.stringify({ opening: opened, deciding: decided, weight }, null, 2)}\n`);
} finally {
  slack.stop();
}
process.exit(0);
