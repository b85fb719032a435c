// Which of the five "try this" steps have really happened: read off what people did, the cards and the targets.
// Never ticks a step because a button was pressed: only because its effect is there.
import * as z from "zod";
import { objectAt, objectsAt, stringAt } from "../slack/json.ts";
import type { JsonObject, Outcome, Snapshot } from "../slack/types.ts";
import { type Act, GUIDE_STEPS, type GuideState, type GuideStep } from "./page-state.ts";
import type { PanelState } from "./panel.ts";

export type GuidePlan = { requester: string; approver: string; line: string };

/** What somebody did, with what they saw before and after. */
export type Deed = { as: string; act: Act; outcome: Outcome; before: Snapshot; after: Snapshot };

export type Guide = {
  state(): GuideState;
  did(deed: Deed): void;
  /** Looks again, at whose eyes it may: `see` gives anybody's view of the workspace. */
  look(see: (userId: string) => Snapshot, panel: PanelState | undefined): void;
  restart(): void;
};

type Pressed = { as: string; channel: string; ts: string; actionId: string };

/** Where the tour's progress outlives a restart. */
export type GuideMemory = { read(): unknown; write(text: string): void };

const NOWHERE: GuideMemory = { read: () => undefined, write: () => undefined };

const kept = z.object({
  done: z.array(z.enum(GUIDE_STEPS)),
  granted: z.array(z.string()),
  ignored: z.array(z.string()).nullable(),
});

export const createGuide = (plan: GuidePlan, memory: GuideMemory = NOWHERE): Guide => {
  const before = kept.safeParse(memory.read()).data;
  const done = new Set<GuideStep>(before?.done);
  const granted = new Set<string>(before?.granted);
  let ignored = before?.ignored ? new Set(before.ignored) : undefined;
  let written = "";
  const keep = (): void => {
    const now = { done: [...done], granted: [...granted], ignored: ignored === undefined ? null : [...ignored] };
    const text = JSON.stringify(now);
    if (text !== written) memory.write(text);
    written = text;
  };
  let approving: Pressed | undefined;
  /** Cards that wait for somebody, by channel and time. */
  let waiting = new Set<string>();
  let wasTurnedDown = false;

  return {
    state: () => ({ ...plan, done: GUIDE_STEPS.filter((step) => done.has(step)), wasTurnedDown }),
    did: ({ as, act, outcome, before, after }) => {
      if (!outcome.ok) return;
      if (as === plan.requester && act.act === "submit" && after.modals.length === 0) done.add("submitted");
      keep();
      if (act.act !== "click" || act.place.in !== "message" || as === plan.requester) return;
      const { channel, ts } = act.place;
      const { actionId } = act.element;
      if (APPROVE.test(buttonText(before, channel, ts, actionId) ?? "")) approving = { as, channel, ts, actionId };
      else if (approving?.ts === ts) approving = undefined;
    },
    look: (see, panel) => {
      if (see(plan.requester).modals.length > 0) done.add("asked");
      if (approving !== undefined) {
        const { as, channel, ts, actionId } = approving;
        if (buttonText(see(as), channel, ts, actionId) === undefined) {
          done.add("approved");
          approving = undefined;
        }
      }
      const stillWaiting = cardsThatWait(see(plan.approver));
      // Gone from all cards, and nobody approved: this one leads nowhere.
      if (stillWaiting.size > 0 || done.has("approved")) wasTurnedDown = false;
      else if (waiting.size > 0) wasTurnedDown = true;
      waiting = stillWaiting;
      if (panel === undefined) return keep();
      const held = heldIn(panel);
      // What was there before the visitor began is not theirs to see appear.
      ignored ??= held;
      for (const key of held) if (!ignored.has(key)) granted.add(key);
      for (const key of ignored) if (!held.has(key)) ignored.delete(key);
      if (granted.size > 0) done.add("appeared");
      if ([...granted].some((key) => !held.has(key))) done.add("gone");
      keep();
    },
    restart: () => {
      done.clear();
      granted.clear();
      ignored = undefined;
      approving = undefined;
      wasTurnedDown = false;
      keep();
    },
  };
};

const APPROVE = /^approve\b/i;

const cardsThatWait = ({ messages }: Snapshot): Set<string> =>
  new Set(
    Object.entries(messages).flatMap(([channel, all]) =>
      all
        .filter(({ blocks }) => buttonsIn(blocks).some((button) => APPROVE.test(textOf(button))))
        .map(({ ts }) => `${channel} ${ts}`),
    ),
  );

const heldIn = (panel: PanelState): Set<string> =>
  new Set(
    panel.targets.flatMap((target) =>
      target.roles.flatMap((role) =>
        role.members
          .filter((member) => !member.standing)
          .map((member) => JSON.stringify([target.name, role.name, member.account])),
      ),
    ),
  );

const buttonText = (snapshot: Snapshot, channel: string, ts: string, actionId: string): string | undefined => {
  const message = snapshot.messages[channel]?.find((one) => one.ts === ts);
  const button = buttonsIn(message?.blocks ?? []).find((one) => one["action_id"] === actionId);
  return button === undefined ? undefined : textOf(button);
};

const buttonsIn = (blocks: readonly JsonObject[]): JsonObject[] =>
  blocks.flatMap((block) => {
    const accessory = objectAt(block, "accessory");
    return accessory === undefined ? objectsAt(block, "elements") : [accessory];
  });

const textOf = (button: JsonObject): string => stringAt(objectAt(button, "text"), "text") ?? "";
