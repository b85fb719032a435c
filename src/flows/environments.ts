// Where Flows run, and what can be given there. A Target is one thing that access is given to; Flows offer it by its name.
// No secret stands here, only the name of one: `npx wrangler secret put ORDERS_DATABASE_URL` asks for its value.
import { defineEnvironments, postgresRole } from "../sym.ts";

/** What all roles of the orders database share. Ana's login role is `ana`, after the first part of ana@example.com. */
const orders = {
  cluster: "orders",
  url: "ORDERS_DATABASE_URL",
  account: "email_local_part",
  emailDomain: "example.com",
} as const;

export const environments = defineEnvironments({
  prod: {
    label: "Production",
    targets: {
      "orders-read": postgresRole({ label: "Orders database, read only", role: "orders_reader", ...orders }),
      "orders-write": postgresRole({
        label: "Orders database, read and write",
        role: "orders_writer",
        ...orders,
        // A session that is still open when the time is up would keep what it can do: end it too.
        endSessions: true,
      }),
    },
  },
  // The sandbox is a schema of the same server, with roles of its own.
  sandbox: {
    label: "Sandbox",
    targets: {
      "orders-read": postgresRole({ label: "Orders sandbox, read only", role: "sandbox_orders_reader", ...orders }),
      "orders-write": postgresRole({
        label: "Orders sandbox, read and write",
        role: "sandbox_orders_writer",
        ...orders,
      }),
    },
  },
});
