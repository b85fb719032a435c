// What a run of bad input found, and what shows that it was one: how much was sent, how it was answered, what good input did.

export interface Finding {
  readonly number: number;
  readonly what: string;
}

export interface Tally {
  inputs: number;
  /** Answers by status. */
  readonly statuses: Record<string, number>;
  /** Inputs with a signature that is not Slack's. */
  forged: number;
  /** Events that good input rightly caused: without any the run would prove nothing. */
  readonly effects: Record<string, number>;
  orders: number;
  slowestMs: number;
  readonly findings: Finding[];
}

export const emptyTally = (): Tally => ({
  inputs: 0,
  statuses: {},
  forged: 0,
  effects: {},
  orders: 0,
  slowestMs: 0,
  findings: [],
});

/** 413: too large. 404, 405: another path or method. */
export const QUIET = new Set([200, 400, 401, 404, 405, 413]);
