// A Target of which the form says one setting: any of a list, checked by its rule at every step, given and taken where it was asked
// for, whatever has become of the Flow since.
import { expect } from "vitest";
import {
  approval,
  channel,
  choice,
  defineEnvironments,
  deployment,
  fromField,
  memory,
  type OptionsOf,
  people,
} from "../../src/sym.ts";
import { GROUPS } from "./deployment.ts";
import { journey } from "./journey.ts";
import { cardOn, cardsOn, newsOf, wordsOf } from "./reading.ts";
import { HOUR, type Stage } from "./stage.ts";
import { fillIn, press, send } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, GENERAL, OPS, REQUESTS } from "./workspace.ts";

interface Written {
  readonly allow?: RegExp;
  readonly options?: Readonly<Record<string, string>> | OptionsOf;
  readonly durations?: readonly ["1h"] | readonly ["15m"];
}

/** One Target that is any machine of the first two rows, and one that is a single machine by name. */
function machines({ allow = /server-[ab][0-9]/, options, durations = ["1h"] }: Written = {}) {
  const environments = defineEnvironments({
    prod: {
      label: "Production",
      targets: {
        machine: memory({
          label: "Machine",
          level: "read",
          group: fromField("machine", { allow, example: "server-a0" }),
        }),
        "machine-a1": memory({ label: "The machine a1", level: "write", group: "server-a1" }),
      },
    },
  });
  const written = { "server-a1": "Machine a1", "server-b2": "Machine b2" };
  const label = "Which machine?";
  const shownWhen = { field: "target", is: "machine" } as const;
  const flow = approval(environments, {
    name: "machine",
    label: "Machines",
    fields: {
      machine:
        typeof options === "function"
          ? choice({ label, shownWhen, options: (search, context) => options(search, context) })
          : choice({ label, shownWhen, options: options ?? written }),
    },
    durations,
    approvers: people(BEN),
    route: channel(REQUESTS),
    environments: { prod: { targets: ["machine", "machine-a1"] } },
  });
  return deployment({ environments, flows: [flow], admins: { people: [ADA] }, operatorsChannel: OPS });
}

const holders = (stage: Stage): string[] =>
  GROUPS.flatMap((group) =>
    [...(stage.target.find(group)?.members ?? [])].map(([who, level]) => `${group} ${who} ${level}`),
  );

async function ask(stage: Stage, machine: string, who = ANA) {
  await fillIn(stage, "machine", { "Access to": "Machine" }, who);
  await stage.settle();
  await stage.as(who).set("Which machine?", machine);
  await stage.as(who).set("For how long?", "1 hour");
  return send(stage, who);
}

journey("what the form says is what is given, shown and taken", async (stage) => {
  stage.deploy(machines());
  expect(await ask(stage, "Machine b2")).toMatchObject({ ok: true });
  expect(wordsOf(cardOn(stage))).toContain("Machine: Machine b2");
  await press(stage, BEN, "Approve");
  expect(holders(stage)).toEqual([`server-b2 ${accountOf(ANA)} read`]);
  await stage.skip(HOUR + 60_000);
  expect(holders(stage)).toEqual([]);
  expect(newsOf(stage, ANA).join("\n")).toContain("Machine: Machine b2");
});

journey("two that are asked for beside each other are two, and one that is asked for twice is one", async (stage) => {
  stage.deploy(machines());
  expect(await ask(stage, "Machine a1")).toMatchObject({ ok: true });
  expect(await ask(stage, "Machine b2")).toMatchObject({ ok: true });
  expect(await ask(stage, "Machine b2")).toMatchObject({
    fieldErrors: { target: expect.stringContaining("already waiting") },
  });
  expect(cardsOn(stage)).toHaveLength(2);
});

journey("a slot that two Targets lead to is one: the stronger level stays until its own end", async (stage) => {
  stage.deploy(machines());
  await ask(stage, "Machine a1");
  await press(stage, BEN, "Approve");
  await stage.skip(HOUR / 2);
  await fillIn(stage, "machine", { "Access to": "The machine a1" });
  await stage.settle();
  await stage.as(ANA).set("For how long?", "1 hour");
  expect(await send(stage)).toMatchObject({ ok: true });
  await press(stage, BEN, "Approve");
  expect(holders(stage)).toEqual([`server-a1 ${accountOf(ANA)} write`]);
  await stage.skip(HOUR / 2 + 60_000);
  expect(holders(stage)).toEqual([`server-a1 ${accountOf(ANA)} write`]);
  await stage.skip(HOUR / 2);
  expect(holders(stage)).toEqual([]);
});

journey(
  "what was given is taken where it was given, although the Flow offers nothing of it any more",
  async (stage) => {
    stage.deploy(machines());
    await ask(stage, "Machine b2");
    await press(stage, BEN, "Approve");
    stage.deploy(machines({ allow: /server-a[0-9]/, options: { "server-a3": "Machine a3" } }));
    await stage.skip(HOUR + 60_000);
    expect(holders(stage)).toEqual([]);
    await ask(stage, "Machine a3");
    await press(stage, BEN, "Approve");
    expect(holders(stage)).toEqual([`server-a3 ${accountOf(ANA)} read`]);
    const [{ template: _template, ...gone }] = [{ ...machines(), template: 0 }];
    stage.deploy({ ...gone, flows: [{ ...gone.flows[0], name: "other", label: "Other" }] });
    await press(stage, BEN, "Revoke");
    expect(holders(stage)).toEqual([]);
  },
);

for (const [what, after] of [
  ["the rule no longer allows", machines({ allow: /server-a[0-9]/, options: { "server-a1": "Machine a1" } })],
  ["the field no longer offers", machines({ options: { "server-a1": "Machine a1" } })],
] as const)
  journey(`what ${what} between the request and the click is not granted`, async (stage) => {
    stage.deploy(machines());
    await ask(stage, "Machine b2");
    stage.deploy(after);
    await press(stage, BEN, "Approve");
    expect(holders(stage)).toEqual([]);
  });

journey("an answer that is none of the list, or spells one of them in another way, gives nothing", async (stage) => {
  stage.deploy(machines({ allow: /.*/ }));
  const tampering = { clientLimits: false };
  for (const machine of ["server-b3", "Server-b2", "server-b2 ", "server-b2/../orders", "orders", "__proto__", ""]) {
    await fillIn(stage, "machine", { "Access to": "Machine" }, ANA, tampering);
    await stage.settle();
    await stage.as(ANA, tampering).set("Which machine?", machine);
    await stage.as(ANA, tampering).set("For how long?", "1 hour");
    const outcome = await send(stage, ANA, tampering);
    expect(outcome, machine).toMatchObject({ fieldErrors: { "field.machine": expect.any(String) } });
    await stage.as(ANA).close();
  }
  // Said for a Target that does not ask for it, it is dropped.
  await stage.as(ANA).command("/sym req machine", GENERAL);
  expect(cardsOn(stage)).toEqual([]);
});

journey(
  "a list that a function says is asked once more before the grant, and the rule holds whatever it says",
  async (stage) => {
    let there = ["server-a1", "server-b2", "orders"];
    let broken = false;
    const options: OptionsOf = (search) => {
      if (broken) throw new Error("out of order");
      return there.filter((one) => one.includes(search)).map((value) => ({ value, label: value }));
    };
    stage.deploy(machines({ options }));
    // The function offers it; the Target's own rule does not.
    expect(await ask(stage, "orders")).toMatchObject({
      fieldErrors: { "field.machine": "Access to this is not given here. Please choose something else." },
    });
    await stage.as(ANA).close();
    await ask(stage, "server-b2");
    there = ["server-a1"];
    await press(stage, BEN, "Approve");
    expect(holders(stage)).toEqual([]);
    expect(newsOf(stage, ANA).join("\n")).toContain("no longer offered");

    await ask(stage, "server-a1");
    broken = true;
    await press(stage, BEN, "Approve");
    expect(holders(stage)).toEqual([]);
    broken = false;
    await stage.skip(2 * 60_000);
    expect(holders(stage)).toEqual([`server-a1 ${accountOf(ANA)} read`]);
  },
);
