// A target that lives in this process: groups with members at levels, access inherited from elsewhere, and a way to make
// calls fail, wait or lose their answer. What the tests and the conformance suite look at. Never used in production.

export const MEMORY_LEVELS = ["read", "write", "admin"] as const;
export type MemoryLevel = (typeof MEMORY_LEVELS)[number];

export type MemoryVerb = "grant" | "revoke" | "inspect";

/** Happens to the next call of its verb: `before` its effect or `after` it. May throw, and may wait. */
export interface Interference {
  readonly on: MemoryVerb;
  readonly before?: () => void | Promise<void>;
  readonly after?: () => void | Promise<void>;
}

interface Group {
  readonly id: string;
  name: string;
  readonly members: Map<string, MemoryLevel>;
  readonly inherited: Map<string, MemoryLevel>;
}

export class MemoryTarget {
  readonly #groups: Group[] = [];
  readonly #interferences: Interference[] = [];
  #made = 0;
  /** Every call that reached the target, in order. */
  readonly calls: { readonly verb: MemoryVerb; readonly account: string; readonly idempotencyKey: string }[] = [];

  constructor(groupNames: readonly string[] = []) {
    for (const name of groupNames) this.addGroup(name);
  }

  addGroup(name: string): void {
    this.#made += 1;
    this.#groups.push({ id: `g${this.#made}`, name, members: new Map(), inherited: new Map() });
  }

  removeGroup(name: string): void {
    this.#groups.splice(this.#groups.indexOf(this.#named(name)), 1);
  }

  renameGroup(name: string, to: string): void {
    this.#named(name).name = to;
  }

  /** As an administrator of the target would: null takes it away. */
  put(name: string, account: string, level: MemoryLevel | null): void {
    if (level === null) this.#named(name).members.delete(account);
    else this.#named(name).members.set(account, level);
  }

  inherit(name: string, account: string, level: MemoryLevel): void {
    this.#named(name).inherited.set(account, level);
  }

  /** Null where there is no such member, or no such group any more. */
  levelOf(name: string, account: string): MemoryLevel | null {
    return this.find(name)?.members.get(account) ?? null;
  }

  /** By the target's own id if one is given, else by name. */
  find(name: string, id?: string): Group | undefined {
    return this.#groups.find((group) => (id === undefined ? group.name === name : group.id === id));
  }

  interfere(interference: Interference): void {
    this.#interferences.push(interference);
  }

  /** Lets the next interference of this verb have its way around `effect`. */
  async call<T>(verb: MemoryVerb, account: string, idempotencyKey: string, effect: () => T): Promise<T> {
    this.calls.push({ verb, account, idempotencyKey });
    const index = this.#interferences.findIndex((interference) => interference.on === verb);
    const [interference] = index < 0 ? [] : this.#interferences.splice(index, 1);
    await interference?.before?.();
    const result = effect();
    await interference?.after?.();
    return result;
  }

  #named(name: string): Group {
    const group = this.find(name);
    if (!group) throw new Error(`the memory target has no group ${JSON.stringify(name)}`);
    return group;
  }
}
