// The record of the Bolt bot: requests and their events in SQLite, in this process. A decision is taken at most once.
import { DatabaseSync } from "node:sqlite";
import * as z from "zod";

export interface NewRow {
  readonly id: string;
  readonly viewId: string;
  readonly flow: string;
  readonly requester: string;
  readonly body: string;
  readonly at: number;
}

const stored = z.object({
  id: z.string(),
  flow: z.string(),
  requester: z.string(),
  state: z.string(),
  body: z.string(),
});
export type StoredRow = z.infer<typeof stored>;

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  CREATE TABLE requests (
    id TEXT PRIMARY KEY, view_id TEXT NOT NULL UNIQUE, flow TEXT NOT NULL, requester TEXT NOT NULL,
    state TEXT NOT NULL, body TEXT NOT NULL
  );
  CREATE TABLE events (
    request_id TEXT NOT NULL, seq INTEGER NOT NULL, name TEXT NOT NULL, by TEXT NOT NULL, at INTEGER NOT NULL,
    PRIMARY KEY (request_id, seq)
  );
`;

export function openRecord(file: string) {
  const db = new DatabaseSync(file);
  db.exec(SCHEMA);
  const insertRequest = db.prepare("INSERT INTO requests VALUES (?, ?, ?, ?, 'pending', ?) ON CONFLICT DO NOTHING");
  const insertEvent = db.prepare("INSERT INTO events VALUES (?, ?, ?, ?, ?)");
  const selectRequest = db.prepare("SELECT id, flow, requester, state, body FROM requests WHERE id = ?");
  const decideRequest = db.prepare("UPDATE requests SET state = ? WHERE id = ? AND state = 'pending'");

  const together = <T>(work: () => T): T => {
    db.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      db.exec("COMMIT");
      return result;
    } catch (error) {
      db.exec("ROLLBACK");
      throw error;
    }
  };

  return {
    /** False where this form was sent before. */
    add: (row: NewRow): boolean =>
      together(() => {
        const { changes } = insertRequest.run(row.id, row.viewId, row.flow, row.requester, row.body);
        if (changes === 0) return false;
        insertEvent.run(row.id, 1, "submitted", row.requester, row.at);
        return true;
      }),
    find: (id: string): StoredRow | null => stored.nullish().parse(selectRequest.get(id)) ?? null,
    /** False where somebody else was first. */
    approve: (id: string, by: string, at: number): boolean =>
      together(() => {
        if (decideRequest.run("approved", id).changes === 0) return false;
        insertEvent.run(id, 2, "approved", by, at);
        return true;
      }),
  };
}
