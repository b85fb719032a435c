// What /readyz and /metrics answer with: the engine's own readiness, and whatever is wrong with the settings, the Flows and the
// secrets that Targets need. Names settings and secrets, never their values.

import { exampleOf } from "../domain/bound-target.ts";
import { secretsOfField } from "../domain/field.ts";
import { type DeploymentCheck, sayProblems } from "../domain/flow-check.ts";
import { secretsNamedIn } from "../domain/source.ts";
import { type Problem, readinessOf } from "../engine/readiness.ts";
import type { World } from "../engine/world.ts";
import type { Strategies, TokenShown } from "../ports.ts";
import type { Tallies } from "../store/tallies.ts";
import type { LimitsOf } from "./crowds.ts";
import { exposition } from "./exposition.ts";
import { figuresOf } from "./figures.ts";
import { keptFor } from "./kept.ts";
import { checkTargets, type TargetCheck } from "./targets.ts";

const READINESS_KEPT_MS = 5_000;
const FIGURES_KEPT_MS = 15_000;
/** The targets are asked no more often, however many ask us. */
const TARGETS_KEPT_MS = 60_000;

export interface OpsAnswers {
  readonly token: string | null;
  readiness(): Promise<{ readonly ready: boolean; readonly details: object }>;
  figures(): Promise<string>;
  targets(): Promise<readonly TargetCheck[]>;
  readonly shown: TokenShown;
}

interface Sources {
  /** Size of the record in bytes; null: not known. */
  readonly bytes: () => Promise<number | null>;
  readonly limitBytes: number;
  readonly shown: TokenShown;
  readonly token: string | null;
  /** A freeze lies outside the record. No problem, and easily forgotten. */
  readonly frozen: boolean;
  /** The finders leave signs. */
  readonly watched: boolean;
  readonly problems: () => readonly Problem[];
  readonly tallies: () => Promise<Tallies>;
  readonly limitsOf: LimitsOf;
}

type OpsWorld = Pick<World, "clock" | "store" | "strategies" | "deployment" | "outside" | "sources">;

export function opsAnswers(world: OpsWorld, sources: Sources): OpsAnswers {
  const { clock } = world;
  return {
    token: sources.token,
    shown: sources.shown,
    readiness: keptFor(READINESS_KEPT_MS, clock, async () => {
      const [{ problems: found, ...ages }, recordBytes] = await Promise.all([
        readinessOf(world),
        sizeOf(clock, sources),
      ]);
      const isSign = ({ part }: Problem): boolean => part === "sweep" || part === "watchdog";
      const problems = [
        ...sources.problems(),
        ...found.filter((one) => sources.watched || !isSign(one)),
        ...(isNearly(recordBytes, sources.limitBytes) ? [FULL] : []),
      ];
      const frozenFromOutside = sources.frozen;
      const room = { recordBytes, recordLimitBytes: sources.limitBytes };
      return { ready: problems.length === 0, details: { problems, ...ages, ...room, frozenFromOutside } };
    }),
    targets: keptFor(TARGETS_KEPT_MS, clock, () => checkTargets(world)),
    figures: keptFor(FIGURES_KEPT_MS, clock, async () =>
      exposition(figuresOf(await sources.tallies(), clock.now(), sources)),
    ),
  };
}

/** From here on whoever runs Sym has to act: a full database takes no request and no event. */
const FULL_AT = 0.9;
const FULL: Problem = { part: "record", detail: "more than 90 % of its room is used" };
const isNearly = (bytes: number | null, limit: number): boolean => bytes !== null && bytes > limit * FULL_AT;

/** A record that does not answer is a problem already, and not this one. */
async function sizeOf(clock: World["clock"], { bytes }: Sources): Promise<number | null> {
  try {
    return await clock.within(SIZE_WITHIN_MS, bytes);
  } catch {
    return null;
  }
}
const SIZE_WITHIN_MS = 3_000;

interface Deployed {
  readonly settings: readonly string[];
  readonly checked: DeploymentCheck;
  readonly strategies: Strategies;
  /** Throws where the settings are wrong, and names them. */
  readonly read: () => unknown;
  /** Is this secret set? */
  readonly has: (secret: string) => boolean;
}

export function problemsOf({ settings, checked, strategies, read, has }: Deployed): Problem[] {
  const problems: Problem[] = settings.map((detail) => ({ part: "settings", detail }));
  try {
    read();
  } catch (error) {
    problems.push({ part: "settings", detail: error instanceof Error ? error.message : "are wrong" });
  }
  if (!checked.ok) return [...problems, { part: "flows", detail: sayProblems(checked.problems) }];
  const needed = new Set(
    checked.deployment.flows.flatMap(({ flow: { targets, fields, requesters, approvers } }) => [
      ...fields.flatMap(secretsOfField),
      ...targets.map(exampleOf).flatMap(({ strategy, settings: of }) => strategies(strategy)?.secrets(of) ?? []),
      ...[requesters, approvers].flatMap(secretsNamedIn).map(({ secret }) => secret),
    ]),
  );
  const missing = [...needed].filter((name) => !has(name));
  return [...problems, ...missing.map((name) => ({ part: "secrets", detail: `${name} is not set` }) as const)];
}
