// `/sym req break-glass`: write access at night, when nobody else is awake. Whoever is on call may approve their own request;
// it is short, it is loud, and it is in the record like any other.
import { anyOf, approval, text } from "../sym.ts";
import { environments } from "./environments.ts";
import { dba, onCall, requests } from "./people.ts";

export const breakGlass = approval(environments, {
  name: "break-glass",
  label: "Break glass",
  description: "Write access in an emergency; everybody in the channel sees it.",

  fields: { incident: text({ label: "What is broken?", multiline: true, max: 500 }) },

  durations: ["15m", "1h"],
  timeout: "30m",

  requesters: anyOf(onCall, dba),
  // Anyone in the channel that the card goes to, the requester included.
  approvers: requests,
  selfApproval: true,
  route: requests,

  environments: { prod: { targets: ["orders-write"] } },

  howToUse: "Connect with `psql -h orders.example.com orders`. Tell <#C0OPS> what you changed.",
});
