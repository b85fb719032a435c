// What the page asks for on somebody's behalf: read strictly, done through the simulator, answered with the Outcome.
// Never acts as anybody outside the cast, and never passes on what it could not read.
import * as z from "zod";
import type { Actor, ClickTarget, Outcome } from "../slack/types.ts";
import type { Act, ActAnswer, ClickPlace } from "./page-state.ts";
import type { Panel } from "./panel.ts";

const id = z.string().min(1).max(64);
const elementId = z.string().min(1).max(255);
const typed = z.string().max(40_000);
const value = z.union([typed, z.number(), z.boolean(), z.null(), z.array(typed).max(100)]);
const element = z.strictObject({ blockId: elementId, actionId: elementId });
const block = z.record(z.string(), z.json());
const place = z.discriminatedUnion("in", [
  z.strictObject({ in: z.literal("message"), channel: id, ts: id, blocks: z.array(block).max(100).optional() }),
  z.strictObject({ in: z.literal("home") }),
  z.strictObject({ in: z.literal("modal") }),
]);

const actSchema = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("command"), as: id, line: typed.startsWith("/"), channel: id }),
  z.strictObject({ act: z.literal("say"), as: id, channel: id, text: typed.min(1) }),
  z.strictObject({ act: z.literal("shortcut"), as: id, callbackId: elementId }),
  z.strictObject({ act: z.literal("messageShortcut"), as: id, callbackId: elementId, channel: id, ts: id }),
  z.strictObject({ act: z.literal("click"), as: id, place, element, value: value.optional() }),
  z.strictObject({ act: z.literal("set"), as: id, view: id, block: elementId, value }),
  z.strictObject({ act: z.literal("suggest"), as: id, element, query: typed, place: place.optional() }),
  z.strictObject({ act: z.literal("submit"), as: id }),
  z.strictObject({ act: z.literal("close"), as: id, all: z.boolean().optional() }),
  z.strictObject({ act: z.literal("openHome"), as: id }),
  z.strictObject({ act: z.literal("read"), as: id, channel: id }),
  z.strictObject({ act: z.literal("skip"), as: id }),
  z.strictObject({
    act: z.literal("advance"),
    as: id,
    ms: z
      .int()
      .min(1)
      .max(366 * 86_400_000),
  }),
  z.strictObject({ act: z.literal("restartGuide"), as: id }),
]);

export type ReadAct = { ok: true; as: string; act: Act } | { ok: false; problem: string };

export const readAct = (body: unknown): ReadAct => {
  const read = actSchema.safeParse(body);
  if (!read.success) return { ok: false, problem: z.prettifyError(read.error) };
  const { as, ...act } = read.data;
  return { ok: true, as, act };
};

const DONE: Outcome = { ok: true, status: 200 };

const targetOf = (where: ClickPlace): ClickTarget => {
  if (where.in === "message") return { channel: where.channel, ts: where.ts, blocks: where.blocks };
  return where.in === "home" ? { home: true } : { view: true };
};

/** Throws what the simulator throws where the act is impossible (no such button, no modal open). */
export const perform = async (actor: Actor, panel: Panel, act: Act): Promise<ActAnswer> => {
  switch (act.act) {
    case "command":
      return actor.command(act.line, act.channel);
    case "say":
      actor.say(act.channel, act.text);
      return DONE;
    case "shortcut":
      return actor.shortcut(act.callbackId);
    case "messageShortcut":
      return actor.messageShortcut(act.callbackId, { channel: act.channel, ts: act.ts });
    case "click":
      return actor.click(targetOf(act.place), act.element, act.value);
    case "set":
      if (actor.view()?.id !== act.view) throw new Error("the form that this was typed into is not open any more");
      return actor.set(act.block, act.value);
    case "suggest": {
      const where = act.place === undefined ? undefined : targetOf(act.place);
      return actor.suggest(act.element.blockId, act.element.actionId, act.query, where);
    }
    case "submit":
      return actor.submit();
    case "close":
      return actor.close({ all: act.all ?? false });
    case "openHome":
      return actor.openHome();
    case "read":
      actor.read(act.channel);
      return DONE;
    case "skip": {
      const skipped = await panel.skipToExpiry();
      return "nothing" in skipped ? { ok: false, status: 200, notice: skipped.nothing } : DONE;
    }
    case "advance":
      await panel.advance(act.ms);
      return DONE;
    case "restartGuide":
      return DONE;
  }
};
