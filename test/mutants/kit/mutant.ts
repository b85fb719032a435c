// What a mutant is: a defence taken away by exact edits, and the check that must then turn red. One a file in this folder,
// as its default export; the file's name is the mutant's.

export interface Edit {
  /** Path from the project's root, for example `src/engine/apply.ts`. */
  readonly in: string;
  /** Stands there exactly once; when it does not, the mutant is out of date and the run fails. */
  readonly from: string;
  readonly to: string;
}

export type Catcher =
  /** One history of the simulated world breaks a promise: a seed that was found by searching, and is kept. */
  | { readonly by: "simulate"; readonly profile: "normal" | "harsh"; readonly seed: number; readonly breaks: string }
  /** One test turns red. `project`: of vitest.config.ts. `test`: the test's name, or the part of it that is enough. */
  | {
      readonly by: "vitest";
      readonly project: "pure" | "workers" | "journeys";
      readonly file: string;
      readonly test: string;
    };

export interface Mutant {
  /** The defence that is gone, in one sentence. */
  readonly takesAway: string;
  readonly edits: readonly Edit[];
  readonly caughtBy: Catcher;
  /** Rows of docs/threats.md that it stands for. */
  readonly threats?: readonly string[];
}
