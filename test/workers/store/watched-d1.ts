// A D1 database that is the real one, watched: how often it was asked, what with, and, told to, out of reach or losing its
// answers. Never changes a statement.

export interface Trip {
  /** The SQL of each statement, in order, with the values it was bound to. */
  readonly statements: readonly { readonly sql: string; readonly values: readonly unknown[] }[];
  /** The constraint of the session that asked; null where the database was asked directly. */
  readonly session: string | null;
}

export interface Watched {
  readonly db: D1Database;
  readonly trips: Trip[];
  /** What becomes of the next trips: nothing is done, or all is done and then the error comes instead of the answer. */
  fault: { readonly when: "before" | "after"; readonly error: Error } | null;
}

interface Written {
  readonly statement: D1PreparedStatement;
  readonly sql: string;
  readonly values: readonly unknown[];
}

export function watch(real: D1Database): Watched {
  const written = new WeakMap<D1PreparedStatement, Written>();

  const trip = async <T>(
    session: string | null,
    statements: readonly D1PreparedStatement[],
    run: () => Promise<T>,
  ): Promise<T> => {
    watched.trips.push({
      session,
      statements: statements.map((statement) => ({
        sql: written.get(statement)?.sql ?? "",
        values: written.get(statement)?.values ?? [],
      })),
    });
    if (watched.fault?.when === "before") throw watched.fault.error;
    const answer = await run();
    if (watched.fault?.when === "after") throw watched.fault.error;
    return answer;
  };

  const wrap = (session: string | null, known: Written): D1PreparedStatement => {
    const proxy: D1PreparedStatement = new Proxy(known.statement, {
      get(target, name) {
        if (name === "bind")
          return (...values: unknown[]) => wrap(session, { ...known, values, statement: target.bind(...values) });
        if (name === "all") return () => trip(session, [proxy], () => target.all());
        if (name === "run") return () => trip(session, [proxy], () => target.run());
        throw new Error(`the record asks D1 in a way that is not watched: ${String(name)}`);
      },
    });
    written.set(proxy, known);
    return proxy;
  };

  const unwrapped = (statements: readonly D1PreparedStatement[]) =>
    statements.map((one) => written.get(one)?.statement ?? one);

  const on = <T extends D1Database | D1DatabaseSession>(target: T, session: string | null): T =>
    new Proxy(target, {
      get(_, name) {
        if (name === "prepare")
          return (sql: string) => wrap(session, { statement: target.prepare(sql), sql, values: [] });
        if (name === "batch")
          return (statements: D1PreparedStatement[]) =>
            trip(session, statements, () => target.batch(unwrapped(statements)));
        if (name === "withSession" && "withSession" in target)
          return (constraint: string) => on(target.withSession(constraint), constraint);
        throw new Error(`the record asks D1 in a way that is not watched: ${String(name)}`);
      },
    });

  const watched: Watched = { db: on(real, null), trips: [], fault: null };
  return watched;
}
