// What D1's Time Travel does to the record: everything in it is as it was at a moment before, and nothing else has noticed.

/** Keeps the record as it is; what is given back puts it there again. */
export async function bookmarkOf(db: D1Database): Promise<() => Promise<void>> {
  const tables = await names(db, "table");
  const rows = new Map<string, Record<string, unknown>[]>();
  for (const table of tables) rows.set(table, (await db.prepare(`SELECT * FROM "${table}"`).all()).results);
  return async () => {
    // A restore asks no trigger: those that keep rows from being changed stand aside for it.
    const { results: triggers } = await db
      .prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
      .all<{ name: string; sql: string }>();
    await db.batch([
      ...triggers.map(({ name }) => db.prepare(`DROP TRIGGER "${name}"`)),
      ...tables.map((table) => db.prepare(`DELETE FROM "${table}"`)),
      ...[...rows].flatMap(([table, all]) => all.map((row) => insertion(db, table, row))),
      ...triggers.map(({ sql }) => db.prepare(sql)),
    ]);
  };
}

async function names(db: D1Database, type: string): Promise<string[]> {
  const { results } = await db
    .prepare("SELECT name FROM sqlite_master WHERE type = ?")
    .bind(type)
    .all<{ name: string }>();
  return results.map(({ name }) => name).filter((name) => !/^(?:sqlite_|_cf_|d1_)/.test(name));
}

function insertion(db: D1Database, table: string, row: Record<string, unknown>): D1PreparedStatement {
  const columns = Object.keys(row);
  const marks = columns.map(() => "?").join(", ");
  return db
    .prepare(`INSERT INTO "${table}" (${columns.map((column) => `"${column}"`).join(", ")}) VALUES (${marks})`)
    .bind(...Object.values(row));
}
