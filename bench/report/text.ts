// The report as people read it. Says what was measured and what the goal is; never fails a run over a figure.
import type { Deciding, Step } from "../deciding/measure.ts";
import type { Name } from "../deciding/side.ts";
import type { Ratio } from "../harness/rounds.ts";
import type { Opening, OpeningFigures } from "../opening/measure.ts";
import type { Weight } from "../weight/measure.ts";
import type { Machine } from "./machine.ts";
import { type Cell, say, table } from "./table.ts";

export interface Report {
  readonly machine: Machine;
  readonly opening: Opening;
  readonly deciding: Deciding;
  readonly weight: Weight;
  /** As `loadBefore`, when the run ended. */
  readonly loadAfter: number;
}

/** Against the least Worker, against Bolt, and of the bundle in thousands of bytes. */
export const GOALS = { openingToLeast: 1.25, throughputToBolt: 2, decidingToLeast: 1.2, gzipKb: 1_048 } as const;

type Bound = "at most" | "at least";

function verdict(value: number, bound: Bound, goal: number): string {
  const held = bound === "at most" ? value <= goal : value >= goal;
  return `goal: ${bound} ${goal}, ${held ? "held" : "missed"}`;
}

const ratio = (name: string, { overall, middleHalf }: Ratio, bound: Bound, goal: number): Cell[] => [
  name,
  overall,
  `${say(middleHalf.from)} to ${say(middleHalf.to)}`,
  verdict(overall, bound, goal),
];

const RATIOS = ["", "ratio", "middle half of rounds", ""];
const FIGURES = ["", "p50 ms", "p99 ms", "a second", "processor µs"];

const figures = (name: string, { p50Ms, p99Ms, perSecond, processorUs }: OpeningFigures): Cell[] => [
  name,
  p50Ms,
  p99Ms,
  perSecond,
  processorUs,
];

const CALLED = { sym: "Sym", least: "the least Worker", bolt: "Bolt with SQLite" } as const;

export const sayMachine = (machine: Machine): string => `Sym's bench, ${machine.startedAt}, commit ${machine.commit}
  Node ${machine.node}, wrangler ${machine.wrangler}, workerd ${machine.workerd}, Bolt ${machine.bolt}
  ${machine.processors} x ${machine.processor}, load ${say(machine.loadBefore)} at the start; storage on ${machine.storage}`;

export function sayOpening({ oneAtATime, atOnce, rungs, parts, ...ratios }: Opening): string {
  const names = ["sym", "least", "bolt"] as const;
  const { openingToLeast, throughputToBolt } = GOALS;
  return `1. /sym req FLOW, until views.open has reached Slack and the answer is back; workerd itself

One at a time:
${table(
  FIGURES,
  names.map((name) => figures(CALLED[name], oneAtATime[name])),
)}

${atOnce.count} at a time:
${table(
  FIGURES,
  names.map((name) => figures(CALLED[name], atOnce[name])),
)}

${table(RATIOS, [
  ratio("p50 to the least Worker's, one at a time", ratios.p50ToLeast, "at most", openingToLeast),
  ratio(`p50 to the least Worker's, ${atOnce.count} at a time`, ratios.p50ToLeastAtOnce, "at most", openingToLeast),
  ratio(`throughput to Bolt's, ${atOnce.count} at a time`, ratios.throughputToBolt, "at least", throughputToBolt),
])}

Where it goes, one at a time, rung by rung:
${table(
  ["", "p50 ms", "more than the rung before"],
  (
    [
      ["a Worker that answers", rungs.answer.p50Ms, 0],
      ["and checks the signature", rungs.signature.p50Ms, rungs.answer.p50Ms],
      ["and calls views.open: the least Worker", rungs.least.p50Ms, rungs.signature.p50Ms],
      ["Sym", rungs.sym.p50Ms, rungs.least.p50Ms],
    ] as const
  ).map(([name, ms, before]) => [name, ms, ms - before]),
)}

Computing alone, in workerd, with nothing to wait for:
${table(
  ["", "µs"],
  [
    ["finding the route", parts.routing],
    ["body and signature", parts.signature],
    ["reading the line, finding the form, spelling the call", parts.form],
    ["Sym", parts.total],
    ["the least Worker", parts.least],
  ],
)}`;
}

export function sayDeciding({ submit, approve, breakdown }: Deciding): string {
  const steps = { submit, approve };
  const both = (["submit", "approve"] as const).flatMap((step) =>
    (["sym", "least"] as const).map((name) => ({ step, name })),
  );
  const titled = ({ step, name }: { step: Step; name: Name }) => `${step}, ${CALLED[name]}`;
  return `2. Submit and Approve, until the answer is back; wrangler's own Miniflare

${table(
  FIGURES.slice(0, 3),
  both.map((one) => {
    const { p50Ms, p99Ms } = steps[one.step].figures[one.name];
    return [titled(one), p50Ms, p99Ms];
  }),
)}

${table(RATIOS, [
  ratio("submit, p50 to the least Worker's", submit.p50ToLeast, "at most", GOALS.decidingToLeast),
  ratio("approve, p50 to the least Worker's", approve.p50ToLeast, "at most", GOALS.decidingToLeast),
])}

Where it goes inside the Worker, ms:
${table(
  ["", "whole", "before calls", "calls", "between", "batch", "after"],
  both.map((one) => {
    const seen = breakdown[one.step][one.name];
    return [titled(one), seen.wholeMs, seen.beforeCallsMs, seen.waitingMs, seen.betweenMs, seen.batchMs, seen.afterMs];
  }),
)}

The calls, ms each while others are under way, and what is asked of whom before the answer:
${table(
  ["", "Slack", "D1 read", "object", "Slack calls", "statements read", "in the batch", "bytes in it", "object calls"],
  both.map((one) => {
    const seen = breakdown[one.step][one.name];
    return [
      titled(one),
      seen.slackMs,
      seen.readMs,
      seen.objectMs,
      ...[seen.slackCalls, seen.readStatements, seen.batchStatements, seen.batchBytes, seen.objectCalls].map((count) =>
        count.toFixed(0),
      ),
    ];
  }),
)}`;
}

/** Packages smaller than this are named together. */
const NAMED_FROM_BYTES = 4_000;

export function sayWeight({ bytes, gzipBytes, packages, startUpMs }: Weight): string {
  const kb = (count: number): number => count / 1_000;
  const large = packages.filter((one) => one.bytes >= NAMED_FROM_BYTES);
  const rest = packages.filter((one) => one.bytes < NAMED_FROM_BYTES).reduce((total, one) => total + one.bytes, 0);
  const { from, to } = startUpMs.middleHalf;
  return `3. What a deployment weighs

${table(
  ["", "kB", ""],
  [
    ["sent to Cloudflare, gzip", kb(gzipBytes), verdict(kb(gzipBytes), "at most", GOALS.gzipKb)],
    ["the script", kb(bytes), ""],
    ...large.map(({ name, bytes: own }) => [`  ${name}`, kb(own), ""]),
    ["  the rest", kb(rest), ""],
  ],
)}

  start-up: ${say(startUpMs.median)} ms of processor time here (middle half of ${startUpMs.runs} starts: ${say(from)} to ${say(to)})`;
}
