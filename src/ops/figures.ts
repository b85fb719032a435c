// The figures of /metrics, all from the record, so that they are true whichever isolate is asked. Targets and Sym's own words
// are the only labels: no person, no account, no request.
import type { Tallies } from "../store/tallies.ts";
import { crowdsOf, type LimitsOf } from "./crowds.ts";
import type { Family, Sample } from "./exposition.ts";

const seconds = (ms: number): number => ms / 1_000;

/** Of requests without access, which have no target. */
const NO_TARGET = "none";

export interface Limits {
  /** How large the record may become. */
  readonly limitBytes: number;
  /** What Targets publish. */
  readonly limitsOf: LimitsOf;
}

export function figuresOf(tallies: Tallies, now: number, { limitBytes, limitsOf }: Limits): readonly Family[] {
  const { requests, decisions, overdue, outbox, slots, finders } = tallies;
  const closed = requests.filter(({ outcome }) => outcome !== null);
  const open = requests.filter(({ outcome }) => outcome === null);
  const crowds = crowdsOf(tallies.minutes, limitsOf);
  const since = (at: number): number => Math.max(0, seconds(now - at));
  return [
    {
      name: "sym_requests_closed_total",
      help: "Requests that came to their end, by why.",
      type: "counter",
      samples: closed.map(({ target, outcome, count }) =>
        of({ target: target ?? NO_TARGET, outcome: `${outcome}` }, count),
      ),
    },
    {
      name: "sym_requests_open",
      help: "Requests that are open, by state; active ones are live grants.",
      type: "gauge",
      samples: open.map(({ target, state, count }) => of({ target: target ?? NO_TARGET, state }, count)),
    },
    {
      name: "sym_decisions_total",
      help: "Decisions by people.",
      type: "counter",
      samples: decisions.map(({ verdict, count }) => of({ verdict }, count)),
    },
    {
      name: "sym_revocation_lateness_seconds",
      help: "From when an end was due to the read-back that shows it.",
      type: "histogram",
      samples: histogram(tallies.lateness),
    },
    {
      name: "sym_ends_overdue",
      help: "Ends that were due more than a minute ago and have not come.",
      type: "gauge",
      samples: overdue.map(({ target, count }) => of({ target }, count)),
    },
    {
      name: "sym_ends_overdue_oldest_seconds",
      help: "How long the oldest of them has been due.",
      type: "gauge",
      samples: overdue.map(({ target, since: at }) => of({ target }, since(at))),
    },
    {
      name: "sym_ends_struggling",
      help: "Overdue ends whose target does not let go; the operators were told.",
      type: "gauge",
      samples: overdue.map(({ target, struggling }) => of({ target }, struggling)),
    },
    {
      name: "sym_ends_fullest_minute",
      help: "Ends that are due in the fullest minute of the hour to come.",
      type: "gauge",
      samples: crowds.map(({ target, ends }) => of({ target }, ends)),
    },
    {
      name: "sym_ends_fullest_minute_takes_seconds",
      help: "How long the fullest minute takes at the limits that the target publishes, with what shares them.",
      type: "gauge",
      samples: crowds.flatMap(({ target, takesMs }) => (takesMs === null ? [] : [of({ target }, seconds(takesMs))])),
    },
    {
      name: "sym_slots_open",
      help: "Slots of access that Sym has a hand in.",
      type: "gauge",
      samples: [of({}, slots.open)],
    },
    {
      name: "sym_slots_unsettled",
      help: "Open slots that no request holds any more: a second look, or people, are owed.",
      type: "gauge",
      samples: [of({}, slots.unsettled)],
    },
    {
      name: "sym_outbox_pending",
      help: "What is owed and not done yet; hold and release are access, the rest are words.",
      type: "gauge",
      samples: outbox.map(({ kind, count }) => of({ kind }, count)),
    },
    {
      name: "sym_outbox_oldest_seconds",
      help: "Age of the oldest of them.",
      type: "gauge",
      samples: outbox.map(({ kind, since: at }) => of({ kind }, since(at))),
    },
    {
      name: "sym_finder_rescues_total",
      help: "What the sweep, or the watchdog in its place, found late and rang.",
      type: "counter",
      samples: finders.map(({ finder, rescued }) => of({ finder }, rescued)),
    },
    {
      name: "sym_finder_sign_age_seconds",
      help: "Since the finder last showed that it runs.",
      type: "gauge",
      samples: finders.map(({ finder, at }) => of({ finder }, since(at))),
    },
    {
      name: "sym_record_bytes",
      help: "Size of the database, of which nothing is ever removed.",
      type: "gauge",
      samples: tallies.bytes === null ? [] : [of({}, tallies.bytes)],
    },
    {
      name: "sym_record_limit_bytes",
      help: "How large it may become.",
      type: "gauge",
      samples: [of({}, limitBytes)],
    },
  ];
}

const of = (labels: Readonly<Record<string, string>>, value: number): Sample => ({ labels, value });

function histogram(lateness: Tallies["lateness"]): Sample[] {
  return lateness.flatMap(({ target, upTo, count, sumMs }) => [
    ...upTo.map(
      ({ ms, count: within }): Sample => ({
        suffix: "_bucket",
        labels: { target, le: String(seconds(ms)) },
        value: within,
      }),
    ),
    { suffix: "_bucket", labels: { target, le: "+Inf" }, value: count },
    { suffix: "_sum", labels: { target }, value: seconds(sumMs) },
    { suffix: "_count", labels: { target }, value: count },
  ]);
}
