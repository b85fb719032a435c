// Writes what the record holds as the lines of an export: everything that was kept, in the order in which it was kept, each
// digest behind the last line that it covers. Reads page by page; changes nothing and judges nothing.
import * as z from "zod";
import { canonicalText, sha256 } from "./canonical-text.ts";

export type Row = Readonly<Record<string, unknown>>;
/** One statement, read only. */
export type Query = (sql: string) => Promise<readonly Row[]>;

const PAGE = 500;

const trailPage = (after: number): string => `SELECT t.position, t.kind, t.ref, t.hash, v.flow,
  e.request_id, e.seq, e.command_id, e.name, e.actor, e.at, e.data, e.previous,
  o.id AS order_id, o.kind AS order_kind, o."by" AS order_by, o.at AS order_at, o.scope AS order_scope, a.body AS entry
  FROM trail t LEFT JOIN flow_versions v ON t.kind = 'version' AND v.hash = t.ref
  LEFT JOIN request_events e ON t.kind = 'event' AND e.request_id = t.ref AND e.seq = t.seq
  LEFT JOIN orders o ON t.kind = 'order' AND o.id = t.ref LEFT JOIN audit_entries a ON t.kind = 'entry' AND a.id = t.ref
  WHERE t.position > ${after} ORDER BY t.position LIMIT ${PAGE}`;
const digestPage = (after: number): string =>
  `SELECT seq, body, hash, signature FROM digests WHERE seq > ${after} ORDER BY seq LIMIT ${PAGE}`;

const trailRow = z.object({
  position: z.number(),
  kind: z.enum(["version", "event", "order", "entry"]),
  hash: z.string().nullable(),
  flow: z.string().nullable(),
  entry: z.string().nullable(),
});
const digestRow = z.object({ seq: z.number(), body: z.string(), hash: z.string(), signature: z.string().nullable() });
const covered = z.object({ to: z.number() });

/** The lines, without their line feeds. What is kept while it runs is in the next export. */
export async function* exportLines(query: Query): AsyncGenerator<string> {
  yield canonicalText({ kind: "sym-audit", format: 1 });
  // Digests first: what they cover is there already.
  const digests: { to: number; line: string }[] = [];
  for (let page = await query(digestPage(0)); page.length > 0; ) {
    for (const row of page) digests.push(digestLine(row));
    page = await query(digestPage(digestRow.parse(page.at(-1)).seq));
  }
  const count = digests.length;
  let position = 0;
  const upTo = function* (to: number): Generator<string> {
    for (let next = digests[0]; next !== undefined && next.to <= to; next = digests[0]) {
      digests.shift();
      yield next.line;
    }
  };
  yield* upTo(0);
  for (let page = await query(trailPage(0)); page.length > 0; page = await query(trailPage(position)))
    for (const row of page) {
      position = trailRow.parse(row).position;
      yield trailLine(row);
      yield* upTo(position);
    }
  for (const { line } of digests) yield line;
  yield canonicalText({ kind: "end", position, digests: count });
}

/** What its row lacks, the line lacks too: whoever checks it says so. */
function trailLine(row: Row): string {
  const { position, kind, hash, flow, entry } = trailRow.parse(row);
  switch (kind) {
    case "version":
      return canonicalText({ kind, position, hash, flow: parsed(flow) });
    case "event":
      return canonicalText({ kind, position, hash, event: eventIn(row) });
    case "order":
      // Its row has none: what was ordered is in the digest by this one.
      return canonicalText({ kind, position, hash: sha256(canonicalText(orderIn(row))), order: orderIn(row) });
    case "entry":
      return canonicalText({ kind, position, hash, entry: parsed(entry) });
  }
}

const eventIn = (row: Row) => ({
  requestId: row["request_id"],
  seq: row["seq"],
  commandId: row["command_id"],
  name: row["name"],
  actor: parsed(row["actor"]),
  at: row["at"],
  data: parsed(row["data"]),
  previous: row["previous"],
});

const orderIn = (row: Row) => ({
  id: row["order_id"],
  kind: row["order_kind"],
  by: row["order_by"],
  at: row["order_at"],
  scope: row["order_scope"],
});

function digestLine(row: Row): { to: number; line: string } {
  const { body, hash, signature } = digestRow.parse(row);
  const digest = parsed(body);
  return {
    to: covered.safeParse(digest).data?.to ?? 0,
    line: canonicalText({ kind: "digest", digest, hash, signature }),
  };
}

function parsed(text: unknown): unknown {
  try {
    return JSON.parse(typeof text === "string" ? text : "null");
  } catch {
    return null;
  }
}
