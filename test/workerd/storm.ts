// So many grants due in one second, in real time: how long after its end each was gone, and proven gone. Asserts that all are
// gone; how late is the machine's, and only said.
import { setTimeout as pause } from "node:timers/promises";
import { emailOf } from "../../bench/harness/slack-user.ts";
import { APPROVER, STORM_FROM_S, STORM_SECONDS, stormFlow, TEAMS } from "./flows.ts";
import { slotName } from "./ledger.ts";
import { click, submission } from "./posts.ts";
import { brokenPromises, readRecord, stillOwed } from "./verdict.ts";
import { REASON, startAround, type WorldAround } from "./world-around.ts";

export interface Storm {
  readonly grants: number;
  /** How many of them were due in the busiest second. */
  readonly inOneSecond: number;
  /** From the first end to the last, in milliseconds. */
  readonly spreadMs: number;
  /** Milliseconds after the end, in order: when the target no longer had it, and when it was read back as gone. */
  readonly gone: readonly number[];
  readonly proven: readonly number[];
  readonly broken: readonly string[];
}

const AT_ONCE = 12;
const SWEEP_EVERY_MS = 60_000;
/** A card is posted, and its button comes, soon after the submission; a grant follows the approval as soon. */
const CARD_WITHIN_MS = 30_000;
const LOOK_MS = 20;
const GONE_WITHIN_MS = 180_000;

interface Due {
  readonly ticket: string;
  readonly userId: string;
  readonly team: string;
  readonly durationS: number;
}

/** One request a person and team; the longest are approved first, so many a second that all ends meet. */
const drawDues = (grants: number): Due[] =>
  Array.from({ length: grants }, (_, at) => ({
    ticket: `ticket-${1_000_000 + at}`,
    userId: `U0S${100 + Math.floor(at / TEAMS.length)}`,
    team: TEAMS[at % TEAMS.length] ?? TEAMS[0],
    durationS: STORM_FROM_S + STORM_SECONDS - 1 - Math.floor((at * STORM_SECONDS) / grants),
  }));

export async function storm(grants: number, seed: number, say: (line: string) => void): Promise<Storm> {
  const dues = drawDues(grants);
  const around = await startAround({ plan: "storm", speed: 1, seed, standing: [], slowestMs: 0 });
  const sweeping = setInterval(() => void around.runtime.sweep().catch(() => undefined), SWEEP_EVERY_MS);
  try {
    await inTurn(dues, (due) => ask(around, due));
    say(`${grants} requests are waiting for their approval`);
    const meetAt = Date.now() + (STORM_FROM_S + STORM_SECONDS) * 1_000;
    await inTurn(dues, async (due) => {
      await pause(Math.max(0, meetAt - due.durationS * 1_000 - Date.now()));
      await approve(around, due);
    });
    say("all are approved; waiting for their end");
    await pause(Math.max(0, meetAt - Date.now()));
    return await afterTheStorm(around, dues);
  } finally {
    clearInterval(sweeping);
    await around.stop();
  }
}

async function inTurn<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const queue = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of queue) await work(item);
    }),
  );
}

async function ask({ post, form }: WorldAround, { ticket, userId, team, durationS }: Due): Promise<void> {
  const filled = submission(form(stormFlow(durationS)), `V0${ticket}`, userId, {
    target: { chosen: team },
    duration: { chosen: String(durationS * 1_000) },
    "field.ticket": { typed: ticket },
    "field.reason": { typed: REASON },
  });
  for (const until = Date.now() + CARD_WITHIN_MS; Date.now() < until; await pause(LOOK_MS)) {
    const answer = await post(filled);
    if (answer?.status === 200 && answer.body.includes('"clear"')) return;
  }
  throw new Error(`${ticket} was not taken`);
}

/** Whoever gets no answer clicks again; the card has the button for as long as nothing was decided. */
async function approve({ post, slack }: WorldAround, { ticket }: Due): Promise<void> {
  for (const until = Date.now() + CARD_WITHIN_MS; Date.now() < until; await pause(LOOK_MS)) {
    const value = slack.button(ticket, "approve");
    const answer = value === null ? null : await post(click("request.approve", value, APPROVER));
    if (answer?.status === 200) return;
  }
  throw new Error(`${ticket} could not be approved`);
}

async function afterTheStorm(around: WorldAround, dues: readonly Due[]): Promise<Storm> {
  let owed: string | null = null;
  for (const until = Date.now() + GONE_WITHIN_MS; ; await pause(1_000)) {
    owed = await stillOwed(around.runtime);
    if (owed === null || Date.now() > until) break;
  }
  const record = await readRecord(around.runtime);
  const broken = [...(owed === null ? [] : [owed]), ...brokenPromises(around, record, [])];
  const endOf = new Map(around.ledger.changes.filter(({ holds }) => !holds).map(({ slot, at }) => [slot, at]));
  const gone: number[] = [];
  const proven: number[] = [];
  const ends: number[] = [];
  for (const { granted, removed, access } of record.requests) {
    if (granted === null || removed === null || access === null) continue;
    const end = granted.until;
    ends.push(end);
    proven.push(removed.evidence.at - end);
    const due = dues.find(({ userId, team }) => access.target === team && access.account.id === emailOf(userId));
    const at = due === undefined ? undefined : endOf.get(slotName(emailOf(due.userId), due.team));
    if (at !== undefined) gone.push(at - end);
  }
  if (ends.length !== dues.length) broken.push(`I6: of ${dues.length} grants ${ends.length} were given and taken`);
  ends.sort((one, other) => one - other);
  return {
    grants: ends.length,
    inOneSecond: Math.max(0, ...ends.map((from) => ends.filter((end) => end >= from && end < from + 1_000).length)),
    spreadMs: (ends.at(-1) ?? 0) - (ends[0] ?? 0),
    gone: gone.sort((one, other) => one - other),
    proven: proven.sort((one, other) => one - other),
    broken,
  };
}
