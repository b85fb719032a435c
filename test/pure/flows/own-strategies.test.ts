// What the check at start says about strategies that a deployment brings along.
import { expect, test } from "vitest";
import * as z from "zod";
import { approval, channel, custom, defineEnvironments, deployment, people, postgresUser } from "../../../src/sym.ts";
import { deploymentOf, problemsOf } from "./checking.ts";

const work = { grant: async () => {}, revoke: async () => {} };
const settings = z.strictObject({ group: z.string() });
const door = custom({ type: "door", settings, ...work, inspect: async () => null });
const gate = custom({ type: "gate", levels: ["enter", "open"], settings, ...work });

function withStrategies(strategies: readonly unknown[], target = door({ label: "Door", group: "g1" })) {
  const environments = defineEnvironments({ prod: { label: "Production", targets: { door: target } } });
  const flow = approval(environments, {
    name: "access",
    label: "Access",
    approvers: people("U0BEN"),
    route: channel("C0REQUESTS"),
    durations: ["1h"],
    environments: { prod: { targets: ["door"] } },
  });
  const more = { strategies: strategies as never };
  return deployment({ environments, flows: [flow], admins: { people: ["U0ADA"] }, operatorsChannel: "C0OPS", ...more });
}

test("a Target of a listed strategy is one like any other", () => {
  expect(deploymentOf(withStrategies([door])).flows[0]?.flow.targets).toEqual([
    {
      name: "door",
      label: "Door",
      strategy: "custom:door",
      level: "access",
      settings: { group: "g1" },
      endRemovesStanding: false,
    },
  ]);
});

test("a strategy that is used and not listed is named", () => {
  expect(problemsOf(withStrategies([]))).toEqual([
    'Environment "prod", Target "door", strategy: there is no strategy "custom:door"',
  ]);
});

test("settings that the schema refuses are named by the Target and the setting", () => {
  expect(problemsOf(withStrategies([door], door({ label: "Door", group: 7 as never })))).toEqual([
    expect.stringMatching(/^Environment "prod", Target "door", group: /),
  ]);
});

test("what cannot be read back has to be accepted, and a level has to be chosen where there are several", () => {
  const told = (level: "enter") => problemsOf(withStrategies([gate], gate({ label: "Gate", group: "g1", level })));
  expect(told("enter")).toEqual([expect.stringContaining("endRemovesStanding: must be true")]);
  expect(told("climb" as never)).toEqual([
    expect.stringContaining('there is no level "climb"; the levels are'),
    expect.stringContaining("endRemovesStanding"),
  ]);
});

const boom = () => {
  throw new TypeError("planted");
};
test.each<[string, object, string]>([
  [
    "a schema with a check that is async",
    { settings: z.strictObject({ group: z.string().refine(async () => true) }) },
    "settings: cannot be checked",
  ],
  [
    "a schema that does not take what it makes",
    { settings: z.strictObject({ group: z.string().transform((text) => text.split(",")) }) },
    "settings: must be taken as they are",
  ],
  [
    "a schema that makes something else of it each time",
    { settings: z.strictObject({ group: z.string().transform((text) => `${text}!`) }) },
    "settings: must be taken as they are",
  ],
  ["a realm that is not said", { realm: boom }, "realm: the strategy's function fails"],
  ["secrets that are not said", { secrets: boom }, "secrets: the strategy's function fails"],
  ["limits that are none", { limits: () => ({ of: "door", perSecond: 0 }) }, "limits: the strategy's function fails"],
])("%s is a problem of that Target, and stops nothing else", (_, own, problem) => {
  const one = custom({ type: "door", settings, ...work, inspect: async () => null, ...own } as never) as typeof door;
  expect(problemsOf(withStrategies([one], one({ label: "Door", group: "g1" })))).toEqual([
    expect.stringContaining(`Environment "prod", Target "door", ${problem}`),
  ]);
});

test.each([
  ["has no place for everybody", (_: unknown, { id }: { id: string }) => [id.split("@")[1] as string]],
  ["throws", boom],
])("a function for slots that %s keeps nobody's Flows from being read", (_, slot) => {
  const one = custom({ type: "door", settings, ...work, inspect: async () => null, slot });
  expect(problemsOf(withStrategies([one], one({ label: "Door", group: "g1" })))).toEqual([]);
});

test.each([
  [[7], "Deployment, strategies[0]: must be made by custom(…)"],
  [[door, door], 'Deployment, strategies: two strategies have the type "door"'],
  [[{ definition: { ...door.definition, type: "Door!" } }], "Strategy 1, type: must be lower-case letters"],
  [[{ definition: { ...door.definition, levels: [] } }], "Strategy 1, levels: names no level"],
  [[{ definition: { ...door.definition, levels: ["a", "a"] } }], "Strategy 1, levels: names one level twice"],
  [[{ definition: { ...door.definition, grant: undefined } }], "Strategy 1, grant: is missing; it must be a function"],
  [[{ definition: { ...door.definition, settings: {} } }], "Strategy 1, settings: must be a zod schema"],
  [[{ definition: { ...door.definition, reads: 1 } }], "Strategy 1, reads: is not a setting"],
])("of what is no strategy the place and the reason are said: %#", (strategies, problem) => {
  expect(problemsOf(withStrategies(strategies)).some((said) => said.startsWith(problem))).toBe(true);
});

test("settings, levels and what the functions are given are typed", () => {
  // @ts-expect-error: the setting is missing
  door({ label: "Door" });
  // @ts-expect-error: there is one level, which nobody says
  door({ label: "Door", group: "g1", level: "access" });
  // @ts-expect-error: there is no such level
  gate({ label: "Gate", group: "g1", level: "climb" });
  custom({
    type: "typed",
    settings,
    grant: async ({ settings: given }) => {
      // @ts-expect-error: no such setting
      void given.grup;
    },
    revoke: work.revoke,
  });
  expect(door({ label: "Door", group: "g1" }).strategy).toBe("custom:door");
});

test("an account that many share cannot be one with a sign-in, which would outlive the access of whoever saw it", () => {
  const login = postgresUser({
    label: "A login",
    cluster: "orders",
    url: "ORDERS_DB_URL",
    roles: ["orders_reader"],
    address: { host: "db.example.com", database: "orders" },
  });
  const environments = defineEnvironments({
    prod: { label: "Production", targets: { login, door: door({ label: "Door", group: "g1" }) } },
  });
  const flow = (targets: readonly ["login"] | readonly ["door"]) =>
    approval(environments, {
      name: "access",
      label: "Access",
      approvers: people("U0BEN"),
      route: channel("C0REQUESTS"),
      durations: ["1h"],
      account: () => "emergency-admin",
      sharedAccount: true,
      environments: { prod: { targets } },
    });
  const told = (targets: readonly ["login"] | readonly ["door"]) =>
    problemsOf(
      deployment({
        environments,
        strategies: [door],
        flows: [flow(targets)],
        admins: { people: ["U0ADA"] },
        operatorsChannel: "C0OPS",
      }),
    );
  expect(told(["login"])).toEqual([
    'Flow "access" in prod, sharedAccount: Target "login" shows a sign-in, which is for one person alone',
  ]);
  expect(told(["door"])).toEqual([]);
});
