// `npm run bench`: Sym beside the least Workers and the Bolt bot, in one run. Prints what it finds and leaves the same in
// .reports/bench.json. `--quick` takes fewer rounds. Gates nothing: a machine's figures are its own, the ratios are what counts.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureDeciding } from "./deciding/measure.ts";
import { ROOT } from "./harness/bundles.ts";
import { startSlack } from "./harness/slack.ts";
import { measureOpening } from "./opening/measure.ts";
import { describeMachine, load } from "./report/machine.ts";
import { type Report, sayDeciding, sayMachine, sayOpening, sayWeight } from "./report/text.ts";
import { measureWeight } from "./weight/measure.ts";

const plans = {
  full: {
    opening: { rounds: 30, warmUp: 5 },
    deciding: { rounds: 60, warmUp: 6, watched: 80 },
    weight: { startUps: 5 },
  },
  quick: {
    opening: { rounds: 10, warmUp: 3 },
    deciding: { rounds: 14, warmUp: 3, watched: 20 },
    weight: { startUps: 2 },
  },
};

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false } } });
const plan = plans[values.quick ? "quick" : "full"];
const say = (text: string): void => void process.stdout.write(`${text}\n\n`);

const slack = await startSlack();
const machine = describeMachine();
say(sayMachine(machine));
const opening = await measureOpening(slack, plan.opening);
say(sayOpening(opening));
const deciding = await measureDeciding(slack, plan.deciding);
say(sayDeciding(deciding));
const weight = measureWeight(plan.weight);
say(sayWeight(weight));
slack.stop();

const report: Report = { machine, opening, deciding, weight, loadAfter: load() };
say(`Load at the end: ${report.loadAfter.toFixed(2)}. All of it: .reports/bench.json`);
mkdirSync(join(ROOT, ".reports"), { recursive: true });
writeFileSync(join(ROOT, ".reports/bench.json"), `${JSON.stringify(report, null, 2)}\n`);
