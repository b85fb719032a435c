// The Flow that the tests of views draw: every kind of question once, approvers of every kind, two Targets.
import type { Flow } from "../../../src/domain/flow.ts";
import { HOUR_MS, NOON, sampleFlow } from "../../fakes/samples.ts";

export const ID = "0123456789abcdefghjkmnpqrs";
export const HASH = "0f".repeat(32);
/** Just after the last thing that happened in `state`. */
export const LATER = NOON + 2 * HOUR_MS;

/** Every kind of question once, and approvers of every kind. */
export const FLOW: Flow = sampleFlow({
  label: "Database access",
  description: "Read the production databases while you look into an incident.",
  approvers: {
    kind: "any_of",
    rules: [
      { kind: "people", ids: ["U0BEN", "U0CLEO"] },
      { kind: "usergroup", id: "S0DBA" },
      { kind: "channel", id: "C0REQUESTS" },
    ],
  },
  fields: [
    {
      name: "reason",
      label: "Why?",
      hint: "What approvers need to know.",
      required: true,
      type: "text",
      multiline: true,
      maxLength: 3_000,
      pattern: null,
    },
    {
      name: "ticket",
      label: "Ticket",
      hint: null,
      required: false,
      type: "text",
      multiline: false,
      maxLength: 20,
      pattern: { source: "[A-Z]+-\\d+", message: "Looks like OPS-123." },
    },
    { name: "rows", label: "Rows at most", hint: null, required: true, type: "int", min: 1, max: 500 },
    { name: "onlyLook", label: "Only look?", hint: null, required: true, type: "bool" },
    {
      name: "kind",
      label: "Kind of data",
      hint: null,
      required: false,
      type: "choice",
      options: [
        { value: "orders", label: "Orders" },
        { value: "people", label: "People and addresses" },
      ],
    },
  ],
  targets: [
    {
      name: "orders-db",
      label: "Orders database",
      strategy: "memory",
      level: "read",
      settings: {},
      endRemovesStanding: true,
    },
    {
      name: "people-db",
      label: "People database",
      strategy: "memory",
      level: "read",
      settings: {},
      endRemovesStanding: false,
    },
  ],
  howToUse: "Connect with `psql`, see <https://wiki.example.com/db|the handbook>.",
});

export const APPROVAL_ONLY: Flow = sampleFlow({
  name: "release",
  label: "Release",
  targets: [],
  durationsMs: [],
  fields: [],
});
