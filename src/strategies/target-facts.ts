// What docs/targets says of a strategy in its table, beside what the strategy says itself. Each strategy has its own in a file of
// facts. Read by the tests and `npm run targets` alone: nothing that the Worker is made of may import one.

export interface TargetFacts {
  /** In a few words, for the table. */
  readonly gives: string;
  /**
   * `behaves`: passes the whole suite against something that others wrote and that keeps state, and reads back what it gave and
   * took. `speaks`: says what the other side documents, to a fake of ours.
   */
  readonly grade: "behaves" | "speaks";
  /** What it is judged against. */
  readonly oracle: string;
  /** The test that runs the suite of all strategies against it. */
  readonly suite: string;
  /** Settings as on its page, with whatever is there by default. */
  readonly example: unknown;
  /** Where only some settings let it be read back: which. */
  readonly readBackWith?: string;
  /** How the target itself ends the access should Sym be gone; null where it cannot. */
  readonly nativeExpiry: string | null;
  /** How open sessions are ended with the access; null where they are not. */
  readonly endsSessions: string | null;
}
