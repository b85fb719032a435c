// How large the record is, as D1 says with every answer. Only reads; not part of what decides anything.
import { sql } from "drizzle-orm";
import { reading } from "./outage.ts";
import { inWords, statement } from "./statement.ts";

const nothing = statement(() => inWords(sql`SELECT 1 AS one`));

/** In bytes; null where an answer does not say. Throws a `TransientError` where there is none. */
export async function recordBytes(db: D1Database): Promise<number | null> {
  const session = db.withSession("first-primary");
  const { meta } = await reading("recordBytes", () => nothing(session, {}).all());
  return sizeIn(meta);
}

export const sizeIn = (meta: { readonly size_after?: unknown } | undefined): number | null =>
  typeof meta?.size_after === "number" && meta.size_after > 0 ? meta.size_after : null;
