// What kind of trouble a target makes, which says who must act. The words for it are Sym's own; never the target's.

export type TroubleClass =
  /** Out of reach, in trouble, or busy: it may pass by itself. */
  | "retryable"
  /** Asked to be called less often. */
  | "slow_down"
  /** Sym's credential, or a right of it, is missing there. */
  | "auth"
  /** What the Target's settings name is not there, or they do not fit. */
  | "config"
  /** The target protects this access, or will never take it. */
  | "impossible"
  /** It answered what nobody understands, or Sym made a mistake. */
  | "bug";
