// Who showed a token, and whether it was the right one, for the audit trail. Never keeps the token, what was shown in its place or
// the address that it came from; and a flood of wrong ones writes a handful of rows, not a flood.
import { HOUR_MS } from "../domain/audit-entry.ts";
import { witness, witnessOnce } from "../engine/witness.ts";
import type { World } from "../engine/world.ts";
import type { TokenAction, TokenShown } from "../ports.ts";

/** Tokens are called by the name of their setting. */
const UNKNOWN = { kind: "token", name: "unknown" } as const;
const ABOUT_NOTHING = { request: null, slot: null, state: null } as const;

type Here = Pick<World, "chance" | "clock" | "defer" | "log" | "store">;

/** Counts for one isolate: a right token is told once an hour and action, of wrong ones the tries 1, 2, 4, 8 and so on of an hour. */
export function tokenUse(world: Here, name = "OPS_TOKEN"): TokenShown {
  const ours = { kind: "token", name } as const;
  const told = new Map<TokenAction, number>();
  let wrong = { hour: 0, tries: 0 };
  return (action, isRight) => {
    const hour = Math.floor(world.clock.now() / HOUR_MS);
    if (isRight) {
      if (told.get(action) === hour) return;
      told.set(action, hour);
      // Under one id in all isolates, so that the record takes one of them.
      const id = `token:${name}:${action}:${hour}`;
      witnessOnce(world, id, { ...ABOUT_NOTHING, actor: ours, action, result: "accepted", evidence: {} });
      return;
    }
    wrong = { hour, tries: (wrong.hour === hour ? wrong.tries : 0) + 1 };
    const { tries } = wrong;
    if ((tries & (tries - 1)) !== 0) return;
    world.log("ops.token.refused", { action, tries });
    witness(world, { ...ABOUT_NOTHING, actor: UNKNOWN, action, result: "wrong_token", evidence: { tries } });
  };
}
