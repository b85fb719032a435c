// How the record is read: each read is a session of its own that starts at the primary, and one round trip. A session that
// went on could be answered by a replica that has not heard yet.
import { reading } from "./outage.ts";
import type { Row } from "./rows.ts";
import type { Preparer } from "./statement.ts";

/** The rows of one statement. Throws a `TransientError` without effect. */
export function rowsOf(db: D1Database, method: string, ask: (on: Preparer) => D1PreparedStatement): Promise<Row[]> {
  const session = db.withSession("first-primary");
  return reading(method, async () => (await ask(session).all<Row>()).results);
}

/** The rows of two statements, as they were at one moment. Throws a `TransientError` without effect. */
export function rowsOfBoth(
  db: D1Database,
  method: string,
  ask: (on: Preparer) => [D1PreparedStatement, D1PreparedStatement],
): Promise<[Row[], Row[]]> {
  const session = db.withSession("first-primary");
  return reading(method, async () => {
    const [first, second] = await session.batch<Row>(ask(session));
    return [first?.results ?? [], second?.results ?? []];
  });
}
