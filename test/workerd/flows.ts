// What the Worker of these runs is deployed with: Flows over webhook Targets, short of everything that would make a run
// long. Used inside the Worker and outside; never names a real place.
import { approval, type DurationText, defineEnvironments, deployment, people, text, webhook } from "../../src/sym.ts";

export const TEAMS = ["billing", "orders", "search", "mobile", "data"] as const;
export type Team = (typeof TEAMS)[number];

/** Who decides everything, and who is admin: people of their own, since nobody may approve what they asked for. */
export const APPROVER = "U0BEN";
export const ADMIN = "U0ADA";
export const REQUESTS = "C0REQUESTS";

/** Name of the secret that Worker and target share. */
export const SECRET_NAME = "TARGET_SECRET";

/** The storm has a duration for every second from here on, so that ends meet in one second however long giving takes. */
export const STORM_FROM_S = 30;
/** As many as one Flow may offer. */
const SECONDS_A_FLOW = 25;
const STORM_FLOWS = 3;
export const STORM_SECONDS = SECONDS_A_FLOW * STORM_FLOWS;

/** What can be chosen, by Flow. */
export const durations = {
  kill: { team: ["1m", "2m", "4m", "8m"] },
  storm: Object.fromEntries(
    Array.from({ length: STORM_FLOWS }, (_, at) => [
      `storm-${at}`,
      Array.from({ length: SECONDS_A_FLOW }, (__, second) => seconds(STORM_FROM_S + at * SECONDS_A_FLOW + second)),
    ]),
  ),
} satisfies Record<string, Readonly<Record<string, readonly DurationText[]>>>;
export type Plan = keyof typeof durations;

function seconds(count: number): DurationText {
  return `${count}s`;
}

/** The Flow that offers this many seconds to the storm. */
export const stormFlow = (durationS: number): string =>
  `storm-${Math.floor((durationS - STORM_FROM_S) / SECONDS_A_FLOW)}`;

/** `target`: where the target listens, such as `http://127.0.0.1:1234`. */
export function definitionFor(target: string, plan: Plan) {
  const access = (team: Team) =>
    webhook({
      label: `Team ${team}`,
      url: `${target}/change`,
      readUrl: `${target}/read`,
      secret: SECRET_NAME,
      data: { team },
      allowLoopback: true,
    });
  const environments = defineEnvironments({
    prod: {
      label: "Production",
      targets: {
        billing: access("billing"),
        orders: access("orders"),
        search: access("search"),
        mobile: access("mobile"),
        data: access("data"),
      },
    },
  });
  const flows = Object.entries(durations[plan]).map(([name, choices]) =>
    approval(environments, {
      name,
      label: `Access of ${name}`,
      fields: { ticket: text({ label: "Ticket" }), reason: text({ label: "Reason", multiline: true }) },
      durations: choices,
      timeout: plan === "kill" ? "30m" : "1h",
      approvers: people(APPROVER),
      route: { kind: "channel", id: REQUESTS },
      environments: { prod: { targets: TEAMS } },
    }),
  );
  // A few people ask for as much in a minute as a whole company in weeks.
  const limits = { pendingPerPerson: 100, requestsPerDay: 1_000 };
  return deployment({ environments, flows, admins: { people: [ADMIN] }, operatorsChannel: "C0OPS", limits });
}
