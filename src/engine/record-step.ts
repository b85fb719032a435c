// The steps of an Entitlement at the record: what it asks there, and what it tells. Whatever the record says or does not say, no
// step at the target waits for it.
import type { Step } from "../domain/decide.ts";
import type { EntitlementState, Traits } from "../domain/entitlement.ts";
import {
  closedInRecord,
  closingBegan,
  consulted,
  opened,
  openingBegan,
  openingRefused,
  recordFailed,
  reported,
  reportsFailed,
} from "../domain/entitlement-recall.ts";
import { type EntitlementMemory, TransientError } from "../ports.ts";
import { consult, deliverReports } from "./entitlement-record.ts";
import { update } from "./state-now.ts";
import type { World } from "./world.ts";

export type RecordStep = Step & { readonly do: "report" | "consult" | "open" | "close" };

export function recordStep(
  world: World,
  memory: EntitlementMemory,
  state: EntitlementState,
  traits: Traits,
  step: RecordStep,
): Promise<null> {
  switch (step.do) {
    case "report":
      return record(
        world,
        memory,
        async () => {
          await deliverReports(world, memory);
          update(memory, reported);
        },
        reportsFailed,
      );
    case "consult":
      return record(world, memory, async () => {
        const answer = await consult(world, state);
        update(memory, (s) => consulted(s, traits, answer, world.clock.now()));
      });
    case "open":
      return record(world, memory, async () => {
        const { baseline, ids, access } = state;
        if (baseline === null) return;
        const openedAt = state.openedAt ?? state.opening ?? world.clock.now();
        update(memory, (s) => openingBegan(s, openedAt));
        try {
          const kept = await world.store.openSlot(access.key, access, { openedAt, baseline, ids });
          update(memory, (s) => opened(s, kept, baseline));
        } catch (error) {
          // Of this attempt nothing came; of one before it, nobody knows.
          const only = (state.opening ?? null) === null;
          if (only && error instanceof TransientError && error.effect === "no") update(memory, openingRefused);
          throw error;
        }
      });
    case "close":
      return record(world, memory, async () => {
        update(memory, closingBegan);
        const { access, baseline, ids, openedAt, opening } = state;
        // Whether it was opened is not known: then what may still arrive is told to open nothing.
        const late = openedAt === null && opening != null ? { access, baseline: baseline ?? "unknown", ids } : null;
        await world.store.closeSlot(access.key, openedAt ?? opening ?? 0, world.clock.now(), late);
        update(memory, closedInRecord);
      });
  }
}

/** The record is asked or told; where it does not answer, the wait for it never delays the target. */
async function record(
  world: World,
  memory: EntitlementMemory,
  work: () => Promise<void>,
  failed: (s: EntitlementState, now: number, random: number) => EntitlementState = recordFailed,
): Promise<null> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof TransientError))
      world.log("entitlement.record.failed", { class: error instanceof Error ? error.name : "unknown" });
    update(memory, (s) => failed(s, world.clock.now(), world.chance.fraction()));
  }
  return null;
}
