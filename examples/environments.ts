// One Flow in three Environments: the same questions everywhere, and other Targets, people, channels and limits in each.
// To use it, copy it to src/flows/index.ts, write "../sym.ts" there for "../src/sym.ts", and put in your own ids.
import {
  anyOf,
  anyone,
  approval,
  channel,
  defineEnvironments,
  deployment,
  int,
  people,
  postgresRole,
  text,
  usergroup,
} from "../src/sym.ts";

/** The same roles on every server; what differs is the server and the secret with its address. */
const roles = <const Place extends "prod" | "staging" | "sandbox">(place: Place, url: string) => ({
  reader: postgresRole({
    label: `Ledger (${place}), read only`,
    cluster: `ledger-${place}`,
    url,
    role: "ledger_reader",
  }),
  owner: postgresRole({
    label: `Ledger (${place}), everything`,
    cluster: `ledger-${place}`,
    url,
    role: "ledger_owner",
    endSessions: true,
  }),
});

const environments = defineEnvironments({
  prod: { label: "Production", targets: roles("prod", "LEDGER_URL") },
  staging: { label: "Staging", targets: roles("staging", "LEDGER_STAGING_URL") },
  sandbox: { label: "Sandbox", targets: roles("sandbox", "LEDGER_SANDBOX_URL") },
});

const ledger = approval(environments, {
  name: "ledger",
  label: "Ledger",
  fields: {
    ticket: text({ label: "Ticket", pattern: { regex: /LEDGER-\d{1,6}/, message: "A ticket looks like LEDGER-42." } }),
    rows: int({ label: "How many rows will you change?", min: 0, max: 10_000, required: false }),
  },
  durations: ["30m", "2h"],
  timeout: "1d",
  requesters: usergroup("S0ENG"),
  approvers: anyOf(people("U0BEN", "U0KIM"), usergroup("S0LEDGER")),
  route: channel("C0LEDGER"),
  environments: {
    prod: { targets: ["reader", "owner"], durations: ["30m"], timeout: "2h" },
    staging: { targets: ["reader", "owner"] },
    sandbox: {
      targets: ["owner"],
      requesters: anyone(),
      approvers: channel("C0SANDBOX"),
      selfApproval: true,
      route: channel("C0SANDBOX"),
      durations: ["2h", "1d", "7d"],
    },
  },
  // The login roles of the ledger are named after the whole address, with an underscore for the @.
  account: (person) => (person.email ?? "").toLowerCase().replace("@", "_"),
});

export default deployment({
  environments,
  defaultEnvironment: "staging",
  flows: [ledger],
  admins: { people: ["U0ADA"], usergroup: "S0SECURITY" },
  operatorsChannel: "C0OPS",
});
