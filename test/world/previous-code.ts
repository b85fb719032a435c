// The version before, to be deployed beside the one of now: the kept engine of an earlier commit, run as it was. It sees the
// record in the shape that it knows.
import type { EffectBody } from "../../src/domain/effect.ts";
import type { World } from "../../src/engine/world.ts";
import { type EntitlementMemory, type Store, TransientError } from "../../src/ports.ts";
import type { Code } from "./code.ts";
import * as kept from "./previous/code.js";

/** What the kept engine can do; its own store held up everything else that was owed. */
const KNEW: readonly EffectBody["kind"][] = ["hold", "release", "card", "receipt", "note", "operators"];
const DID_NOT_SAY: readonly string[] = ["closed_by_hand", "externally_changed", "close_proposed"];

const knew = (body: EffectBody): boolean =>
  KNEW.includes(body.kind) &&
  !("note" in body && DID_NOT_SAY.includes(body.note)) &&
  !("alarm" in body && DID_NOT_SAY.includes(body.alarm));

/** An object of that version has no such method, and whoever calls it hears no more than that. */
const missing = (_world: unknown, _memory: EntitlementMemory, _told: unknown): never => {
  throw new TransientError("an object could not be reached", { effect: "unknown" });
};
const noSuchButton = async () => ({ ok: false as const, refusal: { kind: "not_found" as const } });

/** `change`: what some of the record's answers are instead. */
export function seeing(world: World, change: Partial<Store>): World {
  const store = new Proxy(world.store, {
    get: (target, name) => Reflect.get(change, name) ?? Reflect.get(target, name),
  });
  return { ...world, store };
}

export const previousCode: Code = {
  ...kept,
  createCommands: (world) => ({
    ...kept.createCommands(world),
    showCredential: noSuchButton,
    mayClose: noSuchButton,
    proposeClose: noSuchButton,
    confirmClose: noSuchButton,
  }),
  check: missing,
  letGo: missing,
  setCredential: missing,
  version: "previous",
  sees: (world) => {
    const { store } = world;
    return seeing(world, {
      work: async (requestId) => {
        const work = await store.work(requestId);
        return work && { ...work, effects: work.effects.filter(({ effect }) => knew(effect.body)) };
      },
      beforeSubmit: async (question) => {
        const answer = await store.beforeSubmit({ ...question, among: Reflect.get(question, "slot") });
        const held = answer.holding.filter(({ state }) => state !== "revoking");
        return { ...answer, duplicate: answer.waiting[0] ?? null, held };
      },
      // Lists were bare in those days; nothing in this world is unreadable.
      openOrders: async () => (await store.openOrders()).orders as never,
    });
  },
};
