// `/sym req FLOW`, until `views.open` has reached Slack and the answer is back: Sym as it is deployed, the least Worker, and
// the Bolt bot, in turn. Then where Sym's part of it goes.
import * as z from "zod";
import { type RunningBot, runBolt } from "../harness/bolt.ts";
import { bundled, deployable } from "../harness/bundles.ts";
import { load, mustBe } from "../harness/load.ts";
import { processorMs } from "../harness/processor-time.ts";
import {
  type Contender,
  type Figures,
  figuresOf,
  inTurn,
  p50Of,
  perSecondOf,
  type Ratio,
  type Rounds,
  ratioOf,
} from "../harness/rounds.ts";
import type { Slack } from "../harness/slack.ts";
import { BOT_TOKEN, command, SIGNING_SECRET } from "../harness/slack-requests.ts";
import { type RunningWorker, runOnWorkerd } from "../harness/workerd.ts";

export const OPENING_LINE = "req database";
const AT_ONCE = 16;

export interface OpeningPlan {
  readonly rounds: number;
  readonly warmUp: number;
}

type Name = "sym" | "least" | "bolt";
type Rung = "answer" | "signature" | "least" | "sym";

export interface OpeningFigures extends Figures {
  /** Processor time of the whole process, in microseconds an interaction; null where the machine does not tell. */
  readonly processorUs: number | null;
}

export interface Opening {
  readonly oneAtATime: Readonly<Record<Name, OpeningFigures>>;
  readonly atOnce: Readonly<Record<Name, OpeningFigures>> & { readonly count: number };
  /** Sym's p50 by the least Worker's. */
  readonly p50ToLeast: Ratio;
  readonly p50ToLeastAtOnce: Ratio;
  /** Sym's throughput by the Bolt bot's. */
  readonly throughputToBolt: Ratio;
  readonly rungs: Readonly<Record<Rung, OpeningFigures>>;
  /** Microseconds of computing. */
  readonly parts: Parts;
}

const parts = z.object({
  routing: z.number(),
  signature: z.number(),
  form: z.number(),
  total: z.number(),
  least: z.number(),
});
export type Parts = z.infer<typeof parts>;

export const slackSettings = (slack: Slack): Readonly<Record<string, string>> => ({
  SLACK_SIGNING_SECRET: SIGNING_SECRET,
  SLACK_BOT_TOKEN: BOT_TOKEN,
  SLACK_API_URL: slack.apiUrl,
});

type Running = Pick<RunningWorker, "port" | "pid" | "stop"> | RunningBot;

export async function measureOpening(slack: Slack, plan: OpeningPlan): Promise<Opening> {
  const bindings = slackSettings(slack);
  const sym = await runOnWorkerd({ script: deployable("sym").script, bindings });
  const view = await openedBy(slack, sym);
  const withView = { ...bindings, VIEW: view };
  const least = await runOnWorkerd({ script: await bundled("bench/least-open/worker.ts"), bindings: withView });
  const bolt = await runBolt(bindings);
  await mustOpenTheSame(slack, { least, bolt }, view);
  const rungs = await bundled("bench/opening/first-rungs.ts");
  const answer = await runOnWorkerd({ script: rungs, bindings: { ...bindings, RUNG: "answer" } });
  const signature = await runOnWorkerd({ script: rungs, bindings: { ...bindings, RUNG: "signature" } });
  try {
    const opens = { sym, least, bolt };
    const one = await measure(slack, opens, { ...plan, count: 100, atOnce: 1 });
    const many = await measure(slack, opens, { ...plan, count: 400, atOnce: AT_ONCE });
    const ladder = { answer, signature, least, sym };
    const climbed = await measure(slack, ladder, {
      rounds: Math.ceil(plan.rounds / 2),
      warmUp: plan.warmUp,
      count: 100,
      atOnce: 1,
    });
    return {
      oneAtATime: one.figures,
      atOnce: { ...many.figures, count: AT_ONCE },
      p50ToLeast: ratioOf(one.rounds.sym, one.rounds.least, p50Of),
      p50ToLeastAtOnce: ratioOf(many.rounds.sym, many.rounds.least, p50Of),
      throughputToBolt: ratioOf(many.rounds.sym, many.rounds.bolt, perSecondOf),
      rungs: climbed.figures,
      parts: await partsOf(withView),
    };
  } finally {
    for (const running of [sym, least, bolt, answer, signature]) running.stop();
  }
}

interface Measured<N extends string> {
  readonly rounds: Rounds<N>;
  readonly figures: Readonly<Record<N, OpeningFigures>>;
}

async function measure<N extends string>(
  slack: Slack,
  running: Readonly<Record<N, Running>>,
  {
    rounds: count,
    warmUp,
    count: interactions,
    atOnce,
  }: OpeningPlan & { readonly count: number; readonly atOnce: number },
): Promise<Measured<N>> {
  const names = Object.keys(running) as N[];
  const used = new Map<N, { total: number; rounds: number }>();
  const contenders = names.map((name): Contender<N> => {
    const { port, pid } = running[name];
    // The first two rungs call nobody.
    const opens = name !== "answer" && name !== "signature";
    return {
      name,
      round: async () => {
        const before = processorMs(pid);
        const round = await openForms(slack, { port, count: interactions, atOnce, opens });
        const after = processorMs(pid);
        const sofar = used.get(name) ?? { total: 0, rounds: 0 };
        if (before !== null && after !== null)
          used.set(name, { total: sofar.total + after - before, rounds: sofar.rounds + 1 });
        return round;
      },
    };
  });
  const rounds = await inTurn(contenders, { warmUp, count });
  const figures = names.map((name): [N, OpeningFigures] => {
    const { total, rounds: ran } = used.get(name) ?? { total: 0, rounds: 0 };
    const processorUs = ran === 0 ? null : (total * 1_000) / (ran * interactions);
    return [name, { ...figuresOf(rounds[name]), processorUs }];
  });
  return { rounds, figures: Object.fromEntries(figures) as Record<N, OpeningFigures> };
}

interface Openings {
  readonly port: number;
  readonly count: number;
  readonly atOnce: number;
  readonly opens: boolean;
}

function openForms(slack: Slack, { port, count, atOnce, opens }: Openings) {
  return load({
    port,
    atOnce,
    asked: Array.from({ length: count }, () => command(OPENING_LINE, "U0ANA")),
    end: async ({ trigger }, answer) => {
      const [done, openedAt] = await Promise.all([answer, opens ? slack.opened(trigger) : 0n]);
      mustBe(done, "");
      return done.at > openedAt ? done.at : openedAt;
    },
  });
}

/** JSON of the view that one opening shows. */
async function openedBy(slack: Slack, { port }: Running): Promise<string> {
  await openForms(slack, { port, count: 1, atOnce: 1, opens: true });
  return JSON.stringify((await slack.last()).view);
}

async function mustOpenTheSame(slack: Slack, others: Readonly<Record<string, Running>>, view: string): Promise<void> {
  if (!view.includes('"request_form"')) throw new Error("Sym opened something else than a Flow's form");
  for (const [name, running] of Object.entries(others))
    if ((await openedBy(slack, running)) !== view) throw new Error(`${name} opened another view than Sym`);
}

async function partsOf(bindings: Readonly<Record<string, string>>): Promise<Parts> {
  const worker = await runOnWorkerd({
    script: await bundled("bench/opening/parts.ts"),
    bindings,
  });
  try {
    const { head, body } = signedParts(command(OPENING_LINE, "U0ANA").wire);
    const answer = await fetch(`http://127.0.0.1:${worker.port}/slack/events`, { method: "POST", headers: head, body });
    if (!answer.ok) throw new Error(`the parts could not be measured: ${await answer.text()}`);
    return parts.parse(await answer.json());
  } finally {
    worker.stop();
  }
}

/** The headers and the body of a request for the wire. */
function signedParts(wire: Buffer): { head: Record<string, string>; body: string } {
  const [head = "", body = ""] = wire.toString("utf8").split("\r\n\r\n");
  const lines = head
    .split("\r\n")
    .slice(1)
    .filter((line) => !/^(?:host|content-length):/.test(line));
  return { head: Object.fromEntries(lines.map((line) => line.split(": ", 2) as [string, string])), body };
}
