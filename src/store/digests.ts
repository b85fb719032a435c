// Digests over the trail in D1, and how far they have come to where they are sent. A digest that does not follow the newest
// one is refused by the table itself.
import { asc, desc, gt, sql } from "drizzle-orm";
import * as z from "zod";
import type { Digest } from "../domain/digest.ts";
import type { HomeState, Store } from "../ports.ts";
import { digestHomes, digests } from "./audit-schema.ts";
import { isConflict, outage, writing } from "./outage.ts";
import { fromColumn, fromJson, type Row } from "./rows.ts";
import { rowsOf, rowsOfBoth } from "./session.ts";
import { given, plain, statement, write } from "./statement.ts";

const insertDigest = statement<"seq" | "body" | "hash" | "signature">(() =>
  write.insert(digests).values({
    seq: given(digests.seq, "seq"),
    body: given(digests.body, "body"),
    hash: given(digests.hash, "hash"),
    signature: given(digests.signature, "signature"),
  }),
);

const selectNewest = statement(() => write.select().from(digests).orderBy(desc(digests.seq)).limit(1));
const selectHomes = statement(() => write.select().from(digestHomes));
const selectAfter = statement<"seq" | "limit">(() =>
  write
    .select()
    .from(digests)
    .where(gt(digests.seq, plain("seq")))
    .orderBy(asc(digests.seq))
    .limit(sql.placeholder("limit")),
);

const upsertHome = statement<"home" | "seq" | "notBefore">(() =>
  write
    .insert(digestHomes)
    .values({
      home: given(digestHomes.home, "home"),
      seq: given(digestHomes.seq, "seq"),
      notBefore: given(digestHomes.notBefore, "notBefore"),
    })
    .onConflictDoUpdate({
      target: digestHomes.home,
      set: { seq: sql`max(${digestHomes.seq}, excluded.seq)`, notBefore: sql`excluded.not_before` },
    }),
);

const storedBody = z.object({
  format: z.literal(1),
  seq: z.number(),
  at: z.number(),
  from: z.number(),
  to: z.number(),
  counts: z.object({ version: z.number(), event: z.number(), order: z.number(), entry: z.number() }),
  root: z.string(),
  previous: z.string(),
  key: z.string().nullable(),
});
const digestColumns = z.object({ hash: z.string(), signature: z.string().nullable() });
const homeColumns = z.object({ home: z.enum(["slack", "archive"]), seq: z.number(), not_before: z.number() });

export async function digestState(db: D1Database): ReturnType<Store["digestState"]> {
  const [[newest], homes] = await rowsOfBoth(db, "digestState", (on) => [selectNewest(on, {}), selectHomes(on, {})]);
  return { newest: newest ? digestFrom(newest) : null, homes: homes.map(homeFrom) };
}

export async function keepDigest(db: D1Database, { body, hash, signature }: Digest): Promise<"kept" | "conflict"> {
  try {
    await insertDigest(db, { seq: body.seq, body, hash, signature }).run();
    return "kept";
  } catch (error) {
    if (isConflict(error)) return "conflict";
    throw outage("keepDigest", "unknown", error);
  }
}

export async function digestsAfter(db: D1Database, seq: number, limit: number): Promise<readonly Digest[]> {
  return (await rowsOf(db, "digestsAfter", (on) => selectAfter(on, { seq, limit }))).map(digestFrom);
}

export async function homeReached(db: D1Database, state: HomeState): Promise<void> {
  await writing("homeReached", () => upsertHome(db, { ...state }).run());
}

const digestFrom = (row: Row): Digest => ({
  body: fromJson(storedBody, row["body"], "digest"),
  ...fromColumn(digestColumns, row, "digest"),
});

function homeFrom(row: Row): HomeState {
  const { home, seq, not_before } = fromColumn(homeColumns, row, "home of digests");
  return { home, seq, notBefore: not_before };
}
