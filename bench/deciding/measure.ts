// Submit and Approve, until the answer is back: Sym and the least Worker on the same Miniflare, in turn. Each interaction
// waits until what the one before it left behind is done, so that answers are compared and nothing else.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { bundled, deployable, ROOT } from "../harness/bundles.ts";
import { type RunningStorage, runOnMiniflare, statementsOf } from "../harness/miniflare.ts";
import {
  type Contender,
  type Figures,
  figuresOf,
  inTurn,
  p50Of,
  type Ratio,
  type Rounds,
  ratioOf,
} from "../harness/rounds.ts";
import type { Slack } from "../harness/slack.ts";
import { TEAM } from "../harness/slack-requests.ts";
import { slackSettings } from "../opening/measure.ts";
import { type Breakdown, seenIn } from "./breakdown.ts";
import { type Name, openedForm, Side } from "./side.ts";
import type { Span } from "./watched.ts";

/** Few, so that a busy moment of the machine falls on both. */
const INTERACTIONS_A_ROUND = 3;

export interface DecidingPlan {
  readonly rounds: number;
  readonly warmUp: number;
  /** Interactions of each kind that are looked into. */
  readonly watched: number;
}

export type Step = "submit" | "approve";

export interface Compared {
  readonly figures: Readonly<Record<Name, Figures>>;
  /** Sym's p50 by the least Worker's. */
  readonly p50ToLeast: Ratio;
}

export interface Deciding {
  readonly submit: Compared;
  readonly approve: Compared;
  readonly breakdown: Readonly<Record<Step, Readonly<Record<Name, Breakdown>>>>;
}

const contenders: Readonly<
  Record<Name, { entry: string; watched: string; objects: Readonly<Record<string, string>> }>
> = {
  sym: {
    entry: "bench/deciding/worker.ts",
    watched: "bench/deciding/watched-sym.ts",
    objects: {
      REQUESTS: "RequestObject",
      ENTITLEMENTS: "EntitlementObject",
      GATES: "GateObject",
      WATCHDOG: "WatchdogObject",
    },
  },
  least: {
    entry: "bench/least-decide/worker.ts",
    watched: "bench/deciding/watched-least.ts",
    objects: { REQUESTS: "RequestObject" },
  },
};

const sqlFiles: Readonly<Record<Name, () => string[]>> = {
  sym: () =>
    readdirSync(join(ROOT, "migrations"))
      .filter((file) => file.endsWith(".sql"))
      .sort()
      .map((file) => `migrations/${file}`),
  least: () => ["bench/least-decide/schema.sql"],
};

export async function measureDeciding(slack: Slack, plan: DecidingPlan): Promise<Deciding> {
  const compared = await onMiniflare(slack, "entry", async (both) => {
    const view = await openedForm(slack, both.sym.port);
    const sides = {
      sym: new Side(slack, "sym", both.sym.port, view),
      least: new Side(slack, "least", both.least.port, view),
    };
    const turns = (step: Step): Contender<Name>[] =>
      (["sym", "least"] as const).map((name) => ({ name, round: () => sides[name][step](INTERACTIONS_A_ROUND) }));
    const rounds = { warmUp: plan.warmUp, count: plan.rounds };
    return {
      submit: compare(await inTurn(turns("submit"), rounds)),
      approve: compare(await inTurn(turns("approve"), rounds)),
    };
  });
  const breakdown = await onMiniflare(slack, "watched", async (both) => {
    const view = await openedForm(slack, both.sym.port);
    const sides = {
      sym: new Side(slack, "sym", both.sym.port, view),
      least: new Side(slack, "least", both.least.port, view),
    };
    const submit = await look("submit", sides, both, plan.watched);
    return { submit, approve: await look("approve", sides, both, plan.watched) };
  });
  return { ...compared, breakdown };
}

const compare = (rounds: Rounds<Name>): Compared => ({
  figures: { sym: figuresOf(rounds.sym), least: figuresOf(rounds.least) },
  p50ToLeast: ratioOf(rounds.sym, rounds.least, p50Of),
});

async function onMiniflare<T>(
  slack: Slack,
  which: "entry" | "watched",
  work: (both: Readonly<Record<Name, RunningStorage>>) => Promise<T>,
): Promise<T> {
  const start = async (name: Name): Promise<RunningStorage> => {
    const { objects, [which]: entry } = contenders[name];
    return runOnMiniflare({
      name,
      script: name === "sym" ? deployable(`deciding-${which}`, { entry }).script : await bundled(entry),
      bindings: { ...slackSettings(slack), SLACK_TEAM_ID: TEAM },
      objects,
      schema: sqlFiles[name]().flatMap((file) => statementsOf(readFileSync(join(ROOT, file), "utf8"))),
    });
  };
  const sym = await start("sym");
  const least = await start("least");
  try {
    return await work({ sym, least });
  } finally {
    await sym.stop();
    await least.stop();
  }
}

const spans = z.array(z.custom<Span>((span) => typeof span === "object" && span !== null && "what" in span));

/** In turn, as in the timed rounds: by the time a request is approved, its object has gone to sleep on either side. */
async function look(
  step: Step,
  sides: Readonly<Record<Name, Side>>,
  running: Readonly<Record<Name, RunningStorage>>,
  count: number,
): Promise<Readonly<Record<Name, Breakdown>>> {
  const seen: Readonly<Record<Name, Span[][]>> = { sym: [], least: [] };
  for (let done = 0; done < count; done++) {
    for (const name of ["sym", "least"] as const) {
      await sides[name][step](1);
      const told = await fetch(`http://127.0.0.1:${running[name].port}/spans`);
      seen[name].push(spans.parse(await told.json()));
    }
  }
  const warm = (all: Span[][]): Span[][] => all.slice(Math.floor(count / 5));
  return { sym: seenIn(warm(seen.sym)), least: seenIn(warm(seen.least)) };
}
