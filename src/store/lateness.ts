// How late an end was, from a request's body, in the words of SQL: the same as `latenessMs` of the domain. The index
// `requests_ended`, a migration of its own, holds it, and SQLite takes it from there only where a query says it in these words.
import { sql } from "drizzle-orm";

/** NULL where nothing was there to end, where nobody could look, and where the row is damaged: none may stop the others. */
export const lateness = sql.raw(
  "iif(json_valid(body), iif(body ->> '$.removed.cause' <> 'gone'" +
    " AND body ->> '$.removed.evidence.seen' NOT IN ('unverified', 'never_added')," +
    " max(0, (body ->> '$.removed.evidence.at') - min(body ->> '$.ending.at'," +
    " coalesce(body ->> '$.granted.until', body ->> '$.ending.at'))), NULL), NULL)",
);
