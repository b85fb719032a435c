// The least that works: one Environment, one Target, one Flow.
// To use it, copy it to src/flows/index.ts, write "../sym.ts" there for "../src/sym.ts", and put in your own ids.
import { approval, channel, defineEnvironments, deployment, people, postgresRole, text } from "../src/sym.ts";

const environments = defineEnvironments({
  prod: {
    label: "Production",
    targets: {
      reports: postgresRole({
        label: "Reporting database",
        cluster: "reports",
        url: "REPORTS_DATABASE_URL",
        role: "reports_reader",
      }),
    },
  },
});

const reports = approval(environments, {
  name: "reports",
  label: "Reporting database",
  fields: { reason: text({ label: "Why do you need it?" }) },
  durations: ["1h"],
  approvers: people("U0BEN"),
  route: channel("C0REQUESTS"),
  environments: { prod: { targets: ["reports"] } },
});

export default deployment({
  environments,
  flows: [reports],
  admins: { people: ["U0ADA"] },
  operatorsChannel: "C0OPS",
});
