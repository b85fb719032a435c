// Who hears of an end that does not come, and when: the card, the operators, whoever is on call, and again every hour. Pure
// arithmetic over three times; never looks at what a target said.

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** What is overdue by less is still on its way. */
export const CARD_AFTER_MS = 2 * MINUTE_MS;
export const OPERATORS_AFTER_MS = 5 * MINUTE_MS;
export const ON_CALL_AFTER_MS = 15 * MINUTE_MS;
/** From an hour on, everybody hears of it again each hour. */
export const AGAIN_MS = HOUR_MS;
/** Overdue for so long, nothing new is granted at its Target. */
export const STUCK_MS = 24 * HOUR_MS;
/** What people closed by hand is looked at daily for so long. */
export const WATCH_MS = 30 * 24 * HOUR_MS;

/** The first rung after `told`; `told` null: nobody has heard of it yet. */
export function nextRungAt(since: number, told: number | null): number {
  const heard = told === null ? 0 : told - since;
  const first = [CARD_AFTER_MS, OPERATORS_AFTER_MS, ON_CALL_AFTER_MS].find((rung) => rung > heard);
  return since + (first ?? (Math.floor(heard / AGAIN_MS) + 1) * AGAIN_MS);
}

/** Who has to hear of what is overdue since `since` at `at`, when what they heard last was said at `told`. */
export function rungsReached(
  since: number,
  told: number | null,
  at: number,
): { readonly operators: boolean; readonly onCall: boolean } {
  const heard = told === null ? 0 : Math.max(0, told - since);
  const now = at - since;
  const crossed = (rung: number): boolean => heard < rung && now >= rung;
  const again = Math.floor(now / AGAIN_MS) > Math.floor(heard / AGAIN_MS);
  return {
    operators: crossed(OPERATORS_AFTER_MS) || again,
    onCall: crossed(ON_CALL_AFTER_MS) || again,
  };
}
