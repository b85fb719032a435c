// The lines of an export, as docs/audit.md describes them: what may stand in each, and nothing else. Imports nothing of the
// bot, so that a reader of the two can compare them.
import * as z from "zod";

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const position = z.int().positive();
const time = z.int().nonnegative();
const json = z.json();

export const digestBody = z.strictObject({
  format: z.literal(1),
  seq: position,
  at: time,
  from: position,
  to: z.int().nonnegative(),
  counts: z.strictObject({ version: time, event: time, order: time, entry: time }),
  root: hash,
  previous: z.union([hash, z.literal("")]),
  key: z.string().nullable(),
});
export type DigestBody = z.infer<typeof digestBody>;

/** As digests are posted to Slack and put into the bucket. */
export const sentDigest = z.strictObject({ digest: digestBody, signature: z.string().nullable() });

const actor = z.union([
  z.strictObject({ kind: z.literal("person"), key: z.string() }),
  z.strictObject({ kind: z.literal("system"), name: z.string() }),
  z.strictObject({ kind: z.literal("token"), name: z.string() }),
]);

export const line = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("sym-audit"), format: z.literal(1) }),
  z.strictObject({ kind: z.literal("version"), position, hash, flow: json }),
  z.strictObject({
    kind: z.literal("event"),
    position,
    hash,
    event: z.strictObject({
      requestId: z.string(),
      seq: position,
      commandId: z.string(),
      name: z.string(),
      actor,
      at: time,
      data: json,
      previous: z.string(),
    }),
  }),
  z.strictObject({
    kind: z.literal("order"),
    position,
    hash,
    order: z.strictObject({ id: z.string(), kind: z.string(), by: z.string(), at: time, scope: z.string().nullable() }),
  }),
  z.strictObject({
    kind: z.literal("entry"),
    position,
    hash,
    entry: z.strictObject({
      id: z.string(),
      at: time,
      actor,
      action: z.string(),
      request: z.string().nullable(),
      slot: z.string().nullable(),
      result: z.string(),
      state: z.string().nullable(),
      evidence: z.record(z.string(), json),
    }),
  }),
  z.strictObject({ kind: z.literal("digest"), digest: digestBody, hash, signature: z.string().nullable() }),
  /** The last line: so many lines of the trail, and so many digests. */
  z.strictObject({ kind: z.literal("end"), position: z.int().nonnegative(), digests: z.int().nonnegative() }),
]);
export type Line = z.infer<typeof line>;
export type EventLine = Line & { kind: "event" };
export type DigestLine = Line & { kind: "digest" };
