// What the page shows beside Slack, read from where it really is: memberships and trials from PostgreSQL, ends from the
// record, the bot's state from the bot. Never shows what something ought to be.
import type { Panel, PanelCheck, PanelState } from "../server/panel.ts";
import type { VisiblePerson } from "../slack/types.ts";
import { WEBHOOK_SECRET } from "../webhook-secret.ts";
import type { NamedTarget, RecordAnswer } from "../worker/door-answers.ts";
import type { Bot } from "./bot.ts";
import type { Database, Membership } from "./database.ts";
import { SANDBOX_TRIALS, TRIALS } from "./database-setup.ts";
import { drawTargets, hasWebhook, isGiven, reachedBeyond } from "./panel-targets.ts";
import { rolesOf } from "./postgres-targets.ts";
import type { PlaygroundTime } from "./time.ts";

export interface PanelOptions {
  readonly bot: Pick<Bot, "state" | "record" | "moveClock">;
  readonly database: Pick<Database, "memberships" | "attempt">;
  readonly time: PlaygroundTime;
  /** The Targets of src/flows as they were when the bot last loaded. */
  readonly targets: () => readonly NamedTarget[];
  readonly people: () => readonly VisiblePerson[];
  /** The login in whose name things are tried, whether it holds something or not. */
  readonly triedLogin: string;
}

export interface LivePanel extends Panel {
  /** Looks at the database, and tells the page if something is not as it was. */
  lookAgain(): Promise<void>;
  changed(): void;
}

/** An end is over a moment after its time, not at it. */
const PAST_IT_MS = 1_000;

export function createPanel({ bot, database, time, targets, people, triedLogin }: PanelOptions): LivePanel {
  const listeners = new Set<() => void>();
  let lastRecord: RecordAnswer = { ends: [], slots: [] };
  let lastHeld = "";

  const changed = (): void => {
    for (const listener of listeners) listener();
  };

  const memberships = async (): Promise<readonly Membership[]> => {
    const roles = [...new Set(targets().flatMap(rolesOf))];
    return roles.length === 0 ? [] : database.memberships(roles);
  };

  const record = async (): Promise<RecordAnswer> => {
    const { ready, reloading } = bot.state();
    // A bot that does not run has changed nothing either.
    if (ready && !reloading) lastRecord = await bot.record().catch(() => lastRecord);
    return lastRecord;
  };

  const check = async (given: readonly Membership[]): Promise<PanelCheck[]> => {
    const inSandbox = ({ role }: Membership): boolean => role.startsWith("sandbox_");
    const holders = given.filter((one) => !inSandbox(one)).map(({ login }) => login);
    const sandboxHolders = given.filter(inSandbox).map(({ login }) => login);
    const tried = [
      ...[...new Set([triedLogin, ...holders])].map((login) => ({ login, trials: TRIALS })),
      ...[...new Set(sandboxHolders)].map((login) => ({ login, trials: SANDBOX_TRIALS })),
    ];
    return Promise.all(
      tried.flatMap(({ login, trials }) =>
        trials.map(async (trial) => {
          const went = await database.attempt(login, trial);
          return { account: login, statement: trial.says, ...went };
        }),
      ),
    );
  };

  const read = async (): Promise<PanelState> => {
    const [held, { ends, slots }] = await Promise.all([memberships(), record()]);
    lastHeld = JSON.stringify(held);
    const [next] = ends;
    const nameOf = (id: string): string => people().find((one) => one.id === id)?.displayName ?? id;
    return {
      nowMs: time.now(),
      offsetMs: time.offsetMs(),
      ...(next && { nextExpiry: { atMs: next.at, what: `${nameOf(next.requester)}: ${next.targetLabel}` } }),
      targets: drawTargets(targets(), held, slots, people()),
      checks: await check(held.filter((membership) => isGiven(membership, slots))),
      bot: bot.state(),
      webhookSecret: hasWebhook(targets()) ? WEBHOOK_SECRET : null,
      reaches: reachedBeyond(targets()),
    };
  };

  const advance = async (ms: number): Promise<void> => {
    time.skip(ms);
    changed();
    try {
      await bot.moveClock(time.offsetMs());
    } finally {
      changed();
    }
  };

  return {
    read: oneAtATime(read),
    advance,
    async skipToExpiry() {
      const [next] = (await bot.record()).ends;
      if (next === undefined) return { nothing: "Nobody holds anything that ends." };
      await advance(next.at - time.now() + PAST_IT_MS);
      return { skippedToMs: time.now() };
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async lookAgain() {
      const held = JSON.stringify(await memberships());
      if (held === lastHeld) return;
      lastHeld = held;
      changed();
    },
    changed,
  };
}

/** Many may ask at once: they share an answer, but never one that was begun before they asked. */
function oneAtATime<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  let next: Promise<T> | undefined;
  const start = (): Promise<T> => {
    const mine = work().finally(() => {
      if (running === mine) running = undefined;
    });
    running = mine;
    return mine;
  };
  return () => {
    if (running === undefined) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}
