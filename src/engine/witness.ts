// Keeps refusals and failures in the audit trail, behind the answer. Never throws, never waits for the record and never
// delays what it is about: an entry that the record did not confirm is counted in the log.
import type { AuditEntry } from "../domain/audit-entry.ts";
import { sha256Hex } from "../domain/canonical.ts";
import type { EntitlementState } from "../domain/entitlement.ts";
import type { Trouble } from "../domain/entitlement-answers.ts";
import type { World } from "./world.ts";

type Seen = Omit<AuditEntry, "id" | "at">;

type Here = Pick<World, "chance" | "clock" | "defer" | "log" | "store">;

export const witness = (world: Here, seen: Seen): void => witnessOnce(world, world.chance.id(), seen);

/** What may happen often and is told once under an id that says what it is. */
export function witnessOnce(world: Here, id: string, seen: Seen): void {
  const entry: AuditEntry = { ...seen, id, at: world.clock.now() };
  world.defer(async () => {
    try {
      await world.store.witness(entry);
    } catch (error) {
      const name = error instanceof Error ? error.name : "unknown";
      world.log("audit.entry.lost", { action: entry.action, result: entry.result, class: name });
    }
  });
}

/** What stands for a slot outside the record: its key holds an account's name. */
export const shortSlot = (key: string): string => sha256Hex(key).slice(0, 16);

/**
 * A call to a target that failed: who must act, and whether it may have had an effect; never a word of the target's. What is tried for ever may fail for days: kept are the attempts 0, 1, 2, 4, 8
 * and so on, each with its number.
 */
export function witnessFailure(
  world: Here,
  s: EntitlementState,
  action: string,
  result: string,
  { class: who, effect }: Pick<Trouble, "class" | "effect">,
): void {
  const { targetTries: tries, holds, access } = s;
  if ((tries & (tries - 1)) !== 0) return;
  witness(world, {
    actor: { kind: "system", name: "entitlement" },
    action,
    request: holds.length === 1 ? (holds[0]?.requestId ?? null) : null,
    slot: shortSlot(access.key),
    result,
    state: null,
    evidence: { target: access.target, strategy: access.strategy, tries, class: who, effect },
  });
}

/** A look at a slot that nobody holds. A target that is down keeps them all from being read: one a Target, class and day. */
export function witnessMissedCheck(
  world: Here,
  { access }: EntitlementState,
  result: string,
  { class: who }: Pick<Trouble, "class">,
): void {
  const day = Math.floor(world.clock.now() / DAY_MS);
  witnessOnce(world, `check:${access.target}:${who}:${day}`, {
    actor: { kind: "system", name: "entitlement" },
    action: "target_check",
    request: null,
    slot: null,
    result,
    state: null,
    evidence: { target: access.target, strategy: access.strategy, class: who },
  });
}
const DAY_MS = 24 * 3_600_000;
