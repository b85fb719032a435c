// Objects and doors that take everything and do nothing, for worlds in which something else is looked at. Keeps no state, so
// nothing can be asked of it afterwards.
import type { World } from "../../src/engine/world.ts";

const nothing = async (): Promise<void> => {};

export const quietObjects: Pick<
  World,
  "entitlements" | "onCall" | "sources" | "formOptions" | "gates" | "lanes" | "watchdog" | "beacon" | "metrics" | "pace"
> = {
  entitlements: {
    hold: nothing,
    release: nothing,
    letGo: nothing,
    check: nothing,
    credential: async () => ({ kind: "failed" }),
    wake: nothing,
  },
  onCall: { channels: [], tell: nothing },
  formOptions: { offered: async () => [] },
  sources: { names: async () => false, says: async () => false },
  gates: { ask: async (_gate, { calls }) => ({ go: true, calls, tell: false }), told: nothing },
  lanes: { enter: async () => ({ go: true, turn: 1, sure: true }), left: async () => true },
  watchdog: { wake: nothing },
  beacon: nothing,
  metrics: () => {},
  pace: async () => true,
};
