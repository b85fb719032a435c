// Decisions without access: Flows that only ask, with choices and checked answers. Nothing is granted, so nothing ends.
// To use it, copy it to src/flows/index.ts, write "../sym.ts" there for "../src/sym.ts", and put in your own ids.
import {
  anyOf,
  approval,
  bool,
  channel,
  choice,
  defineEnvironments,
  deployment,
  int,
  people,
  text,
  usergroup,
} from "../src/sym.ts";

const environments = defineEnvironments({ prod: { label: "Company", targets: {} } });

const refund = approval(environments, {
  name: "refund",
  label: "Refund",
  description: "Money back to a customer, above what support may give by itself.",
  fields: {
    order: text({ label: "Order", pattern: { regex: /[0-9]{8}/, message: "An order has eight digits." } }),
    amount: int({ label: "Amount in euros", min: 50, max: 5_000 }),
    cause: choice({
      label: "Cause",
      options: { damaged: "Damaged", late: "Too late", wrong: "Wrong item", other: "Something else" },
    }),
    told: bool({ label: "Does the customer know?" }),
    notes: text({ label: "Anything else?", multiline: true, required: false, max: 800 }),
  },
  timeout: "3d",
  requesters: usergroup("S0SUPPORT"),
  approvers: anyOf(people("U0BEN"), usergroup("S0FINANCE")),
  route: channel("G0FINANCE"),
  environments: { prod: {} },
});

const release = approval(environments, {
  name: "release",
  label: "Release",
  fields: { version: text({ label: "Version", max: 40 }) },
  timeout: "1h",
  approvers: channel("C0RELEASES"),
  route: channel("C0RELEASES"),
  environments: { prod: {} },
});

export default deployment({
  environments,
  flows: [refund, release],
  admins: { people: ["U0ADA"] },
  operatorsChannel: "C0OPS",
});
