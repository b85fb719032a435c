// A deployment in which everything is used once, for tests that break it: three Flows of one cut, each in two Environments.
// Fresh for every caller.
import {
  anyOf,
  anyone,
  approval,
  bool,
  channel,
  choice,
  defineEnvironments,
  deployment,
  int,
  memory,
  people,
  postgresRole,
  text,
  usergroup,
  webhook,
} from "../../../src/sym.ts";

export const flowNames = ["database", "cluster", "billing"] as const;
export const environmentNames = ["prod", "sandbox"] as const;

export function sample() {
  const targets = (place: string) => ({
    read: postgresRole({ label: "Read", cluster: place, url: "DATABASE_URL", role: "reader" }),
    write: postgresRole({ label: "Write", cluster: place, url: "DATABASE_URL", role: "writer" }),
    hook: webhook({
      label: "Hook",
      url: `https://${place}.example.com/grants`,
      secret: "HOOK_SECRET",
      endRemovesStanding: true,
    }),
    view: memory({ label: "Plans, view", group: "plans", level: "read" }),
    edit: memory({ label: "Plans, edit", group: "plans", level: "write" }),
  });
  const environments = defineEnvironments({
    prod: { label: "Production", targets: targets("main") },
    sandbox: { label: "Sandbox", targets: targets("trial") },
  });
  const flows = flowNames.map((name) =>
    approval(environments, {
      name,
      label: `Access to ${name}`,
      description: "For whoever is on call.",
      fields: {
        reason: text({ label: "Why?", multiline: true, max: 500 }),
        ticket: text({
          label: "Ticket",
          required: false,
          pattern: { regex: /[A-Z]+-\d+/, message: "Looks like OPS-123." },
        }),
        rows: int({ label: "Rows", min: 1, max: 100 }),
        dryRun: bool({ label: "Only look?", required: false }),
        kind: choice({ label: "Kind", options: { small: "Small", large: "Large" } }),
      },
      durations: ["15m", "1h", "4h"],
      timeout: "8h",
      grantWithin: "10m",
      requesters: anyone(),
      approvers: anyOf(people("U0BEN"), usergroup("S0DBA")),
      route: channel("C0REQUESTS"),
      environments: {
        prod: { targets: ["read", "write", "hook"], durations: ["15m", "1h"], approvers: people("U0BEN", "W0KIM") },
        sandbox: { targets: ["read", "view", "edit"], selfApproval: true, route: channel("G0SANDBOX"), timeout: "1d" },
      },
      howToUse: "Connect with `psql`.",
      account: (person) => person.name,
    }),
  );
  return deployment({
    environments,
    flows,
    admins: { people: ["U0ADA"], usergroup: "S0ADMINS" },
    operatorsChannel: "C0OPS",
  });
}

/** The value at `path` replaced, everything else as it was; `undefined` leaves the member out. */
export function put(value: unknown, path: readonly (string | number)[], to: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return to;
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const next = put(items[Number(key)], rest, to);
    return Number(key) < items.length ? items.map((item, at) => (at === key ? next : item)) : [...items, next];
  }
  const members = new Map<string, unknown>(Object.entries(value ?? {}));
  const next = put(members.get(String(key)), rest, to);
  if (next === undefined) members.delete(String(key));
  else members.set(String(key), next);
  return Object.fromEntries(members);
}
