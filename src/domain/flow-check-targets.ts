// Checks Environments and their Targets against the strategies that exist: settings, levels, what cannot be read back, and
// two names for one access. Pure: no strategy is asked to do anything. Never throws, whatever a strategy of one's own does: ends of all
// others depend on it.
import { type Account, rankOf, slotKey } from "./access.ts";
import { type Binding, examplesOf } from "./bound-target.ts";
import { canonicalJson, type Json } from "./canonical.ts";
import type { Target } from "./flow.ts";
import { unbind } from "./flow-check-bound.ts";
import { list, type Parts, quoted, readParts, type Say, type Saying } from "./flow-check-parts.ts";
import { slug, twice } from "./flow-check-values.ts";
import type { TargetDrift } from "./flow-drift.ts";
import { environmentShape, targetShape } from "./flow-schema.ts";

/** What is asked of a strategy when it is configured. Every `Strategy` of the ports is one. */
export interface KnownStrategy {
  /** Weakest to strongest. */
  readonly levels: readonly string[];
  readonly settings: {
    safeParse(input: unknown):
      | { readonly success: true; readonly data: unknown }
      | {
          readonly success: false;
          readonly error: {
            readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[];
          };
        };
  };
  readonly bindable?: readonly string[];
  slot(settings: unknown, account: Account): readonly string[];
  readonly inspect?: unknown;
  /** It can say who is there. */
  readonly list?: unknown;
  readable?(settings: unknown): boolean;
  secrets?(settings: unknown): readonly string[];
  limits?(settings: unknown): unknown;
  lane?(settings: unknown): unknown;
  realm?(settings: unknown): string;
  /** It shows sign-ins. */
  readonly credential?: unknown;
}
export type KnownStrategies = (type: string) => KnownStrategy | null;

export interface CheckedEnvironment {
  readonly name: string;
  readonly label: string | null;
  /** By name; null where a Target is there and something is wrong with it. */
  readonly targets: ReadonlyMap<string, Target | null>;
  readonly drift: readonly TargetDrift[];
}

/** Anyone: two Targets are the same access when they meet in one slot for the same account. */
const SOMEONE: Account = { id: "someone", label: "someone" };

/** A word of `/sym revoke-all`. */
const RESERVED_TARGET = "everything";

export function checkEnvironment(
  name: string,
  raw: unknown,
  strategies: KnownStrategies,
  saying: Saying,
): CheckedEnvironment {
  const where = `Environment "${name}"`;
  const say = saying(where);
  checkName(name, say);
  const { good } = readParts(environmentShape, raw, say);
  const targets = new Map<string, Target | null>();
  const slots = new Map<string, string>();
  const drift: TargetDrift[] = [];
  for (const [targetName, written] of Object.entries(good.targets ?? {})) {
    const sayTarget = saying(`${where}, Target "${targetName}"`);
    checkName(targetName, sayTarget);
    if (targetName === RESERVED_TARGET)
      sayTarget([], `must have another name: "${RESERVED_TARGET}" is a word of /sym revoke-all`);
    const { target, others } = checkTarget(targetName, written, strategies, sayTarget);
    targets.set(targetName, target);
    if (others !== null) drift.push({ environment: name, target: targetName, ...others });
    for (const slot of target === null ? [] : slotsOf(target, strategies)) {
      const other = slots.get(slot);
      if (other === targetName) sayTarget(["settings"], "lets a field say one access in two ways");
      else if (other !== undefined)
        sayTarget([], `gives the same access as Target "${other}"; one access has one name in an Environment`);
      slots.set(slot, targetName);
    }
  }
  for (const label of twice([...targets.values()].flatMap((target) => target?.label ?? [])))
    say(["targets"], `two Targets are labelled ${JSON.stringify(label)}; an approver could not tell them apart`);
  return { name, label: good.label ?? null, targets, drift };
}

function checkName(name: string, say: Say): void {
  const read = slug.safeParse(name);
  if (!read.success) say([], `the name ${read.error.issues[0]?.message}`);
}

interface CheckedTarget {
  readonly target: Target | null;
  /** What is to be done about others' access; null where the Target says nothing of it. */
  readonly others: Omit<TargetDrift, "environment" | "target"> | null;
}

function checkTarget(name: string, raw: unknown, strategies: KnownStrategies, say: Say): CheckedTarget {
  const parts = readParts(targetShape, raw, say);
  const nothing = { target: null, others: null };
  const type = parts.good.strategy;
  if (type === undefined) return nothing;
  const strategy = strategies(type);
  if (strategy === null) {
    say(["strategy"], `there is no strategy ${quoted(type)}`);
    return nothing;
  }
  const level = checkLevel(parts.good.level, strategy, say);
  if (parts.good.settings === undefined) return nothing;
  const unbound = unbind(parts.good.settings, strategy.bindable ?? [], say);
  const settings =
    unbound && checkSettings({ ...parts, good: { ...parts.good, settings: unbound.settings } }, strategy, say);
  const { drift } = parts.good;
  if (drift !== undefined && strategy.list === undefined)
    say(["drift"], "must be left out: this strategy cannot say who has the access");
  else if (drift !== undefined && unbound?.bound)
    say(["drift"], "must be left out where a field says a setting: whose members they are is not known before");
  if (drift !== undefined && drift.remove !== undefined && !drift.look)
    say(["drift", "remove"], "cannot be where look is false");
  if (!settings || level === null || parts.whole === null) return nothing;
  const { label, endRemovesStanding, maxDuration } = parts.whole;
  const most = maxDuration === undefined ? {} : { maxDurationMs: maxDuration };
  const others = drift ? { looks: drift.look, removes: drift.remove !== undefined, allowed: drift.except } : null;
  const made = { name, label, strategy: type, level, settings, endRemovesStanding, ...most };
  return { target: unbound?.bound ? bound(made, unbound.bound, strategy, say) : made, others };
}

/** The Target without the setting that a field says. Everything that may be said has to be taken as it is. */
function bound(made: Target, binding: Binding, strategy: KnownStrategy, say: Say): Target | null {
  const { [binding.setting]: _example, ...settings } = made.settings as Readonly<Record<string, Json>>;
  const target: Target = { ...made, settings, bound: binding };
  for (const example of examplesOf(target)) {
    const read = tried(() => strategy.settings.safeParse(example.settings));
    if (read?.success && tried(() => canonicalJson(read.data)) === canonicalJson(example.settings)) continue;
    say([binding.setting], "lets a field say something that the strategy does not take as it is");
    return null;
  }
  return target;
}

function checkLevel(level: string | undefined, { levels }: KnownStrategy, say: Say): string | null {
  const chosen = level ?? (levels.length === 1 ? levels[0] : undefined);
  if (chosen !== undefined && levels.includes(chosen)) return chosen;
  say(
    ["level"],
    `${level === undefined ? "is missing" : `there is no level ${quoted(level)}`}; the levels are ${list(levels)}`,
  );
  return null;
}

/** The settings as the strategy's schema gives them, as plain data; undefined where they are refused. */
function checkSettings(parts: Parts<typeof targetShape>, strategy: KnownStrategy, say: Say): Json | undefined {
  if (parts.good.settings === undefined) return undefined;
  const read = tried(() => strategy.settings.safeParse(parts.good.settings));
  if (read === null) {
    say(["settings"], "cannot be checked: the schema throws, or has a check that is async");
    return undefined;
  }
  if (!read.success) {
    for (const issue of read.error.issues)
      say(issue.path, isMissing(parts.good.settings, issue.path) ? "is missing" : issue.message);
    return undefined;
  }
  const readable = strategy.readable ? strategy.readable(read.data) : strategy.inspect !== undefined;
  if (!readable && parts.good.endRemovesStanding === false)
    say(
      ["endRemovesStanding"],
      "must be true: this Target cannot be read back, so an end also removes access that a person had before; say that you accept this",
    );
  const settings = plain(read.data, say);
  if (settings === undefined) return undefined;
  // Every call reads them again: what is stored has to pass, and to mean the same.
  const again = tried(() => strategy.settings.safeParse(settings));
  if (again === null || !again.success || tried(() => canonicalJson(again.data)) !== canonicalJson(settings)) {
    say(
      ["settings"],
      "must be taken as they are: the schema does not take what it makes of them, or makes something else of that",
    );
    return undefined;
  }
  for (const name of ["secrets", "limits", "lane", "realm"] as const)
    if (tried(() => [strategy[name]?.(settings)]) === null) {
      say([name], "the strategy's function fails with these settings");
      return undefined;
    }
  return settings;
}

/** Null where it throws. */
function tried<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}

const isMissing = (settings: Readonly<Record<string, unknown>>, [name, ...deeper]: readonly PropertyKey[]): boolean =>
  name !== undefined && deeper.length === 0 && settings[String(name)] === undefined;

function plain(data: unknown, say: Say): Json | undefined {
  try {
    return JSON.parse(canonicalJson(data)) as Json;
  } catch {
    say(["settings"], "must be plain data: text, numbers, true, false, lists and objects");
    return undefined;
  }
}

function slotsOf(target: Target, strategies: KnownStrategies): readonly string[] {
  const strategy = strategies(target.strategy);
  // What a pattern lets through is not known before somebody says it: then two Targets meet in one slot, as two levels do.
  if (strategy === null || target.bound?.allow.kind === "pattern") return [];
  return examplesOf(target).flatMap(({ settings }) => {
    // A strategy may have no place for just this account.
    const slot = tried(() => strategy.slot(settings, SOMEONE));
    return slot === null ? [] : [`${rankOf(strategy.levels, target.level)}|${slotKey(target.strategy, slot)}`];
  });
}
