// Draws a history from a seed: who asks, decides and ends what and when, what is down, who else has a hand in it. The single
// faults are drawn while it is played. The same seed is the same history.
import { HOUR_MS, MINUTE_MS } from "../fakes/samples.ts";
import { QUIRKS } from "../world/quirks.ts";
import { HOME, LEVELS, labelOf } from "../world/target.ts";
import { Dice } from "./dice.ts";
import { SECOND_PLACE } from "./flows.ts";
import {
  type History,
  type Outage,
  PARTS,
  type Part,
  type ProfileName,
  type Setting,
  type Step,
  type Verb,
} from "./history.ts";
import { withRollouts } from "./rollouts.ts";

export const ASKING = ["U0ANA", "U0BEN", "U0CLEO"];
/** Two who may decide, one who asks, one who may nothing, one admin. */
const PRESSING = ["U0BEN", "U0CLEO", "U0ANA", "U0EVE", "U0ADA"];
/** By then cron has run. */
const BEGUN_MS = 2 * MINUTE_MS;
const DURATIONS_MS = [5, 30, 60, 240].map((minutes) => minutes * MINUTE_MS);

export function drawHistory(seed: number, profile: ProfileName): History {
  const dice = new Dice(seed);
  const setting = drawSetting(dice);
  const steps = drawSteps(dice, setting);
  const lastStep = Math.max(0, ...steps.map((step) => step.at));
  const outages = drawOutages(dice, lastStep);
  const healsAt = Math.max(lastStep + dice.upTo(5 * HOUR_MS, 2), ...outages.map((outage) => outage.to));
  const from = dice.upTo(healsAt);
  const calm = dice.chance(0.4) ? { from, to: from + dice.between(20, 90) * MINUTE_MS } : null;
  steps.push(...drawByHand(dice, healsAt));
  steps.sort((a, b) => a.at - b.at);
  return withSeveral(
    withRollouts(
      withQuirks(
        withGates({
          seed,
          profile,
          setting: withCronStops(seed, setting, healsAt),
          steps,
          outages,
          calm,
          healsAt,
          faults: null,
        }),
      ),
    ),
  );
}

/**
 * In every third history something is asked for that takes several approvals. Dice of its own; where the code before is rolled
 * out, which counts to one, nobody asks for that.
 */
function withSeveral(history: History): History {
  const dice = new Dice(history.seed + 0x5e7e);
  if (history.setting.rollouts !== undefined || !dice.chance(0.35)) return history;
  const steps: Step[] = [];
  for (let n = dice.between(1, 2); n > 0; n--) {
    const [view, at, by] = [`S${n}`, dice.upTo(3 * HOUR_MS, 2), dice.pick(ASKING)];
    const flow = dice.pick(["pair", "staged"] as const);
    const target = dice.pick(["read", "write", "admin", "second"]);
    steps.push({ at, do: "submit", view, flow, by, target, durationMs: dice.pick(DURATIONS_MS), again: false });
    let pressAt = at + 1_000;
    for (let count = dice.between(1, 6); count > 0; count--) {
      // Now and then two at the same moment.
      pressAt += dice.chance(0.3) ? 0 : dice.upTo(20 * MINUTE_MS, 3);
      const who = dice.pick(["U0ANA", "U0BEN", "U0CLEO", "U0CLEO", "U0EVE"]);
      const what = dice.chance(0.93) ? "approve" : "deny";
      steps.push({ at: pressAt, do: "click", what, view, by: who, twice: dice.chance(0.3), stale: dice.chance(0.4) });
    }
  }
  return { ...history, steps: [...history.steps, ...steps].sort((a, b) => a.at - b.at) };
}

/** In every third history a target publishes limits, and its gate dies or is out of reach. Dice of its own: the rest stays. */
function withGates(history: History): History {
  const dice = new Dice(history.seed + 0x6a7e);
  if (!dice.chance(0.35)) return history;
  const drawn = () => ({ perSecond: dice.pick([0.2, 1, 20]), outstanding: dice.pick([1, 3, null]) });
  const limits = { sim: drawn(), ...(dice.chance(0.5) ? { [SECOND_PLACE]: drawn() } : {}) };
  const steps: Step[] = [];
  for (let count = dice.chance(0.4) ? dice.between(1, 3) : 0; count > 0; count--)
    steps.push({ at: dice.upTo(history.healsAt), do: "gates", all: dice.chance(0.3) });
  const outages: Outage[] = [];
  if (dice.chance(0.3)) {
    const from = dice.upTo(history.healsAt);
    const to = Math.min(history.healsAt, from + dice.upTo(12 * HOUR_MS, 3));
    outages.push({ points: "gate.", at: null, from, to, how: dice.pick(["error", "timeout"]) });
  }
  return {
    ...history,
    setting: { ...history.setting, limits },
    steps: [...history.steps, ...steps].sort((a, b) => a.at - b.at),
    outages: [...history.outages, ...outages],
  };
}

/** In every third history a place has its ways; only where it can be read, since no others are believed. Dice of its own. */
function withQuirks(history: History): History {
  const dice = new Dice(history.seed + 0x0dd);
  if (!dice.chance(0.35)) return history;
  const { setting } = history;
  const odd = Object.entries(setting.places).flatMap(([name, { readable }]) => {
    const [quirk, has] = [dice.pick(QUIRKS), name === HOME || dice.chance(0.5)];
    return readable && has ? [[name, quirk] as const] : [];
  });
  return { ...history, setting: { ...setting, quirks: Object.fromEntries(odd) } };
}

/** With dice of its own, so that everything else stays what it is. */
function withCronStops(seed: number, setting: Setting, healsAt: number): Setting {
  const dice = new Dice(seed + 0xc407);
  if (!setting.sweep || !dice.chance(0.2)) return setting;
  // The first request of all wakes the watchdog, whatever cron does; here it is cron's first run that does.
  const from = Math.max(BEGUN_MS, dice.upTo(healsAt));
  return { ...setting, cronStops: { from, to: Math.min(healsAt, from + dice.upTo(6 * HOUR_MS)) } };
}

function drawSetting(dice: Dice): Setting {
  const shares = {} as Record<Part, number>;
  for (const part of PARTS) shares[part] = dice.pick([0, 0.3, 1, 1, 1]);
  const oneAccount = dice.chance(0.15);
  const standing: Record<string, string> = {};
  if (dice.chance(0.35)) standing[oneAccount ? "shared" : "U0ANA"] = dice.pick(LEVELS);
  if (dice.chance(0.15)) standing[labelOf("sim", "U0BEN")] = "read";
  const lagMs = dice.chance(0.2) ? dice.upTo(3 * MINUTE_MS) : 0;
  const places = {
    sim: { readable: true, lagMs },
    [SECOND_PLACE]: { readable: dice.chance(0.6), lagMs: 0 },
  };
  return { sweep: dice.chance(0.8), shares, places, oneAccount, standing };
}

function drawSteps(dice: Dice, setting: Setting): Step[] {
  const steps: Step[] = [];
  const requests = dice.between(1, 6);
  for (let n = 1; n <= requests; n++) drawRequest(dice, steps, `V${n}`);
  const views = Array.from({ length: requests }, (_, index) => `V${index + 1}`);
  const some = (): number => dice.upTo(5 * HOUR_MS);
  for (let count = dice.upTo(5, 2); count > 0; count--)
    steps.push({
      at: some(),
      do: "click",
      what: dice.pick(["approve", "deny", "cancel", "revoke"]),
      view: dice.pick(views),
      by: dice.pick(PRESSING),
      twice: dice.chance(0.3),
      stale: dice.chance(0.3),
    });
  if (dice.chance(0.05)) {
    const at = some();
    steps.push({ at, do: "freeze", on: true });
    if (dice.chance(0.7)) steps.push({ at: at + dice.upTo(HOUR_MS), do: "freeze", on: false });
  }
  if (dice.chance(0.05)) steps.push({ at: some(), do: "revoke_all", scope: drawScope(dice) });
  if (dice.chance(0.3))
    for (let count = dice.between(1, 2); count > 0; count--)
      steps.push({
        at: some(),
        do: "flow",
        to: dice.pick(["tightened", "loosened", "loosened", "moved", "gone", "as_made"]),
      });
  if (dice.chance(0.05)) steps.push(...drawAbsence(dice, some()));
  for (let count = dice.chance(0.2) ? dice.between(1, 3) : 0; count > 0; count--)
    steps.push({ at: some(), do: "deploy" });
  if (dice.chance(0.2))
    for (let count = dice.between(1, 2); count > 0; count--) {
      const id = dice.pick(["U0BEN", "U0CLEO", "U0ANA"]);
      steps.push({ at: some(), do: "person", id, deactivated: dice.chance(0.75) });
    }
  if (dice.chance(0.2))
    steps.push({ at: some(), do: "group", members: dice.pick([[], ["U0EVE"], ["U0BEN", "U0EVE"]]) });
  if (dice.chance(0.2))
    for (let count = dice.between(1, 3); count > 0; count--) {
      const account = setting.oneAccount ? "shared" : dice.pick(["U0ANA", "U0BEN"]);
      steps.push({ at: some(), do: "meddle", label: account, level: dice.pick([null, ...LEVELS]) });
    }
  for (let count = dice.chance(0.2) ? dice.between(1, 3) : 0; count > 0; count--) {
    const becomes = setting.sweep && dice.chance(0.5) ? "lost" : "early";
    steps.push({ at: some(), do: "alarm", which: dice.roll(), becomes });
  }
  if (setting.sweep && dice.chance(0.06))
    steps.push({ at: some(), do: "forget", which: dice.roll(), all: dice.chance(0.2), alarmToo: dice.chance(0.5) });
  return steps.sort((a, b) => a.at - b.at);
}

/** Drawn last, so that all the rest is as it would be without. */
const drawByHand = (dice: Dice, healsAt: number): Step[] =>
  Array.from({ length: dice.chance(0.15) ? dice.between(1, 3) : 0 }, () => ({
    at: dice.upTo(healsAt),
    do: "by_hand" as const,
    first: dice.pick(["U0ADA", "U0DORA", "U0BEN"]),
    second: dice.pick(["U0ADA", "U0DORA", "U0DORA", "U0BEN"]),
    removes: dice.chance(0.5),
  }));

/** One request with what usually follows: somebody decides, and now and then somebody ends it early. */
function drawRequest(dice: Dice, steps: Step[], view: string): void {
  const at = dice.upTo(3 * HOUR_MS, 2);
  const flow = dice.pick(["database", "database", "database", "database", "own", "release"] as const);
  const bare = flow === "release";
  const by = dice.pick(ASKING);
  const others = ["U0BEN", "U0CLEO"].filter((id) => id !== by);
  steps.push({
    at,
    do: "submit",
    view,
    flow,
    by,
    target: bare ? null : dice.pick(["read", "write", "admin", "second"]),
    durationMs: bare ? null : dice.pick(DURATIONS_MS),
    again: dice.chance(0.05),
  });
  const click = (what: Verb, after: number, presses: string): void => {
    const [twice, stale] = [dice.chance(0.3), dice.chance(0.1)];
    steps.push({ at: at + after, do: "click", what, view, by: presses, twice, stale });
  };
  const decidedAfter = 1_000 + dice.upTo(75 * MINUTE_MS, 4);
  if (dice.chance(0.85)) click("approve", decidedAfter, dice.chance(0.9) ? dice.pick(others) : "U0EVE");
  if (dice.chance(0.2)) click("approve", decidedAfter + dice.upTo(20_000), dice.pick(others));
  if (dice.chance(0.1)) click("deny", 1_000 + dice.upTo(HOUR_MS, 3), dice.pick(["U0BEN", "U0CLEO"]));
  if (dice.chance(0.15)) click("cancel", decidedAfter + dice.upTo(2 * HOUR_MS, 4), by);
  if (dice.chance(0.25)) click("revoke", decidedAfter + dice.upTo(3 * HOUR_MS, 3), dice.pick(PRESSING));
  if (dice.chance(0.15)) drawAnother(dice, steps, view);
}

/** Ended early, and asked for again while the end may still be under way. */
function drawAnother(dice: Dice, steps: Step[], view: string): void {
  const ask = steps.find((step) => step.do === "submit" && step.view === view);
  if (ask?.do !== "submit") return;
  const [by = "U0BEN"] = ["U0BEN", "U0CLEO"].filter((id) => id !== ask.by);
  const endAt = ask.at + 2 * MINUTE_MS + dice.upTo(HOUR_MS, 2);
  const askAt = endAt + dice.upTo(MINUTE_MS, 2);
  const again = `${view}b`;
  const press = { do: "click", by, twice: false, stale: false } as const;
  steps.push({ ...press, at: endAt, what: "revoke", view, by: ask.by });
  steps.push({ ...ask, at: askAt, view: again, again: false });
  steps.push({ ...press, at: askAt + 1_000 + dice.upTo(20_000), what: "approve", view: again });
}

const drawScope = (dice: Dice) =>
  dice.pick([
    { kind: "everything" as const },
    { kind: "person" as const, userId: "U0ANA" },
    { kind: "target" as const, target: "write" },
  ]);

/** The code of the strategy is gone for a while. */
const drawAbsence = (dice: Dice, at: number): Step[] => [
  { at, do: "strategy", deployed: false },
  { at: at + dice.upTo(3 * HOUR_MS, 2), do: "strategy", deployed: true },
];

function drawOutages(dice: Dice, lastStep: number): Outage[] {
  const outages: Outage[] = [];
  const down = (points: string, at: string | null, most: number, bend: number, how: Outage["how"]): void => {
    const from = dice.upTo(lastStep + MINUTE_MS);
    outages.push({ points, at, from, to: from + dice.upTo(most, bend), how });
  };
  if (dice.chance(0.4))
    down(
      "target.",
      dice.pick(["sim", "sim", SECOND_PLACE]),
      72 * HOUR_MS,
      14,
      dice.pick(["error", "error", "timeout"]),
    );
  if (dice.chance(0.1)) down("target.", "sim", 6 * HOUR_MS, 2, "forbid");
  if (dice.chance(0.15)) down("record.", null, 24 * HOUR_MS, 12, "error");
  if (dice.chance(0.15)) down("slack.", null, 24 * HOUR_MS, 8, dice.pick(["error", "throttle"]));
  if (dice.chance(0.05)) down("entitlement.", null, 2 * HOUR_MS, 2, "error");
  if (dice.chance(0.05)) down("doorbell.", null, 2 * HOUR_MS, 2, "error");
  return outages;
}
