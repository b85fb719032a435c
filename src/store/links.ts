// Which account is whose, in D1. What was found is written in the batch of the request that it was found for; what people say
// is an order, kept and carried out in one batch. Never changes a link but by one of the two.
import { sql } from "drizzle-orm";
import * as z from "zod";
import type { Link, LinkPlace } from "../domain/identity.ts";
import type { LinkOrder, LinkPage, LinksOf } from "../ports.ts";
import { writing } from "./outage.ts";
import { fromColumn, type Row } from "./rows.ts";
import { identities } from "./schema.ts";
import { rowsOfBoth } from "./session.ts";
import { given, inWords, type Preparer, plain, statement, write } from "./statement.ts";
import { linkOf, storedLink } from "./stored-link.ts";
import { FIRST_PROGRESS } from "./stored-order.ts";

const insertFound = statement<keyof typeof identities.$inferInsert>(() =>
  write
    .insert(identities)
    .values({
      person: given(identities.person, "person"),
      realm: given(identities.realm, "realm"),
      flow: given(identities.flow, "flow"),
      account: given(identities.account, "account"),
      label: given(identities.label, "label"),
      claim: given(identities.claim, "claim"),
      source: given(identities.source, "source"),
      address: given(identities.address, "address"),
      by: given(identities.by, "by"),
      at: given(identities.at, "at"),
      told: given(identities.told, "told"),
    })
    .onConflictDoNothing({ target: [identities.person, identities.realm, identities.flow] }),
);

const updateTold = statement<keyof LinkPlace | "told">(() =>
  inWords(sql`UPDATE identities SET told = ${plain("told")}
    WHERE person = ${plain("person")} AND realm = ${plain("realm")} AND flow = ${plain("flow")}`),
);

/** For a batch of whoever asked. */
export const keepFound = (on: Preparer, { account, ...link }: Link, claim: string): D1PreparedStatement =>
  insertFound(on, { ...link, account: account.id, label: account.label, claim });

export const keepTold = (on: Preparer, place: LinkPlace, told: string): D1PreparedStatement =>
  updateTold(on, { person: place.person, realm: place.realm, flow: place.flow, told });

const every = sql`SELECT person, realm, flow, account, label, source, address, "by", at, told FROM identities`;
const whose = {
  person: sql`WHERE person = ${plain("person")}`,
  account: sql`WHERE realm = ${plain("realm")} AND claim = lower(${plain("account")})`,
  everybody: sql``,
};
const selectPage = (kind: LinksOf["kind"]) =>
  statement<"person" | "realm" | "account" | "offset" | "limit">(() =>
    inWords(
      sql`${every} ${whose[kind]} ORDER BY person, realm, flow LIMIT ${plain("limit")} OFFSET ${plain("offset")}`,
    ),
  );
const selectTotal = (kind: LinksOf["kind"]) =>
  statement<"person" | "realm" | "account">(() =>
    inWords(sql`SELECT count(*) AS total FROM identities ${whose[kind]}`),
  );
const pages = {
  person: { page: selectPage("person"), total: selectTotal("person") },
  account: { page: selectPage("account"), total: selectTotal("account") },
  everybody: { page: selectPage("everybody"), total: selectTotal("everybody") },
};

export async function links(db: D1Database, of: LinksOf, offset: number, limit: number): Promise<LinkPage> {
  const { page, total } = pages[of.kind];
  const values = {
    person: of.kind === "person" ? of.person : null,
    realm: of.kind === "account" ? of.realm : null,
    account: of.kind === "account" ? of.account.id : null,
  };
  const [rows, [counted]] = await rowsOfBoth(db, "links", (on) => [
    page(on, { ...values, offset, limit }),
    total(on, values),
  ]);
  return {
    links: rows.map((one) => linkOf(fromColumn(storedLink, one, "link"))),
    total: fromColumn(z.number(), counted?.["total"], "count"),
  };
}

/** Only where every link is as the order says that it was: of two admins at once one is told so. */
const insertOrder = statement<"id" | "by" | "at" | "scope" | "progress">(() =>
  inWords(sql`INSERT INTO orders (id, kind, "by", at, scope, progress, done)
    SELECT ${plain("id")}, 'link', ${plain("by")}, ${plain("at")}, ${plain("scope")}, ${plain("progress")}, 0
    WHERE NOT EXISTS (SELECT 1 FROM json_each(${plain("scope")}, '$.changes') AS change
      WHERE coalesce((SELECT account FROM identities WHERE person = change.value ->> '$.person'
        AND realm = change.value ->> '$.realm' AND flow = change.value ->> '$.flow'), '')
        <> coalesce(change.value ->> '$.before.id', ''))
    ON CONFLICT (id) DO NOTHING RETURNING id`),
);

/** One that came again finds its order done, and changes nothing. */
const changes = sql`FROM orders, json_each(orders.scope, '$.changes') AS change
  WHERE orders.id = ${plain("id")} AND orders.done = 0 AND change.value ->> '$.after'`;

const removeLinks = statement<"id">(() =>
  inWords(sql`DELETE FROM identities WHERE (person, realm, flow) IN (
    SELECT change.value ->> '$.person', change.value ->> '$.realm', change.value ->> '$.flow' ${changes} IS NULL)`),
);

const setLinks = statement<"id">(() =>
  inWords(sql`INSERT INTO identities (person, realm, flow, account, label, claim, source, address, "by", at, told)
    SELECT change.value ->> '$.person', change.value ->> '$.realm', change.value ->> '$.flow',
      change.value ->> '$.after.id', change.value ->> '$.after.label', lower(change.value ->> '$.after.id'),
      orders.scope ->> '$.source', NULL, orders."by", orders.at, NULL ${changes} IS NOT NULL
    ON CONFLICT (person, realm, flow) DO UPDATE SET account = excluded.account, label = excluded.label,
      claim = excluded.claim, source = excluded.source, address = NULL, "by" = excluded."by", at = excluded.at, told = NULL`),
);

const closeOrder = statement<"id">(() => inWords(sql`UPDATE orders SET done = 1 WHERE id = ${plain("id")}`));
const selectOrder = statement<"id">(() => inWords(sql`SELECT id FROM orders WHERE id = ${plain("id")}`));

export async function relink(db: D1Database, order: LinkOrder): Promise<"placed" | "known" | "conflict"> {
  const { id, by, at, source, changes } = order;
  const scope = JSON.stringify({ source, changes });
  const progress = JSON.stringify({ ...FIRST_PROGRESS, done: true });
  const [placed, , , , there] = await writing("relink", () =>
    db.batch<Row>([
      insertOrder(db, { id, by, at, scope, progress }),
      removeLinks(db, { id }),
      setLinks(db, { id }),
      closeOrder(db, { id }),
      selectOrder(db, { id }),
    ]),
  );
  if (there?.results.length === 0) return "conflict";
  return placed?.results.length === 0 ? "known" : "placed";
}
