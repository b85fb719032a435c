// The reference strategy: how one is written, over a target in this process. It exists only where somebody hands it a
// `MemoryTarget`, so that no deployment offers it by accident: access given there would vanish with the process.
import * as z from "zod";
import { PermanentError, type Strategy, type StrategyCall, type StrategyContext, TransientError } from "../ports.ts";
import { untilAborted } from "./abort.ts";
import { MEMORY_LEVELS, type MemoryLevel, type MemoryTarget, type MemoryVerb } from "./memory-target.ts";
import { settingsOf } from "./settings.ts";

const settings = z.strictObject({ group: z.string().min(1).max(100) });

/** What a Flow says of a Target of this type. */
export type MemorySettings = z.input<typeof settings>;

export function memory(target: MemoryTarget): Strategy {
  const at = <T>(
    verb: MemoryVerb,
    { settings: of, account, idempotencyKey }: StrategyCall,
    context: StrategyContext,
    effect: (groupName: string) => T,
  ): Promise<T> => reach(verb, of, { account: account.id, idempotencyKey }, context, effect);
  /** An abort lets go of the call; its effect may still land, as it may at any target. */
  const reach = async <T>(
    verb: MemoryVerb,
    given: unknown,
    { account, idempotencyKey }: { readonly account: string; readonly idempotencyKey: string },
    context: StrategyContext,
    effect: (groupName: string) => T,
  ): Promise<T> => {
    const { group } = settingsOf(settings, given);
    if (context.signal.aborted) throw new TransientError("there was no time left to call the target", { effect: "no" });
    const late = (): Error => new TransientError("the target did not answer in time", { effect: "unknown" });
    return untilAborted(
      context.signal,
      target.call(verb, account, idempotencyKey, () => effect(group)),
      late,
    );
  };

  return {
    type: "memory",
    levels: MEMORY_LEVELS,
    settings,
    bindable: ["group"],
    outlives: () => null,
    realm: () => "memory",
    // A target whose names can be given anew would be asked for its own id when the Flow is written.
    slot: (given, account) => [settingsOf(settings, given).group, account.id],
    secrets: () => [],
    grant: (call, context) =>
      at("grant", call, context, (name) => {
        const group = target.find(name, call.ids["group"]);
        if (!group) throw new PermanentError("the group does not exist at the target");
        group.members.set(call.account.id, levelOf(call.level));
      }),
    revoke: (call, context) =>
      at("revoke", call, context, (name) => {
        target.find(name, call.ids["group"])?.members.delete(call.account.id);
      }),
    inspect: (call, context) =>
      at("inspect", call, context, (name) => {
        const group = target.find(name, call.ids["group"]);
        if (!group) return { level: null, inherited: null, ids: {} };
        const { id, members, inherited } = group;
        return {
          level: members.get(call.account.id) ?? null,
          inherited: inherited.get(call.account.id) ?? null,
          ids: { group: id },
        };
      }),
    list: (given, context) =>
      reach("inspect", given, { account: "", idempotencyKey: "" }, context, (name) => {
        const group = target.find(name);
        if (!group) throw new PermanentError("the group does not exist at the target");
        const of = (id: string, level: MemoryLevel | null) => ({
          ...{ account: { id, label: id }, names: [], level, ids: { group: group.id } },
        });
        const elsewhere = [...group.inherited.keys()].filter((id) => !group.members.has(id));
        const members = [...group.members].map(([id, level]) => of(id, level));
        return { accountId: null, members: [...members, ...elsewhere.map((id) => of(id, null))] };
      }),
  };
}

function levelOf(level: string): MemoryLevel {
  const known = MEMORY_LEVELS.find((candidate) => candidate === level);
  if (known === undefined) throw new PermanentError("the target has no such level", { class: "impossible" });
  return known;
}
