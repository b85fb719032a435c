// The deployment that the journeys run: one Flow for each kind of thing that can be said in src/flows, over targets that the
// journeys can look into. Never reaches anything real.
import {
  anyOf,
  approval,
  bool,
  channel,
  choice,
  defineEnvironments,
  deployment,
  type FlowDefinition,
  int,
  memory,
  people,
  text,
  usergroup,
  webhook,
} from "../../src/sym.ts";
import { ADA, BEN, DBA, OPS, REQUESTS } from "./workspace.ts";

/** More Targets, and more options of one field, than a select of Slack's holds: 110. */
const ROWS = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k"] as const;
const PLACES = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;
type ServerName = `server-${(typeof ROWS)[number]}${(typeof PLACES)[number]}`;

const serverNames = ROWS.flatMap((row) => PLACES.map((place): ServerName => `server-${row}${place}`));
const byServer = <T>(make: (name: ServerName) => T): Record<ServerName, T> =>
  Object.fromEntries(serverNames.map((name) => [name, make(name)])) as Record<ServerName, T>;

const servers = byServer((name) => memory({ label: `Machine ${name.slice(-2)}`, level: "read", group: name }));

export const environments = defineEnvironments({
  prod: {
    label: "Production",
    targets: {
      "orders-read": memory({ label: "Orders, read only", level: "read", group: "orders" }),
      "orders-write": memory({ label: "Orders, read and write", level: "write", group: "orders" }),
      "shop-admin": memory({ label: "Shop administration", level: "admin", group: "shop" }),
      // Has no `readUrl`: nothing can be read back, and everything says so.
      badge: webhook({
        label: "Door of the server room",
        url: "https://doors.example.com/hooks/sym",
        secret: "DOORS_HOOK_SECRET",
        endRemovesStanding: true,
      }),
      ...servers,
    },
  },
  sandbox: {
    label: "Sandbox",
    targets: {
      "orders-read": memory({ label: "Orders sandbox, read only", level: "read", group: "sandbox-orders" }),
    },
  },
});

/** The groups that the memory target needs for all of the above. */
export const GROUPS = ["orders", "shop", "sandbox-orders", ...serverNames] as const;

/** Named people or a user group; all kinds of fields; two levels of one slot; other rules in the sandbox. */
export const database = approval(environments, {
  name: "database",
  label: "Database access",
  description: "A role in the orders database, for as long as you need it.",
  fields: {
    reason: text({ label: "Why do you need it?", multiline: true }),
    ticket: text({
      label: "Ticket",
      required: false,
      pattern: { regex: /[A-Z]{2,10}-\d{1,6}/, message: "A ticket looks like OPS-123." },
    }),
    rows: int({ label: "How many rows?", required: false, min: 1, max: 1_000 }),
    personal: bool({ label: "Personal data?", required: false }),
    region: choice({ label: "Region", required: false, options: { eu: "Europe", us: "United States" } }),
  },
  durations: ["15m", "1h", "4h"],
  timeout: "8h",
  approvers: anyOf(people(BEN), usergroup(DBA)),
  route: channel(REQUESTS),
  environments: {
    prod: { targets: ["orders-read", "orders-write"] },
    sandbox: { targets: ["orders-read"], selfApproval: true },
  },
  howToUse: "Connect with `psql -h orders.example.com orders`.",
});

/** Approval-only: no Target, nothing granted, nothing to end. Names an admin among its approvers. */
export const release = approval(environments, {
  name: "release",
  label: "Release",
  fields: { version: text({ label: "Version" }) },
  timeout: "4h",
  approvers: people(ADA, BEN),
  route: channel(REQUESTS),
  environments: { prod: {} },
});

/** Anyone in the channel of the card; requesters too. Nobody but two may ask. */
export const breakGlass = approval(environments, {
  name: "break-glass",
  label: "Break glass",
  fields: { incident: text({ label: "What is broken?" }) },
  durations: ["15m", "1h"],
  timeout: "30m",
  requesters: people(BEN, ADA),
  approvers: channel(REQUESTS),
  selfApproval: true,
  route: channel(REQUESTS),
  environments: { prod: { targets: ["shop-admin"] } },
});

/** More Targets and more options than a select holds. Anyone in the channel, but not the requester. */
export const server = approval(environments, {
  name: "server",
  label: "Server login",
  fields: {
    beside: choice({
      label: "Beside",
      required: false,
      options: byServer((name) => `Next to ${name.slice(-2)}`),
    }),
  },
  durations: ["15m"],
  approvers: channel(REQUESTS),
  route: channel(REQUESTS),
  environments: { prod: { targets: serverNames } },
});

/** A Target that cannot be read back. */
export const doors = approval(environments, {
  name: "doors",
  label: "Doors",
  durations: ["15m"],
  approvers: people(BEN),
  route: channel(REQUESTS),
  environments: { prod: { targets: ["badge"] } },
});

export const deploymentWith = (...flows: readonly FlowDefinition[]) =>
  deployment({ environments, flows, admins: { people: [ADA] }, operatorsChannel: OPS });

export const everyFlow = [database, release, breakGlass, server, doors] as const;

export default deploymentWith(...everyFlow);
