// Contenders measured side by side: short rounds in turn, in an order that turns round each time, so that whatever else the
// machine does falls on all of them alike. Ratios are taken round by round. Judges nothing.
import { median, middleHalf, percentile, type Spread, sum } from "./statistics.ts";

/** What one round of one contender gave. */
export interface Round {
  /** Milliseconds, one for each interaction. */
  readonly latencies: readonly number[];
  /** From the first interaction's start to the last one's end, in milliseconds. */
  readonly elapsedMs: number;
}

export interface Contender<Name extends string> {
  readonly name: Name;
  readonly round: () => Promise<Round>;
}

export interface Figures {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly perSecond: number;
  readonly interactions: number;
}

export type Rounds<Name extends string> = Readonly<Record<Name, readonly Round[]>>;

/** Runs every contender `warmUp` times unmeasured, then `count` times measured. */
export async function inTurn<Name extends string>(
  contenders: readonly Contender<Name>[],
  { warmUp, count }: { readonly warmUp: number; readonly count: number },
): Promise<Rounds<Name>> {
  const rounds = new Map<Name, Round[]>(contenders.map(({ name }) => [name, []]));
  for (let turn = 0; turn < warmUp + count; turn++) {
    const order = turn % 2 === 0 ? contenders : contenders.toReversed();
    for (const { name, round } of order) {
      const result = await round();
      if (turn >= warmUp) rounds.get(name)?.push(result);
    }
  }
  return Object.fromEntries(rounds) as Record<Name, Round[]>;
}

/** All rounds of one contender as one. */
export function figuresOf(rounds: readonly Round[]): Figures {
  const latencies = rounds.flatMap((round) => round.latencies);
  return {
    p50Ms: median(latencies),
    p99Ms: percentile(latencies, 0.99),
    perSecond: (latencies.length / sum(rounds.map((round) => round.elapsedMs))) * 1_000,
    interactions: latencies.length,
  };
}

export interface Ratio {
  /** Of all rounds together. */
  readonly overall: number;
  /** Of the rounds taken one by one: how much of it is noise. */
  readonly middleHalf: Spread;
}

/** `measure` of ours divided by that of theirs. */
export function ratioOf(
  ours: readonly Round[],
  theirs: readonly Round[],
  measure: (figures: Figures) => number,
): Ratio {
  const by = (one: readonly Round[], other: readonly Round[]) => measure(figuresOf(one)) / measure(figuresOf(other));
  const ratios = ours.flatMap((round, turn) => {
    const other = theirs[turn];
    return other === undefined ? [] : [by([round], [other])];
  });
  return { overall: by(ours, theirs), middleHalf: middleHalf(ratios) };
}

export const p50Of = ({ p50Ms }: Figures): number => p50Ms;
export const perSecondOf = ({ perSecond }: Figures): number => perSecond;
