// What is measured as it happens. Names and counts: no person, no account, no request, nothing that people wrote.

export type Measure =
  /** Seconds from when an end was due to its proof. */
  | { readonly name: "revocation_lateness_seconds"; readonly of: readonly [target: string]; readonly value: number }
  | { readonly name: "target_failure"; readonly of: readonly [target: string, errorClass: string]; readonly value: 1 }
  | { readonly name: "decision"; readonly of: readonly [verdict: string]; readonly value: 1 }
  | { readonly name: "refusal"; readonly of: readonly [command: string, why: string]; readonly value: 1 }
  | { readonly name: "signature_refused"; readonly of: readonly [why: string]; readonly value: 1 }
  | { readonly name: "rescue"; readonly of: readonly [what: "request" | "slot"]; readonly value: number };

/** Comes back at once, never throws, and nothing depends on it. */
export type Metrics = (measure: Measure) => void;
