// What is stored, table by table: the source that migrations are generated from. JSON columns hold the domain's own data
// whole; the columns beside them are copies for finding it. What must hold between tables is kept by triggers, which are
// migrations of their own. Never declare a foreign key here: a rebuilt table would take the rows of others with it.
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, unique, uniqueIndex } from "drizzle-orm/sqlite-core";
import type { Access } from "../domain/access.ts";
import type { Json } from "../domain/canonical.ts";
import type { Finding } from "../domain/drift-finding.ts";
import type { EffectBody } from "../domain/effect.ts";
import type { Baseline } from "../domain/entitlement.ts";
import type { Flow } from "../domain/flow.ts";
import type { LinkSource } from "../domain/identity.ts";
import type { Actor, PersonKey } from "../domain/person.ts";
import type { Outcome, Request, RequestState } from "../domain/request.ts";
import type { Finder } from "../domain/silence.ts";
import type { FoundLevel, LinkOrder, Order, OrderProgress, RevokeScope } from "../ports.ts";

/** Every version of a Flow that a request was ever made under. Append-only, by trigger. */
export const flowVersions = sqliteTable("flow_versions", {
  /** Content hash of the Flow, 64 hexadecimal digits. */
  hash: text("hash").primaryKey(),
  /** The Flow whole, as it was checked when it was deployed. */
  flow: text("flow", { mode: "json" }).$type<Flow>().notNull(),
  /** When the first request was made under it; epoch milliseconds, as every time here. */
  firstUsedAt: integer("first_used_at").notNull(),
});

/** Every request, as its newest event left it. */
export const requests = sqliteTable(
  "requests",
  {
    /** Opaque id: 128 random bits, lower-case letters and digits. */
    id: text("id").primaryKey(),
    /** How many events it has; the newest one's `seq`. */
    seq: integer("seq").notNull(),
    /** Hash of its newest event. */
    head: text("head").notNull(),
    state: text("state").$type<RequestState>().notNull(),
    /** Why it closed; null while it is open. */
    outcome: text("outcome").$type<Outcome>(),
    /** Name of the Flow. */
    flow: text("flow").notNull(),
    /** Name of the Environment. */
    environment: text("environment").notNull(),
    /** The version that it was made under and is judged by; there by trigger. */
    version: text("version").notNull(),
    /** Who asked: team and user id, joined by a slash. */
    requester: text("requester").$type<PersonKey>().notNull(),
    /** The user id alone, for an order to revoke everything of one person. */
    requesterUserId: text("requester_user_id").notNull(),
    /** Slack's team of the submission. */
    teamId: text("team_id").notNull(),
    /** Slack's id of the submitted view; with the team, what makes a submission one request. */
    viewId: text("view_id").notNull(),
    /** Canonical key of the slot of access; null for an approval-only Flow, as the next two. */
    slotKey: text("slot_key"),
    /** Name of the Target. */
    target: text("target"),
    /** The level that was asked for. */
    level: text("level"),
    createdAt: integer("created_at").notNull(),
    /** From when on the sweep looks after it, if nothing else did; null once closed. */
    dueAt: integer("due_at"),
    closedAt: integer("closed_at"),
    /** The request whole. */
    body: text("body", { mode: "json" }).$type<Request>().notNull(),
  },
  (table) => [
    unique("requests_submission").on(table.teamId, table.viewId),
    uniqueIndex("requests_pending_slot")
      .on(table.slotKey, table.level)
      .where(sql`state = 'pending' AND slot_key IS NOT NULL`),
    index("requests_claims").on(table.slotKey).where(sql`state IN ('granting', 'active', 'revoking')`),
    index("requests_given")
      .on(table.environment, table.target, table.dueAt)
      .where(sql`state IN ('active', 'revoking')`),
    index("requests_of_slot")
      .on(table.slotKey, table.closedAt)
      .where(sql`closed_at IS NOT NULL AND slot_key IS NOT NULL`),
    index("requests_by_hand").on(table.closedAt).where(sql`outcome = 'closed_by_hand'`),
    index("requests_due").on(table.dueAt).where(sql`due_at IS NOT NULL`),
    index("requests_of_person").on(table.requester, table.closedAt),
    index("requests_closed").on(table.closedAt),
  ],
);

/**
 * The record: one line per change. Append-only and in step with `requests`, by trigger. Its key is a request's lock. A
 * migration that rebuilds this table, `requests` or `flow_versions` drops their triggers first and ends by making them again.
 */
export const requestEvents = sqliteTable(
  "request_events",
  {
    requestId: text("request_id").notNull(),
    /** From 1, without gaps. */
    seq: integer("seq").notNull(),
    /** The command or report that caused it: how a writer whose answer was lost recognises its own. */
    commandId: text("command_id").notNull(),
    /** What happened, past tense. */
    name: text("name").notNull(),
    /** The person, or the part of Sym, that did it. */
    actor: text("actor", { mode: "json" }).$type<Actor>().notNull(),
    at: integer("at").notNull(),
    data: text("data", { mode: "json" }).$type<Json>().notNull(),
    /** Hash of the event before it; empty for the first. */
    previous: text("previous").notNull(),
    /** SHA-256 of this event's canonical JSON without this member, 64 hexadecimal digits. */
    hash: text("hash").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.requestId, table.seq] }),
    unique("request_events_command").on(table.requestId, table.commandId),
    index("request_events_decisions").on(table.name).where(sql`name IN ('approved', 'denied')`),
  ],
);

/** The outbox: what an event made Sym owe to the world. Kept after delivery. */
export const effects = sqliteTable(
  "effects",
  {
    /** Its idempotency key: the same for every attempt. */
    id: text("id").primaryKey(),
    requestId: text("request_id").notNull(),
    /** The event that made it. */
    seq: integer("seq").notNull(),
    /** Its place among the effects of that event, from 0: access before words. */
    place: integer("place").notNull(),
    body: text("body", { mode: "json" }).$type<EffectBody>().notNull(),
    createdAt: integer("created_at").notNull(),
    /** How often it was tried in vain. */
    tries: integer("tries").notNull(),
    /** Not to be tried before. */
    notBefore: integer("not_before").notNull(),
    /** Done, or given up because it can never be done. */
    delivered: integer("delivered", { mode: "boolean" }).notNull(),
    /** What kind of trouble the last attempt met; null where there was none. */
    errorClass: text("error_class"),
  },
  (table) => [
    index("effects_owed").on(table.requestId, table.notBefore, table.createdAt).where(sql`delivered = 0`),
    index("effects_for_operators")
      .on(table.createdAt)
      .where(sql`delivered = 0 AND json_extract(body, '$.kind') = 'operators'`),
  ],
);

/** Where the two messages are that are redrawn: the card and the requester's own. */
export const messages = sqliteTable(
  "messages",
  {
    requestId: text("request_id").notNull(),
    purpose: text("purpose", { enum: ["card", "receipt"] }).notNull(),
    /** Slack's channel id. */
    channel: text("channel").notNull(),
    /** Slack's timestamp of the message: its id within the channel. */
    ts: text("ts").notNull(),
  },
  (table) => [primaryKey({ columns: [table.requestId, table.purpose] })],
);

/** A slot of access that Sym has touched: what was there before its first add. */
export const slots = sqliteTable(
  "slots",
  {
    /** Canonical key: the strategy and the target's own ids, length-prefixed. */
    key: text("key").primaryKey(),
    openedAt: integer("opened_at").notNull(),
    /** What an end goes back to, or `"unknown"` where the target cannot be read. */
    baseline: text("baseline", { mode: "json" }).$type<Baseline>().notNull(),
    /** Ids that the target itself uses for the slot. */
    ids: text("ids", { mode: "json" }).$type<Readonly<Record<string, string>>>().notNull(),
    /** All that is needed to take the access away, should everything else be lost. */
    access: text("access", { mode: "json" }).$type<Access>().notNull(),
    /** When it was back at its baseline, proven; null while it is open. */
    closedAt: integer("closed_at"),
    /** When it was last sent to be looked at after it was closed; at first, when it was closed. Null in rows of before. */
    checkedAt: integer("checked_at"),
    /** What was there beyond the baseline when nobody held it, and when that was first seen; null: nothing. */
    found: text("found", { mode: "json" }).$type<FoundLevel>(),
    /** When the operators were last told of what was found, or that this row cannot be read. */
    toldAt: integer("told_at"),
  },
  (table) => [
    index("slots_closed").on(table.checkedAt, table.key).where(sql`closed_at IS NOT NULL`),
    index("slots_found").on(table.key).where(sql`found IS NOT NULL AND told_at IS NULL`),
    index("slots_open").on(table.openedAt, table.key).where(sql`closed_at IS NULL`),
  ],
);

/** What admins ordered. The newest freeze or unfreeze, by position, says whether Sym is frozen. */
export const orders = sqliteTable(
  "orders",
  {
    /** In the order in which they were placed. */
    position: integer("position").primaryKey({ autoIncrement: true }),
    id: text("id").notNull().unique("orders_id"),
    /** `link`: links of people to accounts, as somebody who may wanted them. */
    kind: text("kind").$type<Order["kind"] | "link">().notNull(),
    /** A person, or `token/NAME`. */
    by: text("by").$type<PersonKey>().notNull(),
    at: integer("at").notNull(),
    /** What a revoke-all is about, or which links change; null for a freeze. */
    scope: text("scope", { mode: "json" }).$type<RevokeScope | Pick<LinkOrder, "source" | "changes">>(),
    /** How far it has come. */
    progress: text("progress", { mode: "json" }).$type<OrderProgress>().notNull(),
    /** Nothing is left to do, and the operators have heard of it. A freeze works from the moment that it is stored. */
    done: integer("done", { mode: "boolean" }).notNull(),
  },
  (table) => [
    index("orders_freeze").on(table.position).where(sql`kind IN ('freeze', 'unfreeze')`),
    index("orders_open").on(table.position).where(sql`done = 0`),
  ],
);

/** The last sign of each of the two that look for what was forgotten. One row each, from the first sign of either on. */
export const heartbeats = sqliteTable("heartbeats", {
  finder: text("finder").$type<Finder>().primaryKey(),
  at: integer("at").notNull(),
  /** When people were told that it is silent; null where it is not, or they were not. */
  toldAt: integer("told_at"),
  /** What it ever found late and rang. */
  rescued: integer("rescued").notNull(),
});

/** Which account is whose, as it stands. How it came to stand so is in `request_events` (found) and in `orders` (said by people). */
export const identities = sqliteTable(
  "identities",
  {
    /** Team and user id, joined by a slash. */
    person: text("person").$type<PersonKey>().notNull(),
    /** The set of accounts, as a strategy names it: all Targets of one remote. */
    realm: text("realm").notNull(),
    /** The Flow whose own function found it; empty: for whatever Flow. */
    flow: text("flow").notNull(),
    /** What the target knows; what people read. */
    account: text("account").notNull(),
    label: text("label").notNull(),
    /** The account in small letters: by it is told whether somebody else has it. */
    claim: text("claim").notNull(),
    source: text("source").$type<LinkSource>().notNull(),
    /** Salted hash of the e-mail address of that time; null: there was none, or people said it. */
    address: text("address"),
    /** The person themselves, an admin, or `token/NAME`. */
    by: text("by").$type<PersonKey>().notNull(),
    at: integer("at").notNull(),
    /** Hash of what would be found instead, as far as the operators have heard of it. */
    told: text("told"),
  },
  (table) => [
    primaryKey({ columns: [table.person, table.realm, table.flow] }),
    index("identities_claims").on(table.realm, table.claim),
  ],
);

/** Places whose members are held against the record, and what was found there last. One row a place, by the prefix of its slots' keys. */
export const places = sqliteTable(
  "places",
  {
    place: text("place").primaryKey(),
    /** When it is looked at next; whoever looks now has it until then. */
    dueAt: integer("due_at").notNull(),
    /** Null: it was not compared yet. */
    finding: text("finding", { mode: "json" }).$type<Finding>(),
    /** Stands for what there is to be told of it; empty: nothing. */
    news: text("news").notNull(),
    /** The same of what the operators have heard last, and when. */
    toldNews: text("told_news").notNull(),
    toldAt: integer("told_at"),
  },
  (table) => [index("places_untold").on(table.place).where(sql`news <> told_news`)],
);
