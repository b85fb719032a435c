// The objects of the simulated world: their memories, when each wakes, and a storage that can fail under a handler. Never
// runs a handler itself.
import type { EntitlementState } from "../../src/domain/entitlement.ts";
import { Gate } from "../../src/domain/gate.ts";
import type { GateHealth } from "../../src/domain/gate-health.ts";
import { Lane, type LaneState } from "../../src/domain/lane.ts";
import type { Memory, RequestMemoryState, WatchdogMemoryState } from "../../src/ports.ts";
import { freeze } from "../fakes/freeze.ts";
import { Agenda } from "./agenda.ts";
import { SimMemory } from "./memory.ts";
import type { Life } from "./points.ts";

export type Wakes =
  | { readonly kind: "request"; readonly id: string; readonly memory: SimMemory<RequestMemoryState> }
  | { readonly kind: "entitlement"; readonly id: string; readonly memory: SimMemory<EntitlementState> }
  | { readonly kind: "watchdog"; readonly id: string; readonly memory: SimMemory<WatchdogMemoryState> };

/** Keeps the state as it was handed over, frozen, instead of as text: the same to the engine, and much quicker. */
class QuickMemory<S> extends SimMemory<S> {
  #kept: S | null = null;
  override read = (): S | null => this.#kept;
  override replace(state: S): void {
    this.#kept = freeze(state);
  }
  override lose(): void {
    this.#kept = null;
  }
  override async forget(): Promise<void> {
    this.#kept = null;
    await super.forget();
  }
}

export class SimObjects {
  readonly requests = new Map<string, SimMemory<RequestMemoryState>>();
  readonly entitlements = new Map<string, SimMemory<EntitlementState>>();
  /** Each with its queue, which dies with it, and what it keeps. */
  readonly #gates = new Map<string, Gate>();
  readonly #lanes = new Map<string, Lane>();
  /** There is one. Its alarm is always booked, so it counts for nothing that is waited for. */
  readonly watchdog: SimMemory<WatchdogMemoryState>;
  readonly #agenda = new Agenda<Wakes>();
  readonly #now: () => number;
  readonly #quick: boolean;
  #armed = 0;

  /** `quick`: states are kept as they are, not as text. */
  constructor(now: () => number, quick: boolean) {
    this.#now = now;
    this.#quick = quick;
    this.watchdog = this.#memory<WatchdogMemoryState>();
    this.#follow({ kind: "watchdog", id: "watchdog", memory: this.watchdog });
  }

  /** How many alarms are set. */
  get armed(): number {
    return this.#armed;
  }

  request(id: string): SimMemory<RequestMemoryState> {
    const known = this.requests.get(id);
    if (known) return known;
    const memory = this.#memory<RequestMemoryState>();
    this.requests.set(id, memory);
    this.#follow({ kind: "request", id, memory });
    return memory;
  }

  entitlement(key: string): SimMemory<EntitlementState> {
    const known = this.entitlements.get(key);
    if (known) return known;
    const memory = this.#memory<EntitlementState>();
    this.entitlements.set(key, memory);
    this.#follow({ kind: "entitlement", id: key, memory });
    return memory;
  }

  gate(name: string): Gate {
    const known = this.#gates.get(name) ?? new Gate(this.#now());
    this.#gates.set(name, known);
    return known;
  }

  lane(name: string): Lane {
    const known = this.#lanes.get(name) ?? new Lane(this.#now());
    this.#lanes.set(name, known);
    return known;
  }

  /** Every lane comes up anew; `all`: and has lost what it kept as well. */
  resetLanes(all: boolean): void {
    for (const [name, { state }] of this.#lanes)
      this.#lanes.set(name, new Lane(this.#now(), all ? null : (JSON.parse(JSON.stringify(state)) as LaneState)));
  }

  /** Every gate comes up anew; `all`: and has lost what it kept as well. */
  resetGates(all: boolean): void {
    for (const [name, { health }] of this.#gates)
      this.#gates.set(name, new Gate(this.#now(), all ? null : (JSON.parse(JSON.stringify(health)) as GateHealth)));
  }

  #memory = <S>(): SimMemory<S> => new (this.#quick ? QuickMemory<S> : SimMemory<S>)(this.#now);

  all = (): (SimMemory<RequestMemoryState> | SimMemory<EntitlementState>)[] => [
    ...this.requests.values(),
    ...this.entitlements.values(),
  ];

  /** The next one to wake that is not at work; null where none is armed. */
  next(): { readonly at: number; readonly what: Wakes } | null {
    for (;;) {
      const first = this.#agenda.first();
      if (first === undefined) return null;
      if (first.what.memory.alarm === first.at && !first.what.memory.busy) return first;
      this.#agenda.take();
    }
  }

  began({ memory }: Wakes): void {
    memory.alarm = null;
    memory.busy = true;
  }

  /** The handler is over, however it ended: what it booked, or what was booked meanwhile, counts again. */
  ended(what: Wakes): void {
    what.memory.busy = false;
    if (what.memory.alarm !== null) this.#agenda.put(what.memory.alarm, what);
  }

  /** Every setting of the alarm, whoever does it, puts a moment on the agenda. */
  #follow(what: Wakes): void {
    let alarm: number | null = null;
    Object.defineProperty(what.memory, "alarm", {
      get: () => alarm,
      set: (at: number | null) => {
        if (what.kind !== "watchdog") this.#armed += Number(at !== null) - Number(alarm !== null);
        if (at !== null && at !== alarm) this.#agenda.put(at, what);
        alarm = at;
      },
    });
  }
}

/** The storage failed and its object with it: nothing of this handler is ever heard of again. */
export class ObjectReset extends Error {
  override readonly name = "ObjectReset";
}

/** A memory under a handler that may die of its storage at every write. */
export function mortal<S, M extends Memory<S>>(memory: M, life: Life, fails: () => boolean): M {
  const check = (): void => {
    if (life.dead) throw new ObjectReset("the object was reset");
    if (!fails()) return;
    life.stop();
    throw new ObjectReset("the storage failed");
  };
  return new Proxy(memory, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== "function") return value;
      const writes = name === "write" || name === "replace" || name === "arm" || name === "forget";
      return (...args: unknown[]) => {
        if (writes) check();
        return Reflect.apply(value, target, args);
      };
    },
  });
}
