// The tables of the audit trail. `trail` numbers, in the order of their storing, the rows of other tables; triggers write it
// with the row itself. Everything here but the counters and the homes is append-only, by trigger.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AuditEntry } from "../domain/audit-entry.ts";
import type { DigestBody, TrailKind } from "../domain/digest.ts";
import type { Home } from "../ports.ts";

/** Refusals and failures: what was asked or tried and changed nothing. */
export const auditEntries = sqliteTable(
  "audit_entries",
  {
    id: text("id").primaryKey(),
    /** Whose share of the hour it takes: a person, or a part of Sym and what it is about. */
    bucket: text("bucket").notNull(),
    /** Hours since 1970. */
    hour: integer("hour").notNull(),
    /** The entry whole. */
    body: text("body", { mode: "json" }).$type<AuditEntry>().notNull(),
    /** SHA-256 of its canonical JSON. */
    hash: text("hash").notNull(),
  },
  (table) => [index("audit_entries_share").on(table.bucket, table.hour)],
);

/** What a full bucket only counted. */
export const auditOverflows = sqliteTable(
  "audit_overflows",
  {
    bucket: text("bucket").notNull(),
    hour: integer("hour").notNull(),
    more: integer("more").notNull(),
    /** As many of them stand in an entry already. */
    told: integer("told").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.bucket, table.hour] }),
    index("audit_overflows_untold").on(table.hour).where(sql`told < more`),
  ],
);

/** Everything that digests cover, by the trigger of the table where it stands. */
export const trail = sqliteTable("trail", {
  /** From 1, without gaps: D1 has one writer, so a lower position was stored earlier. */
  position: integer("position").primaryKey({ autoIncrement: true }),
  kind: text("kind").$type<TrailKind>().notNull(),
  /** Hash of the version, id of the request, the order or the entry. */
  ref: text("ref").notNull(),
  /** Number of the event; null for all else. */
  seq: integer("seq"),
  /** Of the row; null for an order, whose hash is reckoned when it is read. */
  hash: text("hash"),
});

/** Digests over the trail, each carrying the hash of the one before it. */
export const digests = sqliteTable("digests", {
  seq: integer("seq").primaryKey(),
  body: text("body", { mode: "json" }).$type<DigestBody>().notNull(),
  hash: text("hash").notNull(),
  /** Ed25519, base64url; null where there was no key. */
  signature: text("signature"),
});

/** How far digests have come to where they are sent. */
export const digestHomes = sqliteTable("digest_homes", {
  home: text("home").$type<Home>().primaryKey(),
  /** The newest digest that is there. */
  seq: integer("seq").notNull(),
  notBefore: integer("not_before").notNull(),
});
