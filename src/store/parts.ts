// Parts that several reads share, as SQL: is Sym frozen, where is a message, which request. Named in full, since Drizzle
// leaves the table's name off a column where a query names one table only.
import { type SQL, sql } from "drizzle-orm";
import { plain } from "./statement.ts";

/** 1 where the newest freeze or unfreeze was a freeze, else 0. */
export const isFrozen = sql`coalesce((SELECT orders.kind = 'freeze' FROM orders
  WHERE orders.kind IN ('freeze', 'unfreeze') ORDER BY orders.position DESC LIMIT 1), 0)`;
export const frozen = isFrozen.as("frozen");

/** Does a revoke-all stand against what this person sent then for this Target? An order that cannot be read stands against nothing. */
const hasEndOrder = (at: SQL, userId: SQL, target: SQL): SQL => sql`EXISTS (SELECT 1 FROM orders
  WHERE orders.kind = 'revoke_all' AND orders.at >= ${at} AND iif(json_valid(orders.scope),
    CASE orders.scope ->> '$.kind' WHEN 'everything' THEN 1
      WHEN 'person' THEN orders.scope ->> '$.userId' = ${userId}
      WHEN 'target' THEN orders.scope ->> '$.target' = ${target} END, 0))`;
/** 1 where a revoke-all stands against a request of the row. */
export const isEndOrdered = hasEndOrder(
  sql`requests.created_at`,
  sql`requests.requester_user_id`,
  sql`requests.target`,
);
export const endOrdered = isEndOrdered.as("end_ordered");
/** The same of what is being sent; `sentAt` null: of nothing. */
export const isSentBeforeEnd = hasEndOrder(plain("sentAt"), plain("userId"), plain("target"));

/** JSON of the message's place, or NULL. */
const place = (purpose: "card" | "receipt") =>
  sql`(SELECT json_object('channel', messages.channel, 'ts', messages.ts) FROM messages
    WHERE messages.request_id = requests.id AND messages.purpose = ${sql.raw(`'${purpose}'`)})`.as(purpose);

/** `due_at` of what is longest overdue, or ends next, at the Target of a request that is still to be given access. By an index. */
export const stuckSince = sql`CASE WHEN requests.state IN ('pending', 'granting') THEN
  (SELECT stuck.due_at FROM requests AS stuck
    WHERE stuck.environment = requests.environment AND stuck.target = requests.target
      AND stuck.state IN ('active', 'revoking') ORDER BY stuck.due_at LIMIT 1) END`.as("stuck_since");

/** JSON of the links of a person in a realm, in no order. */
const ownLinks = (person: SQL, realm: SQL) =>
  sql`(SELECT json_group_array(json_object('person', identities.person, 'realm', identities.realm, 'flow', identities.flow,
      'account', identities.account, 'label', identities.label, 'source', identities.source,
      'address', identities.address, 'by', identities."by", 'at', identities.at, 'told', identities.told))
    FROM identities WHERE identities.person = ${person} AND identities.realm = ${realm})`;
/** Is it somebody else's? Never, where nothing is asked about. */
export const isTaken = (person: SQL, realm: SQL, account: SQL): SQL =>
  sql`EXISTS (SELECT 1 FROM identities WHERE identities.realm = ${realm} AND identities.claim = lower(${account})
    AND identities.person <> ${person})`;

/** Of the requester, in the realm of what was asked for. A damaged row has none. */
const inBody = (path: string) => sql`iif(json_valid(requests.body), requests.body ->> ${sql.raw(`'${path}'`)}, NULL)`;
const realm = inBody("$.access.realm");
export const linkedOfRow = {
  ownLinks: ownLinks(sql`requests.requester`, realm).as("own_links"),
  taken: isTaken(sql`requests.requester`, realm, inBody("$.access.account.id")).as("taken"),
};
/** The same of what is about to be asked. */
export const linkedOfAsk = sql`${ownLinks(plain("requester"), plain("realm"))} AS own_links,
  ${isTaken(plain("requester"), plain("realm"), plain("account"))} AS taken`;

export const card = place("card");
export const receipt = place("receipt");

/** JSON of the request whole. */
export const request = sql`requests.body`.as("request");

/**
 * Of the rows of `all`, a page: `limit` of them in the order of `by`, the page of this `turn`, and round again. Told by
 * windows, so that rows are gone through once. Values are read as whole numbers: with another kind `/` is another division.
 */
export const pageOf = (all: SQL, value: SQL, by: SQL): SQL => {
  const limit = sql`CAST(${plain("limit")} AS INTEGER)`;
  return sql`SELECT ${value} FROM (
      SELECT *, row_number() OVER (ORDER BY ${by}) AS place, count(*) OVER () AS total FROM (${all})
    ) WHERE (place - 1) / ${limit} = CAST(${plain("turn")} AS INTEGER) % ((total + ${limit} - 1) / ${limit}) ORDER BY place`;
};

// Literals, not values: SQLite takes an index over some rows only where the query says in so many words which it wants.
export const isPending = sql`requests.state = 'pending'`;
export const isHolding = sql`requests.state IN ('granting', 'active', 'revoking')`;
/** Access that is there, or is being taken away. */
export const isGiven = sql`requests.state IN ('active', 'revoking')`;
export const isByHand = sql`requests.outcome = 'closed_by_hand'`;
export const isOwed = sql`effects.delivered = 0`;

/** What the target says while it does not let go; NULL also where the row is damaged, which may stop no other. */
export const struggling = sql`iif(json_valid(requests.body),
  iif(requests.body ->> '$.struggling.wanting' IS NULL, requests.body ->> '$.struggling', NULL), NULL)`;
