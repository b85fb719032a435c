// `npm run kill`: kills workerd under the real Worker at random moments (`--kills N --grants N`), lets a thousand grants end in
// one second (`--storm 1000`), and says what broke. Exit code 1 where anything did. Touches nothing but .reports/ and a folder
// that goes with the run.
import process from "node:process";
import { parseArgs } from "node:util";
import { type KillRun, killRun } from "../test/workerd/kill-run.ts";
import { type Storm, storm } from "../test/workerd/storm.ts";
import { tallyLine, writeTally } from "./tally.ts";
import { wholeNumber } from "./whole-number.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "50" },
    grants: { type: "string", default: "150" },
    storm: { type: "string", default: "0" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
  },
});
const kills = wholeNumber("kills", values.kills);
const grants = wholeNumber("grants", values.grants);
const due = wholeNumber("storm", values.storm);
const seed = wholeNumber("seed", values.seed);
const say = (line: string): void => console.log(line);

const PROMISES = ["I1", "I2", "I3", "I5", "I6", "I7"];
const counts = { passed: 0, failed: 0, skipped: 0 };

/** A run counts as one check a promise, one for what breaks none of them by name, and one for having proven anything. */
function count(broken: readonly string[], enough: boolean): void {
  const promises = PROMISES.filter((promise) => broken.some((sentence) => sentence.startsWith(promise)));
  const others = broken.some((sentence) => !/^I\d/.test(sentence));
  const misses = promises.length + Number(others) + Number(!enough);
  counts.passed += PROMISES.length + 2 - misses;
  counts.failed += misses;
  for (const sentence of broken) say(`broken: ${sentence}`);
}

function sayKillRun({ killed, told, record, changes, cardsPostedAgain, peaceMs, broken }: KillRun): void {
  const granted = record.requests.filter((request) => request.granted !== null).length;
  const again = told.filter(({ sent }) => sent > 1).length;
  const outcomes = Map.groupBy(record.requests, ({ outcome, state }) => outcome ?? state);
  say(`${killed.kills} kills, ${record.requests.length} requests, ${granted} grants, ${changes} changes at the target`);
  say(`outcomes: ${[...outcomes].map(([outcome, of]) => `${of.length} ${outcome}`).join(", ")}`);
  say(`forms sent again for want of an answer: ${again}; cards posted again: ${cardsPostedAgain}`);
  say("under way when workerd was killed, in how many of the kills:");
  for (const [what, times] of [...killed.interrupted].sort(([, one], [, other]) => other - one))
    say(`  ${String(times).padStart(4)}  ${what}`);
  say(`  ${String(killed.quiet).padStart(4)}  nothing that can be seen from outside`);
  say(`nothing was owed any more ${(peaceMs / 1_000).toFixed(0)} s after the last act`);
  const enough = killed.kills === kills && granted * 4 >= grants;
  if (!enough) say(`too little happened for this run to prove anything: ${granted} grants`);
  count(broken, enough);
}

const lateness = (sorted: readonly number[]): string =>
  [0.5, 0.99, 1]
    .map((share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN)
    .map((ms, at) => `${["p50", "p99", "most"][at]} ${ms} ms`)
    .join(", ");

function sayStorm({ grants: given, inOneSecond, spreadMs, gone, proven, broken }: Storm): void {
  say(`storm: ${given} grants, ${inOneSecond} of them due in one second, all within ${spreadMs} ms`);
  say(`gone at the target after the end: ${lateness(gone)}`);
  say(`read back as gone after the end: ${lateness(proven)}`);
  count(broken, given === due);
}

say(`seed ${seed}: the plan can be drawn again, real processes keep their own time`);
if (grants > 0) sayKillRun(await killRun({ seed, grants, kills }, say));
if (due > 0) sayStorm(await storm(due, seed, say));
writeTally("test:kill", counts);
say(tallyLine(counts));
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
