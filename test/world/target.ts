// Targets that keep state, in the simulated world: levels per account and place, who changed what and when, and reads that
// may lag behind what was accepted. A test can ask whether anything was ever added without a decision or taken from others.
import { type Access, rankOf, slotKey } from "../../src/domain/access.ts";
import type { Member, Members } from "../../src/domain/drift.ts";
import type { TargetLimits } from "../../src/domain/turn.ts";
import { type Inspection, PermanentError, type Strategy, type StrategyCall } from "../../src/ports.ts";
import type { Quirk } from "./quirks.ts";

export const LEVELS = ["read", "write", "admin"] as const;
/** Where everything is that says nothing else. */
export const HOME = "sim";

/** The place that settings speak of. */
export function placeOf(settings: unknown): string {
  return typeof settings === "object" && settings !== null && "slot" in settings && typeof settings.slot === "string"
    ? settings.slot
    : HOME;
}
/** How one account at one place is called here: the account alone, at home. */
export const labelOf = (place: string, account: string): string => (place === HOME ? account : `${account}@${place}`);
export const labelOfAccess = (access: Access): string => labelOf(placeOf(access.settings), access.account.id);
const placeOfLabel = (label: string): string => label.split("@")[1] ?? HOME;
export function keyOfLabel(label: string): string {
  const [account = "", place = HOME] = label.split("@");
  return slotKey("memory", [place, account]);
}

export interface TargetChange {
  readonly at: number;
  readonly account: string;
  readonly from: string | null;
  readonly to: string | null;
}

export class SimTarget {
  /** By label. */
  readonly levels = new Map<string, string>();
  /** What Sym changed. */
  readonly changes: TargetChange[] = [];
  /** What other people changed. */
  readonly foreign: TargetChange[] = [];
  /** Access that comes from elsewhere. */
  readonly inherited = new Map<string, string>();
  /** What was there before the first change by anybody. */
  readonly before = new Map<string, string | null>();
  /** What others left while nothing of ours was there, and nobody else has changed since: never ours to take. */
  readonly left = new Map<string, string | null>();
  /** The most that others ever gave, as a rank. */
  readonly mostOfOthers = new Map<string, number>();
  calls = 0;

  set(label: string, level: string | null, at: number): void {
    this.#change(this.changes, label, level, at);
  }

  /** Somebody else, at the target itself. `alone`: nothing of ours is there, or on its way. */
  put(label: string, level: string | null, at: number, alone = false): void {
    this.#change(this.foreign, label, level, at);
    if (alone) this.left.set(label, level);
    else this.left.delete(label);
    this.mostOfOthers.set(label, Math.max(this.mostOfOthers.get(label) ?? 0, rankOf(LEVELS, level)));
  }
  /** Did anybody else have a hand in it? */
  meddledWith = (label: string): boolean => this.mostOfOthers.has(label);
  /** The most that others account for, standing access of the beginning among it, as a rank. */
  others = (label: string): number =>
    Math.max(
      rankOf(LEVELS, this.before.has(label) ? (this.before.get(label) ?? null) : this.level(label)),
      this.mostOfOthers.get(label) ?? 0,
    );

  level = (label: string): string | null => this.levels.get(label) ?? null;

  /** What a reader sees who is this far behind. */
  levelAt(label: string, at: number): string | null {
    const later = [...this.changes, ...this.foreign].filter((change) => change.account === label && change.at > at);
    const [first] = later.sort((a, b) => a.at - b.at);
    return first ? first.from : this.level(label);
  }

  /** Everything at one place, by label. */
  at(place: string): ReadonlyMap<string, string> {
    return new Map([...this.levels].filter(([label]) => (label.split("@")[1] ?? HOME) === place));
  }

  /** What is not in the list is gone, and what is in it is there again. */
  replace(place: string, list: ReadonlyMap<string, string>, at: number): void {
    for (const label of new Set([...this.at(place).keys(), ...list.keys()]))
      this.set(label, list.get(label) ?? null, at);
  }

  #change(log: TargetChange[], label: string, level: string | null, at: number): void {
    const from = this.level(label);
    if (!this.before.has(label)) this.before.set(label, from);
    if (level === null) this.levels.delete(label);
    else this.levels.set(label, level);
    if (from !== level) log.push({ at, account: label, from, to: level });
  }
}

/** What one place is like. */
export interface PlaceTraits {
  readonly readable: boolean;
  /** How far behind the next read is. */
  readonly lagMs: () => number;
  /** A change reads the whole list of the place, and then replaces it. Left out: it touches one account alone. */
  readonly wholeList?: boolean;
  /** What becomes of a change there; left out: what was asked for. */
  readonly quirk?: Quirk;
}

/** All places know the same accounts. */
export const REALM = "sim";

/** The strategy over it. `pass` leads every call through the world's points. */
export function simStrategy(
  target: SimTarget,
  now: () => number,
  pass: <T>(name: string, place: string, call: () => Promise<T>) => Promise<T>,
  options: {
    readonly place: (name: string) => PlaceTraits;
    /** Told before every call that changes something. */
    readonly onSet: (call: StrategyCall, level: string | null) => void;
    /** The target ends access by itself where it is told when; left out: it does not. */
    readonly expires?: (call: StrategyCall) => void;
    /** Told of every secret that was made. */
    readonly onSecret: (label: string, secret: string) => void;
    /** How many members a list is short of; left out: nobody can be listed. */
    readonly listLacks?: () => number;
    /** What a place publishes about how often it may be called. */
    readonly limits: (place: string) => Omit<TargetLimits, "of"> | null;
  },
): Strategy {
  const { listLacks } = options;
  const label = (call: StrategyCall): string => labelOf(placeOf(call.settings), call.account.id);
  const change = (name: string, call: StrategyCall, level: string | null): Promise<void> => {
    options.onSet(call, level);
    if (options.place(placeOf(call.settings)).wholeList) return replace(name, call, level);
    return pass(name, placeOf(call.settings), async () => {
      target.calls++;
      const landing = { label: label(call), level, at: now() };
      const { quirk } = options.place(placeOf(call.settings));
      if (quirk === undefined) target.set(landing.label, level, landing.at);
      else quirk(landing);
      options.expires?.(call);
    });
  };
  const replace = async (name: string, call: StrategyCall, level: string | null): Promise<void> => {
    const place = placeOf(call.settings);
    const list = new Map(await pass("target.list", place, async () => target.at(place)));
    if (level === null) list.delete(label(call));
    else list.set(label(call), level);
    await pass(name, place, async () => {
      target.calls++;
      target.replace(place, list, now());
    });
  };
  return {
    type: "memory",
    levels: LEVELS,
    ...(options.expires === undefined ? {} : { nativeExpiry: true }),
    settings: { safeParse: (data) => ({ success: true, data }) },
    realm: () => REALM,
    slot: (settings, who) => [placeOf(settings), who.id],
    secrets: () => [],
    grant: (call) => change("target.grant", call, call.level),
    revoke: (call) => change("target.revoke", call, null),
    readable: (settings) => options.place(placeOf(settings)).readable,
    inspect: (call) =>
      pass("target.inspect", placeOf(call.settings), async (): Promise<Inspection> => {
        target.calls++;
        const lagMs = options.place(placeOf(call.settings)).lagMs();
        const level = lagMs === 0 ? target.level(label(call)) : target.levelAt(label(call), now() - lagMs);
        return { level, inherited: target.inherited.get(label(call)) ?? null, ids: {} };
      }),
    ...(listLacks === undefined
      ? {}
      : {
          list: (settings) =>
            pass("target.list", placeOf(settings), async (): Promise<Members> => {
              target.calls++;
              const here = [...target.levels].filter(([at]) => placeOfLabel(at) === placeOf(settings));
              const all = here.map(([at, level]): Member => {
                const [id = ""] = at.split("@");
                return { account: { id, label: id }, names: [], level, ids: {} };
              });
              return { accountId: null, members: all.slice(0, Math.max(0, all.length - listLacks())) };
            }),
        }),
    credential: (call) =>
      pass("target.credential", placeOf(call.settings), async () => {
        target.calls++;
        if (target.level(label(call)) === null) throw new PermanentError("there is nothing to sign in with");
        const secret = `planted-${label(call)}-${target.calls}`;
        options.onSecret(label(call), secret);
        return [{ label: "Password", value: secret }];
      }),
    lane: (settings) => (options.place(placeOf(settings)).wholeList ? placeOf(settings) : null),
    limits: (settings) => {
      const of = placeOf(settings);
      const published = options.limits(of);
      return published && { of, ...published };
    },
    outlives: () => null,
  };
}
