// `/sym req database`: a role in the orders database for a while. The usual kind of Flow: ask, get approved, have it, lose it.
import { anyOf, approval, text } from "../sym.ts";
import { environments } from "./environments.ts";
import { ben, dba, requests } from "./people.ts";

export const database = approval(environments, {
  name: "database",
  label: "Database access",
  description: "A role in the orders database, for as long as you need it.",

  // The Flow's own questions. What to get access to, and for how long, is asked by itself.
  fields: {
    reason: text({ label: "Why do you need it?", multiline: true, max: 1_000 }),
    ticket: text({
      label: "Ticket",
      hint: "The ticket that you are working on, if there is one.",
      required: false,
      pattern: { regex: /[A-Z]{2,10}-\d{1,6}/, message: "A ticket looks like OPS-123." },
    }),
  },

  durations: ["15m", "1h", "4h"],
  // A request that nobody answers for a working day is no longer needed.
  timeout: "8h",

  approvers: anyOf(ben, dba),
  route: requests,

  environments: {
    prod: { targets: ["orders-read", "orders-write"] },
    // What differs in the sandbox: whoever may approve there may approve their own requests, and a day is fine.
    sandbox: { targets: ["orders-read", "orders-write"], durations: ["1h", "4h", "1d"], selfApproval: true },
  },

  howToUse:
    "Connect as you always do: `psql -h orders.example.com orders`. A session that is open already has the role too.",
});
