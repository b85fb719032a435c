// Keeps refusals and failures in the audit trail, behind the answer. Never throws, never waits for the record and never
// delays what it is about: an entry that the record did not confirm is counted in the log.
import type { AuditEntry } from "../domain/audit-entry.ts";
import { sha256Hex } from "../domain/canonical.ts";
import type { EntitlementState } from "../domain/entitlement.ts";
import type { World } from "./world.ts";

type Seen = Omit<AuditEntry, "id" | "at">;

type Here = Pick<World, "chance" | "clock" | "defer" | "log" | "store">;

export function witness(world: Here, seen: Seen): void {
  const entry: AuditEntry = { ...seen, id: world.chance.id(), at: world.clock.now() };
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
 * A call to a target that failed, by its class. What is tried for ever may fail for days: kept are the attempts 0, 1, 2, 4, 8
 * and so on, each with its number.
 */
export function witnessFailure(world: Here, s: EntitlementState, action: string, result: string): void {
  const { targetTries: tries, holds, access } = s;
  if ((tries & (tries - 1)) !== 0) return;
  witness(world, {
    actor: { kind: "system", name: "entitlement" },
    action,
    request: holds.length === 1 ? (holds[0]?.requestId ?? null) : null,
    slot: shortSlot(access.key),
    result,
    state: null,
    evidence: { target: access.target, strategy: access.strategy, tries },
  });
}
