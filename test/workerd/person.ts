// One wish, carried through by people: sent, decided, ended or left alone. Whoever gets no answer, or sees that nothing has
// changed, does it again. Remembers what the Worker said yes to; never looks behind Slack.
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import { APPROVER, type durations } from "./flows.ts";
import type { Way, Wish } from "./plan.ts";
import { type Acknowledged, click, denial, submission } from "./posts.ts";
import type { Button } from "./slack.ts";
import { REASON, type WorldAround } from "./world-around.ts";

/** What is known of a wish from the answers alone. */
export interface Told {
  readonly wish: Wish;
  /** A 200 said that it is a request now. */
  readonly accepted: boolean;
  /** Answers with a status that none should have. */
  readonly strange: readonly string[];
  /** How often the form was sent. */
  readonly sent: number;
}

type Around = Pick<WorldAround, "post" | "slack" | "underWay" | "form">;

const FLOW = "team" satisfies keyof typeof durations.kill;
const AGAIN_MS = 500;
const MOST_TRIES = 60;
/** A card that nobody could click on any more is no longer waited for. */
const CARD_LOOKS = 400;
const LOOK_MS = 50;

const answered = z.object({
  response_action: z.enum(["clear", "update", "errors"]),
  view: z.looseObject({ callback_id: z.string().optional() }).optional(),
  errors: z.record(z.string(), z.string()).optional(),
});

export async function carryOut(around: Around, wish: Wish): Promise<Told> {
  const strange: string[] = [];
  const note = (answer: Acknowledged | null): void => {
    if (answer !== null && answer.status !== 200) strange.push(`${wish.ticket}: HTTP ${answer.status}`);
  };
  const { accepted, sent } = await send(around, wish, note);
  if (accepted) await decide(around, wish, note);
  return { wish, accepted, strange, sent };
}

async function send(
  { post, underWay, form }: Around,
  { viewId, userId, ticket, team, durationMs }: Wish,
  note: (answer: Acknowledged | null) => void,
): Promise<{ accepted: boolean; sent: number }> {
  const filled = submission(form(FLOW), viewId, userId, {
    target: { chosen: team },
    duration: { chosen: String(durationMs) },
    "field.ticket": { typed: ticket },
    "field.reason": { typed: REASON },
  });
  for (let sent = 1; sent <= MOST_TRIES; sent++) {
    const answer = await underWay.during("submission", () => post(filled));
    note(answer);
    const read = answer === null ? null : readAnswer(answer.body);
    if (read?.response_action === "clear" || read?.view?.callback_id === "sent") return { accepted: true, sent };
    // The same access is waiting already: that is an answer.
    if (read?.errors !== undefined) return { accepted: false, sent };
    await pause(AGAIN_MS);
  }
  return { accepted: false, sent: MOST_TRIES };
}

function readAnswer(body: string): z.infer<typeof answered> | null {
  try {
    return answered.parse(JSON.parse(body));
  } catch {
    return null;
  }
}

const acts: Readonly<Record<Way, readonly Button[]>> = {
  kept: ["approve"],
  revoked: ["approve", "revoke"],
  denied: ["deny"],
  cancelled: ["cancel"],
  nothing: [],
};

async function decide(
  { post, slack, underWay }: Around,
  { ticket, userId, way, thinksMs }: Wish,
  note: (answer: Acknowledged | null) => void,
): Promise<void> {
  for (const button of acts[way]) {
    let looks = 0;
    while (slack.button(ticket, button) === null && looks++ < CARD_LOOKS) await pause(LOOK_MS);
    await pause(thinksMs);
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const value = slack.button(ticket, button);
      if (value === null) break;
      const who = button === "cancel" ? userId : APPROVER;
      const act = button === "deny" ? denial(value, who) : click(`request.${button}`, value, who);
      note(await underWay.during("decision", () => post(act)));
      await pause(AGAIN_MS);
    }
  }
}
