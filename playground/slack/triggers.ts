// Trigger ids: the right to open one view, for three seconds, once.
// Never says who may interact: it only knows for whom a trigger was made.
import { TRIGGER_LIFE_MS } from "./types.ts";
import type { Workspace } from "./workspace.ts";
import type { Trigger } from "./world.ts";

/** A fresh trigger id for a person; `viewId` is the modal in which they acted. */
export const issueTrigger = ({ world, mint, now }: Workspace, userId: string, viewId: string | null = null): string => {
  const id = mint.triggerId();
  world.triggers[id] = { userId, issuedAt: now(), used: false, viewId };
  return id;
};

/** Old triggers are kept this long, to be told apart from invented ones. */
const REMEMBERED_MS = 60 * 60_000;

const forget = ({ world, now }: Workspace): void => {
  for (const [id, trigger] of Object.entries(world.triggers)) {
    if (now() - trigger.issuedAt > REMEMBERED_MS) delete world.triggers[id];
  }
};

export type TriggerProblem = "invalid_trigger_id" | "expired_trigger_id" | "exchanged_trigger_id";

/** Looks without using it up. */
export const lookAtTrigger = (workspace: Workspace, id: string): Trigger | TriggerProblem => {
  forget(workspace);
  const trigger = Object.hasOwn(workspace.world.triggers, id) ? workspace.world.triggers[id] : undefined;
  if (trigger === undefined) return "invalid_trigger_id";
  if (trigger.used) return "exchanged_trigger_id";
  return workspace.now() - trigger.issuedAt > TRIGGER_LIFE_MS ? "expired_trigger_id" : trigger;
};
