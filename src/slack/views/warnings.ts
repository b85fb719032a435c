// What the operators' channel is told about Sym itself: which part is silent or late, since when, what goes on meanwhile and
// what people have to do. Names no person, no request and no target.
import type { Warning } from "../../ports.ts";
import { type Mrkdwn, mrkdwn } from "../words/escape.ts";
import { sayWhen } from "../words/when.ts";
import { header, type Message, section } from "./blocks.ts";

type Silent = Warning & { readonly kind: "silent" | "back" };

const NAMES: Readonly<Record<Silent["finder"], string>> = { sweep: "The sweep", watchdog: "The watchdog" };

const MEANWHILE: Readonly<Record<Silent["finder"], Mrkdwn>> = {
  sweep: mrkdwn`It runs every minute and finds what an alarm missed. Timed ends do not need it, and the watchdog does its work every five minutes as long as the record answers. Please look whether the Worker's cron trigger is there and whether D1 is up; the log says \`sweep.part.failed\` or \`watch.part.failed\`.`,
  watchdog: mrkdwn`It looks after the sweep, and the sweep after it. The sweep runs and has tried to wake it. Please look at the errors of the Durable Object \`WatchdogObject\`; until it is back, nobody notices if the sweep stops too.`,
};

export function renderWarning(warning: Warning): Message {
  const since = sayWhen(warning.since, "UTC");
  if (warning.kind === "overdue") {
    const title = ":rotating_light: An end is overdue, and nothing says why";
    const story = mrkdwn`The oldest was due ${since}. Sym keeps trying; the access may be gone already and the record not know of it. Please look at the log, and at \`/readyz\` with the token.`;
    return { text: mrkdwn`${title}, since ${since}`.mrkdwn, blocks: [header(title), section(story)] };
  }
  const { finder, kind } = warning;
  const title =
    kind === "silent" ? `:rotating_light: ${NAMES[finder]} is silent` : `:white_check_mark: ${NAMES[finder]} is back`;
  const story =
    kind === "silent"
      ? mrkdwn`Its last sign was ${since}. ${MEANWHILE[finder]} This is said again every hour until it is back.`
      : mrkdwn`Its newest sign was ${since}. Nothing has to be done.`;
  return { text: mrkdwn`${title}, last sign ${since}`.mrkdwn, blocks: [header(title), section(story)] };
}
