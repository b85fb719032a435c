// When an Entitlement tells people of an end, or of a grant, that does not come. Pure; who hears of it is the ladder's to say.
import type { Hold } from "./entitlement.ts";
import { nextRungAt } from "./ladder.ts";

/** When people hear next of an end, or of a grant, that does not come; null where there is nothing to wait for. */
export function rungAt(hold: Hold): number | null {
  if (hold.end !== null) return nextRungAt(hold.end.at, hold.toldStruggleAt);
  const since = grantBegan(hold);
  return since === null ? null : nextRungAt(since, hold.toldStruggleAt);
}

/** When it was first cleared to be added; null once it was granted, and before. */
export const grantBegan = ({ granted, clearedAt, beganAt }: Hold): number | null =>
  granted || clearedAt === null ? null : (beganAt ?? null);
