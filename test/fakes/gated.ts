// A record with a gate before it, which hears of every call and may make it fail or lose its answer. What a test only looks at
// passes beside the gate.
import { type Store, TransientError } from "../../src/ports.ts";

/** Called with a method's name before its work. Throws: nothing is done. `lose_answer`: done, and nobody hears of it. */
export type Gate = (method: keyof Store) => Promise<undefined | "lose_answer">;

const guarded: Readonly<Record<keyof Store, true>> = {
  snapshot: true,
  beforeSubmit: true,
  commit: true,
  eventAt: true,
  work: true,
  delivered: true,
  postponed: true,
  claims: true,
  openSlot: true,
  leftSlots: true,
  closeSlot: true,
  slotsToCheck: true,
  closedSlot: true,
  slotChecked: true,
  foundSlots: true,
  slotsTold: true,
  takePlace: true,
  lastFinding: true,
  knownAt: true,
  compared: true,
  openToRemove: true,
  untoldFindings: true,
  findingsTold: true,
  owedToOperators: true,
  dueRequests: true,
  listFor: true,
  liveAccess: true,
  overdue: true,
  placeOrder: true,
  openOrders: true,
  requestsUnder: true,
  claimTelling: true,
  orderProgressed: true,
  isFrozen: true,
  links: true,
  relink: true,
  witness: true,
  overflows: true,
  overflowTold: true,
  trail: true,
  digestState: true,
  keepDigest: true,
  digestsAfter: true,
  homeReached: true,
  signs: true,
  showSign: true,
  signTold: true,
};
const isGuarded = (name: PropertyKey): name is keyof Store => Object.hasOwn(guarded, name);

export function gated<R extends Store>(record: R, gate: Gate): R {
  return new Proxy(record, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      if (!isGuarded(name)) return member.bind(target);
      return async (...args: unknown[]): Promise<unknown> => {
        const verdict = await gate(name);
        const answer: unknown = await Reflect.apply(member, target, args);
        if (verdict === "lose_answer") throw new TransientError("the record's answer was lost", { effect: "unknown" });
        return answer;
      };
    },
  });
}
