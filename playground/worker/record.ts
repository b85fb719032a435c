// What the playground asks of D1 beside the bot: whom to wake after the clock was moved, what is still due, what ends next.
// Only reads, and never decides anything.
import * as z from "zod";
import type { Access } from "../../src/domain/access.ts";
import { userIdOf } from "../../src/domain/person.ts";
import { storedAccess, storedBaseline, storedRequest } from "../../src/store/stored-request.ts";
import type { RecordAnswer } from "./door-answers.ts";

/** Every request that has something ahead of it. */
const OPEN = `SELECT id FROM requests WHERE closed_at IS NULL
  UNION SELECT request_id FROM effects WHERE delivered = 0`;

/** Every request of which something should have happened by now (?1). */
const DUE = `SELECT id FROM requests WHERE closed_at IS NULL AND (state = 'revoking'
    OR (state = 'pending' AND json_extract(body, '$.lapsesAt') <= ?1)
    OR (state = 'active' AND json_extract(body, '$.granted.until') <= ?1))
  UNION SELECT request_id FROM effects WHERE delivered = 0 AND not_before <= ?1`;

const rowsWithId = z.array(z.object({ id: z.string() }));

const idsOf = async (query: D1PreparedStatement): Promise<string[]> =>
  rowsWithId.parse((await query.all()).results).map(({ id }) => id);

export const openRequests = (db: D1Database): Promise<string[]> => idsOf(db.prepare(OPEN));

/** `now`: epoch milliseconds on the bot's clock. */
export const dueRequests = (db: D1Database, now: number): Promise<string[]> => idsOf(db.prepare(DUE).bind(now));

const json = z.string().transform((text): unknown => JSON.parse(text));
const rowsWithAccess = z.array(z.object({ access: json.pipe(storedAccess), baseline: json.pipe(storedBaseline) }));
const rowsWithRequest = z.array(z.object({ body: json.pipe(storedRequest) }));

const openRows = async (db: D1Database) =>
  rowsWithAccess.parse((await db.prepare("SELECT access, baseline FROM slots WHERE closed_at IS NULL").all()).results);

/** The slots that are open at the targets. */
export const openSlots = async (db: D1Database): Promise<Access[]> => (await openRows(db)).map(({ access }) => access);

export async function readRecord(db: D1Database): Promise<RecordAnswer> {
  const [slots, active] = await Promise.all([
    openRows(db),
    db.prepare("SELECT body FROM requests WHERE closed_at IS NULL AND state = 'active'").all(),
  ]);
  const ends = rowsWithRequest.parse(active.results).flatMap(({ body: { granted, access, requester } }) =>
    granted === null || access === null
      ? []
      : [
          {
            at: granted.until,
            requester: userIdOf(requester),
            account: access.account.label,
            targetLabel: access.targetLabel,
          },
        ],
  );
  return {
    ends: ends.sort((one, other) => one.at - other.at),
    slots: slots.map(({ access, baseline }) => ({
      strategy: access.strategy,
      settings: access.settings,
      account: access.account.id,
      standing: baseline !== "unknown" && baseline.level !== null,
    })),
  };
}
