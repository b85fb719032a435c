// What an answer does to an Entitlement is done to its state as it is now, after the await, never to the one that the question was
// asked from. Calls nothing.
import type { EntitlementState } from "../domain/entitlement.ts";
import type { EntitlementMemory } from "../ports.ts";

export function update(memory: EntitlementMemory, change: (s: EntitlementState) => EntitlementState): void {
  const now = memory.read();
  if (now !== null) memory.replace(change(now));
}
