// What code of the user's own is told about an access, and what it says back when it is asked, whichever way it is reached
// (`webhook`, `aws_lambda`). Reaches nothing itself.
import * as z from "zod";
import { canonicalJson } from "../domain/canonical.ts";
import { type Inspection, PermanentError, type StrategyCall } from "../ports.ts";

export const LEVEL = "access";
const MAX_DATA_LENGTH = 2_000;
const MAX_ACCOUNT_LENGTH = 512;

/** Sent along as it is, and part of what tells one access from another: for example `{ "team": "billing" }`. */
export const ownData = z
  .record(z.string(), z.json())
  .refine(
    (data) => canonicalJson(data).length <= MAX_DATA_LENGTH,
    `is longer than ${MAX_DATA_LENGTH} characters as JSON`,
  )
  .optional();
type Data = z.output<typeof ownData>;

/** What tells two Targets apart that are reached in one place. */
export const dataInSlot = (data: Data): readonly string[] => (data === undefined ? [] : [canonicalJson(data)]);

/** `call`: as `checked` gave it back. */
export const orderOf = (
  action: "grant" | "revoke" | "inspect",
  { account, level, idempotencyKey }: StrategyCall,
  data: Data,
): string => JSON.stringify({ action, account, level, data: data ?? {}, idempotency_key: idempotencyKey });

export const readBack = z.object({ level: z.literal(LEVEL).nullable(), inherited: z.string().max(100).nullish() });

export const inspectionOf = ({ level, inherited }: z.output<typeof readBack>): Inspection => ({
  level,
  inherited: inherited ?? null,
  ids: {},
});

/** Half a surrogate pair would be one account in JSON and another in a query. */
export function checked(call: StrategyCall): StrategyCall {
  const { id } = call.account;
  if (id !== "" && id.length <= MAX_ACCOUNT_LENGTH && id.isWellFormed()) return call;
  throw new PermanentError("this account cannot be spelt for the target", { class: "impossible" });
}
