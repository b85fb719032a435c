// Logins at a database for people who have none there: made when they are granted, gone at the end, with a password that only
// whoever has it ever sees. To use it, copy it to src/flows/index.ts, write "../sym.ts" there for "../src/sym.ts", and put in
// your own ids. docs/targets/postgres_user.md says what the server needs first.
import { approval, channel, defineEnvironments, deployment, postgresUser, text, usergroup } from "../src/sym.ts";

const orders = {
  cluster: "orders",
  url: "ORDERS_DB_URL",
  // Where people connect to, from where they are.
  address: { host: "orders.example.com", database: "orders" },
};

const environments = defineEnvironments({
  prod: {
    label: "Production",
    targets: {
      // Other roles are another login: who has both signs in to whichever they need.
      read: postgresUser({ label: "Orders, read only", roles: ["orders_reader"], ...orders }),
      // What somebody made belongs to `orders_owner` when their access ends, and their login is dropped.
      write: postgresUser({
        label: "Orders, read and write",
        roles: ["orders_reader", "orders_writer"],
        ownedBy: "orders_owner",
        ...orders,
      }),
    },
  },
});

const login = approval(environments, {
  name: "orders",
  label: "Orders database",
  fields: { reason: text({ label: "What for?", multiline: true }) },
  durations: ["1h", "8h"],
  approvers: usergroup("S0DBA"),
  route: channel("C0REQUESTS"),
  environments: { prod: { targets: ["read", "write"] } },
  howToUse: "Press *Show the sign-in* for a password. Asking again makes a new one.",
});

export default deployment({
  environments,
  flows: [login],
  admins: { usergroup: "S0DBA" },
  operatorsChannel: "C0OPS",
});
