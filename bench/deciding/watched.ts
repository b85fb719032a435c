// A Worker seen from inside: when each of its calls to D1, to an object and to Slack began and ended, and what each carried.
// Stands between the Worker and its bindings and changes nothing of what goes through. Never part of a timed round.

/** Times in milliseconds since the request came in. */
export interface Span {
  readonly what: "d1 read" | "d1 batch" | "object call" | "slack call" | "answer";
  readonly from: number;
  readonly to: number;
  /** Statements of a D1 call; otherwise 1. */
  readonly parts: number;
  /** Bytes of the values bound to its statements, as JSON; otherwise 0. */
  readonly bytes: number;
}

let began = 0;
let spans: Span[] = [];

async function timed<T>(
  what: Span["what"],
  { parts, bytes }: { parts: number; bytes: number },
  work: () => Promise<T>,
): Promise<T> {
  const from = performance.now() - began;
  try {
    return await work();
  } finally {
    spans.push({ what, from, to: performance.now() - began, parts, bytes });
  }
}

const statementBytes = new WeakMap<object, number>();

/** Calls a method. Through `apply`, since a stub of an object takes every other member for a method of that object. */
function call(of: object, member: PropertyKey, given: readonly unknown[]): unknown {
  const found: unknown = Reflect.get(of, member);
  if (typeof found !== "function") throw new Error(`there is no method ${String(member)}`);
  return Reflect.apply(found, of, given);
}

const originals = new WeakMap<object, object>();
const original = (of: unknown): unknown => (typeof of === "object" && of !== null ? (originals.get(of) ?? of) : of);

function proxied<T extends object>(of: T, replaced: Readonly<Record<string, (...given: unknown[]) => unknown>>): T {
  const proxy = new Proxy(of, {
    get: (target, member) => {
      const own = typeof member === "string" ? replaced[member] : undefined;
      if (own !== undefined) return own;
      const value: unknown = Reflect.get(target, member);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  originals.set(proxy, of);
  return proxy;
}

function watchedStatement(statement: D1PreparedStatement, bytes: number): D1PreparedStatement {
  statementBytes.set(statement, bytes);
  const run =
    (member: string) =>
    (...given: unknown[]) =>
      timed("d1 read", { parts: 1, bytes }, async () => call(statement, member, given));
  return proxied(statement, {
    bind: (...values) => watchedStatement(statement.bind(...values), JSON.stringify(values).length),
    all: run("all"),
    run: run("run"),
    first: run("first"),
    raw: run("raw"),
  });
}

/** A database, or a session of it. */
function watchedDatabase<T extends D1Database | D1DatabaseSession>(db: T, batches: "d1 read" | "d1 batch"): T {
  return proxied(db, {
    prepare: (sql) => watchedStatement(db.prepare(String(sql)), 0),
    batch: (given) => {
      const statements = (given as D1PreparedStatement[]).map((one) => original(one) as D1PreparedStatement);
      const bytes = statements.reduce((total, one) => total + (statementBytes.get(one) ?? 0), 0);
      return timed(batches, { parts: statements.length, bytes }, () => db.batch(statements));
    },
    // Sym reads in sessions, and writes outside them.
    withSession: (...given) => watchedDatabase(call(db, "withSession", given) as D1DatabaseSession, "d1 read"),
  });
}

function watchedObjects<N extends object>(namespace: N): N {
  return proxied(namespace, {
    getByName: (...given) => {
      const stub = call(namespace, "getByName", given) as object;
      return new Proxy(stub, {
        get:
          (_stub, member) =>
          (...args: unknown[]) =>
            timed("object call", { parts: 1, bytes: 0 }, async () => call(stub, member, args)),
      });
    },
  });
}

interface Bindings {
  readonly DB: D1Database;
  readonly REQUESTS: object;
}

/** `GET /spans` tells the spans since it was last asked. */
export function watched<Env extends Bindings>(worker: {
  fetch(request: Request, env: Env, context: ExecutionContext): Response | Promise<Response>;
}): ExportedHandler<Env> {
  const envs = new WeakMap<Env, Env>();
  const realFetch = globalThis.fetch;
  globalThis.fetch = (...given) => timed("slack call", { parts: 1, bytes: 0 }, () => realFetch(...given));
  return {
    async fetch(request, env, context) {
      if (new URL(request.url).pathname === "/spans") {
        const told = spans;
        spans = [];
        return Response.json(told);
      }
      const known = envs.get(env) ?? {
        ...env,
        DB: watchedDatabase(env.DB, "d1 batch"),
        REQUESTS: watchedObjects(env.REQUESTS),
      };
      envs.set(env, known);
      spans = [];
      began = performance.now();
      return timed("answer", { parts: 1, bytes: 0 }, async () => worker.fetch(request, known, context));
    },
  };
}
