// What the steps of a deployment are given: the project's files, and wrangler. The one seam between what is decided and what is
// done, so that tests hand in an account of their own. Holds no behaviour.

/** What a finished wrangler left behind. */
export interface Outcome {
  /** 0 is success. */
  readonly code: number;
  /** Both empty where it spoke to the terminal itself. Without colours. */
  readonly stdout: string;
  readonly stderr: string;
  /** Entries of its output file, one JSON object each; `type` says which. */
  readonly reports: readonly unknown[];
}

/** `silent`: what it says is read here. `aloud`: it speaks to the terminal. `asking`: it may ask there, too. */
export type Talk = "silent" | "aloud" | "asking";

export interface D1Settings {
  readonly name: string;
  /** Null where none is written. */
  readonly id: string | null;
}

/** What matters here of wrangler.toml. */
export interface WranglerSettings {
  /** Name of the Worker. */
  readonly worker: string;
  /** Its entry, as written, at the top and in each section that says another: `[env.staging]`. */
  readonly mains: readonly { readonly section: string; readonly main: string }[];
  /** Of the binding DB. */
  readonly database: D1Settings;
  readonly requiredSecrets: readonly string[];
  /** Bindings of R2 buckets. */
  readonly buckets: readonly string[];
  /** Variables with the section that they stand in: `[vars]`, `[env.staging.vars]`. */
  readonly variables: readonly { readonly section: string; readonly name: string; readonly value: unknown }[];
}

/** A setting outside wrangler.toml. `from`: `the environment`, or a file. */
export interface LooseSetting {
  readonly from: string;
  readonly name: string;
  readonly value: string;
}

export interface SourceFile {
  /** From the project's root. */
  readonly path: string;
  readonly text: string;
}

export interface Project {
  /** The default export of src/flows. Rejects where it cannot be loaded. */
  loadFlows(): Promise<unknown>;
  flowSources(): readonly SourceFile[];
  /** Files of settings that wrangler would take in place of wrangler.toml. */
  otherSettings(): readonly string[];
  wranglerSettings(): Promise<WranglerSettings>;
  readonly wranglerToml: { read(): string; write(text: string): void };
  looseSettings(): readonly LooseSetting[];
  /** Where manifest.json tells Slack to post, as an origin; null where there is none to read. */
  manifestOrigin(): string | null;
  /** Runs to its end; never rejects because of what wrangler makes of it. */
  wrangler(args: readonly string[], talk: Talk): Promise<Outcome>;
}
