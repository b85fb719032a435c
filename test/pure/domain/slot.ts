// A slot of access in any state that a test is about: plain, with what matters said as an override.
import { acceptHold, type EntitlementState, type Hold, type HoldOrder } from "../../../src/domain/entitlement.ts";
import { HOUR_MS, MINUTE_MS, NOON, sampleAccess } from "../../fakes/samples.ts";

export const TRAITS = { levels: ["read", "write", "admin"], readable: true };
export const BLIND = { ...TRAITS, readable: false };

export const order = (level: string, overrides: Partial<HoldOrder> = {}): HoldOrder => ({
  requestId: level,
  sequence: 2,
  access: sampleAccess({ level }),
  durationMs: HOUR_MS,
  grantBy: NOON + 10 * MINUTE_MS,
  hardEnd: NOON + 70 * MINUTE_MS,
  removesStanding: false,
  until: null,
  ...overrides,
});

export function hold(level: string, overrides: Partial<Hold> = {}): Hold {
  const [made] = acceptHold(null, order(level)).holds;
  if (!made) throw new Error("a hold was not taken");
  return { ...made, ...overrides };
}
const cleared = { clearedAt: NOON, until: NOON + HOUR_MS };
export const waiting = (level: string, overrides: Partial<Hold> = {}): Hold =>
  hold(level, { ...cleared, until: null, ...overrides });
export const live = (level: string, overrides: Partial<Hold> = {}): Hold =>
  hold(level, { ...cleared, granted: true, ...overrides });
export const ended = (level: string, at = NOON, overrides: Partial<Hold> = {}): Hold =>
  live(level, { end: { cause: "time", by: { kind: "system", name: "timer" }, at, detail: null }, ...overrides });

export const read = (level: string | null, at = NOON): EntitlementState["have"] => ({
  kind: "read",
  level,
  inherited: null,
  at,
});

/** Known to the record, nothing there before, seen empty just now. */
export const slot = (overrides: Partial<EntitlementState> = {}): EntitlementState => ({
  ...acceptHold(null, order("read")),
  holds: [],
  recalled: true,
  openedAt: NOON,
  baseline: { level: null, inherited: null },
  have: read(null),
  ...overrides,
});
