// SQL written by Drizzle from the schema, once, and bound to values as often as it is needed. Drizzle never runs anything
// here: its own errors quote the values, and a batch wants plain prepared statements.
import { type AnyColumn, fillPlaceholders, getTableColumns, type SQL, sql } from "drizzle-orm";
import {
  QueryBuilder,
  SQLiteAsyncDialect,
  SQLiteInsertBuilder,
  type SQLiteTable,
  SQLiteUpdateBuilder,
} from "drizzle-orm/sqlite-core";

const dialect = new SQLiteAsyncDialect();
const reads = new QueryBuilder(dialect);
/** What Drizzle would run a query with. Its builders only keep it; a query that is run fails. */
const NO_SESSION = undefined as never;

/** Writes queries; has no connection. Put together from Drizzle's builders, without the database class that runs them. */
export const write = {
  select: reads.select.bind(reads),
  insert: <T extends SQLiteTable>(into: T) => new SQLiteInsertBuilder<T, "async", unknown>(into, NO_SESSION, dialect),
  update: <T extends SQLiteTable>(table: T) => new SQLiteUpdateBuilder<T, "async", unknown>(table, NO_SESSION, dialect),
};

/** Every column of a table, beside those of others. */
export const columnsOf = <T extends SQLiteTable>(table: T) => getTableColumns(table);

/** A value to come, named, stored as the column stores its values. */
export const given = (column: AnyColumn, name: string): SQL => sql`${sql.param(sql.placeholder(name), column)}`;

/** A value to come, named, handed over as it is. */
export const plain = (name: string): SQL => sql`${sql.placeholder(name)}`;

/** What D1 prepares on: the database, or a session of it. */
export type Preparer = Pick<D1DatabaseSession, "prepare">;

/** Binds the named values. An absent one throws. */
export type Statement<Names extends string> = (
  on: Preparer,
  values: Readonly<Record<Names, unknown>>,
) => D1PreparedStatement;

interface Query {
  toSQL(): { sql: string; params: unknown[] };
}

/** A query that is clearer in SQL's own words. Its columns still come from the schema. */
export const inWords = (query: SQL): Query => ({ toSQL: () => dialect.sqlToQuery(query) });

/** `query` is asked for when the statement is first used, and then never again. */
export function statement<Names extends string>(query: () => Query): Statement<Names> {
  let written: { sql: string; params: unknown[] } | null = null;
  return (on, values) => {
    written ??= query().toSQL();
    return on.prepare(written.sql).bind(...fillPlaceholders(written.params, values));
  };
}
