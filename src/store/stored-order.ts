// The shapes of an admin's order and of how far it has come. Read at this edge and nowhere else.
import * as z from "zod";
import type { Order, OrderProgress, RevokeScope } from "../ports.ts";
import { fromColumn, fromJson, type Row } from "./rows.ts";
import { storedMessage, storedPersonKey } from "./stored-request.ts";

const storedScope: z.ZodType<RevokeScope> = z.discriminatedUnion("kind", [
  z.looseObject({ kind: z.literal("everything") }),
  z.looseObject({ kind: z.literal("person"), userId: z.string() }),
  z.looseObject({ kind: z.literal("target"), target: z.string() }),
]);

/** Beside it the store keeps `placedAt` for itself: what the clock of whoever placed the order said. */
const storedProgress: z.ZodType<OrderProgress> = z.object({
  total: z.number(),
  gone: z.number(),
  unverified: z.number(),
  standing: z.number().exactOptional(),
  remaining: z.number(),
  unreadable: z.number().exactOptional(),
  message: storedMessage.nullable(),
  telling: z.number().exactOptional(),
  done: z.boolean(),
});

const columns = z.object({
  id: z.string(),
  kind: z.enum(["freeze", "unfreeze", "revoke_all"]),
  by: storedPersonKey,
  at: z.number(),
});

/** How far an order has come when it is placed. A freeze works from then on; that the operators hear of it is still to do. */
export const FIRST_PROGRESS: OrderProgress = {
  total: 0,
  gone: 0,
  unverified: 0,
  remaining: 0,
  message: null,
  done: false,
};

export const progressFrom = (text: unknown): OrderProgress => fromJson(storedProgress, text, "order");

/** From the columns of an order. */
export function orderFrom(row: Row): { order: Order; progress: OrderProgress } {
  const { id, kind, by, at } = fromColumn(columns, row, "order");
  const progress = progressFrom(row["progress"]);
  if (kind !== "revoke_all") return { order: { id, kind, by, at }, progress };
  return { order: { id, kind, scope: fromJson(storedScope, row["scope"], "order"), by, at }, progress };
}
