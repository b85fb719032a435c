// The objects of a journey, as the Worker reaches them: the real ones, with every call written down, and out of reach when
// told so. Never changes what a call says.

export interface ObjectCall {
  readonly kind: "request" | "entitlement";
  readonly name: string;
  readonly method: string;
}

export class WatchedObjects {
  readonly calls: ObjectCall[] = [];
  /** Every object that was ever called, by kind and name. */
  readonly known = new Map<string, { readonly kind: ObjectCall["kind"]; readonly name: string }>();
  /** Nobody gets through to any object. */
  unreachable = false;
  /** Calls of these methods are answered and come to nothing. */
  readonly lost = new Set<string>();

  /** The namespace, through which only `getByName` is used. */
  watch<N extends { getByName(name: string): object }>(kind: ObjectCall["kind"], namespace: N): N {
    return new Proxy(namespace, {
      get: (target, property) => {
        if (property !== "getByName") throw new Error(`objects are reached by name, not through ${String(property)}`);
        return (name: string) => this.#stub(kind, name, target.getByName(name));
      },
    });
  }

  #stub(kind: ObjectCall["kind"], name: string, stub: object): object {
    this.known.set(`${kind} ${name}`, { kind, name });
    return new Proxy(stub, {
      get: (target, property) => {
        const method: unknown = Reflect.get(target, property);
        if (typeof method !== "function") return method;
        return async (...args: unknown[]): Promise<unknown> => {
          this.calls.push({ kind, name, method: String(property) });
          if (this.unreachable) throw new Error("Network connection lost.");
          if (this.lost.has(String(property))) return undefined;
          const answer: unknown = await Reflect.apply(method, target, args);
          return answer;
        };
      },
    });
  }
}
