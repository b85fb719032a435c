// Where an answer's time goes, from what was seen of many: computing before the first call, waiting for the calls that
// everything else needs, computing, the batch, computing. Also how much was asked of whom.
import { percentile, sum } from "../harness/statistics.ts";
import type { Span } from "./watched.ts";

/** The spans of one interaction each. */
export type Seen = readonly (readonly Span[])[];

export interface Breakdown {
  /** Milliseconds from the request's arrival to the answer, inside the Worker; the members below add up to it. */
  readonly wholeMs: number;
  readonly beforeCallsMs: number;
  readonly waitingMs: number;
  readonly betweenMs: number;
  readonly batchMs: number;
  readonly afterMs: number;
  /** How long each kind of call took while others were under way. */
  readonly slackMs: number;
  readonly readMs: number;
  readonly objectMs: number;
  /** Of one interaction, up to its answer. */
  readonly slackCalls: number;
  readonly objectCalls: number;
  readonly readStatements: number;
  readonly batchStatements: number;
  readonly batchBytes: number;
}

/** The clock of a Worker goes by whole milliseconds, so what it says is averaged; the slowest fifth is left out. */
export function seenIn(interactions: Seen): Breakdown {
  const each = interactions.map(partsOf);
  const most = percentile(
    each.map(({ wholeMs }) => wholeMs),
    0.8,
  );
  const usual = each.filter(({ wholeMs }) => wholeMs <= most);
  const members = Object.keys(usual[0] ?? {}) as (keyof Breakdown)[];
  const means = members.map((member) => [member, sum(usual.map((one) => one[member])) / usual.length]);
  return Object.fromEntries(means) as Record<keyof Breakdown, number>;
}

function partsOf(spans: readonly Span[]): Breakdown {
  const answer = one(spans, "answer");
  const batch = one(spans, "d1 batch");
  const before = spans.filter(({ what, from }) => what !== "answer" && what !== "d1 batch" && from <= batch.from);
  const first = Math.min(...before.map(({ from }) => from));
  const last = Math.max(...before.map(({ to }) => to));
  const of = (what: Span["what"]) => before.filter((span) => span.what === what);
  const long = (list: readonly Span[]) => sum(list.map(({ from, to }) => to - from));
  const parts = (list: readonly Span[]) => sum(list.map((span) => span.parts));
  return {
    wholeMs: answer.to,
    beforeCallsMs: first,
    waitingMs: last - first,
    betweenMs: batch.from - last,
    batchMs: batch.to - batch.from,
    afterMs: answer.to - batch.to,
    slackMs: long(of("slack call")),
    readMs: long(of("d1 read")),
    objectMs: long(of("object call")),
    slackCalls: of("slack call").length,
    objectCalls: spans.filter(({ what, from }) => what === "object call" && from <= answer.to).length,
    readStatements: parts(of("d1 read")),
    batchStatements: batch.parts,
    batchBytes: batch.bytes,
  };
}

function one(spans: readonly Span[], what: Span["what"]): Span {
  const found = spans.find((span) => span.what === what);
  if (found === undefined) throw new Error(`an interaction without ${what}: it cannot have done what it should`);
  return found;
}
