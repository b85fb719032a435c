// A form with every kind of question: what it asks, what it asks only when, what is refused when it is sent, and what the card says.
import { expect } from "vitest";
import {
  approval,
  bool,
  channel,
  choice,
  choices,
  duration,
  int,
  people,
  slackUser,
  slackUsers,
  text,
} from "../../src/sym.ts";
import { deploymentWith, environments } from "./deployment.ts";
import { journey } from "./journey.ts";
import { cardOn, cardsOn, optionsIn, wordsOf } from "./reading.ts";
import type { Stage } from "./stage.ts";
import { fillIn, press, send } from "./steps.ts";
import { ANA, BEN, CLEO, FERN, GENERAL, GUS, OTTO, REQUESTS, ROBO } from "./workspace.ts";

const incident = approval(environments, {
  name: "incident",
  label: "Incident access",
  header: "Read the <https://wiki.example.com/incidents|runbook> first.",
  fields: {
    urgency: choice({ label: "Urgency", options: { low: "Can wait", high: "Now" }, default: "low" }),
    customers: bool({ label: "Do customers notice?", shownWhen: { field: "urgency", is: "high" } }),
    howMany: int({ label: "How many?", min: 1, shownWhen: { field: "customers", is: true } }),
    tables: text({ label: "Which tables?", shownWhen: { field: "target", is: "orders-write" } }),
    rules: bool({ label: "Rules", tick: "I follow them" }),
    window: duration({ label: "Noticed for how long?", required: false, max: "2d" }),
    teams: choices({ label: "Teams", options: { shop: "Shop", billing: "Billing", ops: "Operations" }, max: 2 }),
    peer: slackUser({ label: "Who helps?", required: false }),
    others: slackUsers({ label: "Who else?", required: false, max: 3 }),
    why: text({ label: "Why?", default: "On call" }),
  },
  durations: ["15m", "1h", "4h"],
  maxDuration: "8h",
  otherDuration: true,
  approvers: people(BEN),
  route: channel(REQUESTS),
  environments: { prod: { targets: ["orders-read", "orders-write"] } },
});

const filled = {
  "Access to": "Orders, read only",
  Rules: ["I follow them"],
  Teams: ["Shop"],
  "For how long?": "1 hour",
};

const begin = async (stage: Stage, filling: Parameters<typeof fillIn>[2] = filled, options = {}): Promise<void> => {
  stage.deploy(deploymentWith(incident));
  await fillIn(stage, "incident", filling, ANA, options);
  await stage.settle();
};
const shown = (stage: Stage): string => wordsOf(stage.as(ANA).view());

journey("every kind of question is asked, checked, and stands on the card as it was answered", async (stage) => {
  await begin(stage, {
    ...filled,
    "Noticed for how long?": "1h 30m",
    Teams: ["Operations", "Shop"],
    "Who helps?": CLEO,
    "Who else?": [OTTO, BEN],
  });
  expect(shown(stage)).toContain("<https://wiki.example.com/incidents|runbook>");
  expect(await send(stage)).toMatchObject({ ok: true });
  const card = cardOn(stage);
  for (const line of ["Can wait", "1 hour 30 minutes", "Shop, Operations", "On call", "Yes"])
    expect(wordsOf(card)).toContain(line);
  const blocks = JSON.stringify(card.blocks);
  for (const id of [CLEO, OTTO, BEN]) expect(blocks).toContain(`{"type":"user","user_id":"${id}"}`);
  // What was not asked is not said to have been left out.
  for (const label of ["Do customers notice?", "How many?", "Which tables?"])
    expect(wordsOf(card)).not.toContain(label);
});

journey(
  "a change asks for more or less, with what was typed kept, and only what is asked is required",
  async (stage) => {
    const ana = stage.as(ANA);
    await begin(stage, { ...filled, "Why?": "Orders are stuck" });
    expect(shown(stage)).not.toContain("Do customers notice?");
    await ana.set("Urgency", "Now");
    await stage.settle();
    expect(shown(stage)).toContain("Do customers notice?");
    expect(shown(stage)).not.toContain("How many?");
    await ana.set("Do customers notice?", "Yes");
    await stage.settle();
    expect(ana.view()?.values["field.why"]).toMatchObject({ "form.text": { value: "Orders are stuck" } });
    expect(await send(stage)).toMatchObject({ ok: false, fieldErrors: { "field.howMany": expect.any(String) } });
    await ana.set("How many?", "12");
    await ana.set("Access to", "Orders, read and write");
    await stage.settle();
    expect(shown(stage)).toContain("Which tables?");
    await ana.set("Which tables?", "orders");
    expect(await send(stage)).toMatchObject({ ok: true });
    for (const said of ["12", "orders", "Orders are stuck"]) expect(wordsOf(cardOn(stage))).toContain(said);
  },
);

journey("what was answered to a question that is not asked any more is dropped", async (stage) => {
  const ana = stage.as(ANA);
  await begin(stage, { ...filled, Urgency: "Now" });
  await stage.settle();
  await ana.set("Do customers notice?", "Yes");
  await stage.settle();
  await ana.set("How many?", "4711");
  // The form is sent before it could be drawn again.
  stage.slack.faults.failNext("views.update", "internal_error");
  await ana.set("Urgency", "Can wait");
  await stage.settle();
  expect(shown(stage)).toContain("How many?");
  expect(await send(stage)).toMatchObject({ ok: true });
  expect(wordsOf(cardOn(stage))).not.toMatch(/4711|How many|customers/);
});

journey("a question that could not be drawn in time is asked when the form is sent", async (stage) => {
  const ana = stage.as(ANA);
  await begin(stage);
  stage.slack.faults.failNext("views.update", "internal_error");
  await ana.set("Urgency", "Now");
  await stage.settle();
  expect(shown(stage)).not.toContain("Do customers notice?");
  expect(await send(stage)).toMatchObject({ ok: true });
  expect(shown(stage)).toContain("What you chose asks for a little more");
  expect(cardsOn(stage)).toEqual([]);
  await ana.set("Do customers notice?", "No");
  await stage.settle();
  expect(await send(stage)).toMatchObject({ ok: true });
  expect(cardsOn(stage)).toHaveLength(1);
});

journey("another length of time is typed, up to the longest, and granted for as long", async (stage) => {
  const ana = stage.as(ANA);
  await begin(stage, { ...filled, "For how long?": "Other…" });
  await stage.settle();
  for (const [typed, said] of [
    ["9h", "This must be at most 8 hours."],
    ["1h 2m 3s", "Use two units at the most, such as 1d 12h."],
    ["a while", "Write a length of time, such as 90m, 4h or 1d 12h."],
    ["10s", "This must be at least 30 seconds."],
  ] as const) {
    await ana.set("How long?", typed);
    expect(await send(stage)).toMatchObject({ fieldErrors: { duration_other: said } });
  }
  await ana.set("How long?", "2 hours 30m");
  expect(await send(stage)).toMatchObject({ ok: true });
  expect(wordsOf(cardOn(stage))).toContain("2 hours 30 minutes");
  await press(stage, BEN, "Approve");
  expect(stage.target.find("orders")?.members.size).toBe(1);
  await stage.skip(2 * 3_600_000);
  expect(stage.target.find("orders")?.members.size).toBe(1);
  await stage.skip(31 * 60_000);
  expect(stage.target.find("orders")?.members.size).toBe(0);
});

for (const [who, said] of [
  [ROBO, "You chose an app"],
  [GUS, "is a guest here"],
  [FERN, "of another organisation"],
  ["U0NOBODY", "of another organisation"],
] as const)
  journey(`${who} cannot be named in a form`, async (stage) => {
    await begin(stage, { ...filled, "Who else?": [OTTO, who] }, { clientLimits: false });
    const outcome = await send(stage, ANA, { clientLimits: false });
    expect(outcome).toMatchObject({ fieldErrors: { "field.others": expect.stringContaining(said) } });
    expect(cardsOn(stage)).toEqual([]);
  });

journey("a box that has to be ticked is", async (stage) => {
  await begin(stage, { ...filled, Rules: [] }, { clientLimits: false });
  expect(await send(stage, ANA, { clientLimits: false })).toMatchObject({
    fieldErrors: { "field.rules": "This has to be ticked." },
  });
});

journey("a form that was opened before its questions changed is asked again, with what still fits", async (stage) => {
  const ana = stage.as(ANA);
  await begin(stage, { ...filled, Teams: ["Shop", "Billing"], "Who helps?": CLEO, "Noticed for how long?": "1h 30m" });
  const changed = {
    ...incident,
    fields: { ...incident.fields, more: text({ label: "Anything else?", default: "No" }) },
  };
  stage.deploy(deploymentWith(changed));
  expect(await send(stage)).toMatchObject({ ok: true });
  expect(shown(stage)).toMatch(/has changed since the form was opened/);
  const { values = {} } = ana.view() ?? {};
  expect(values["field.teams"]?.["form.choices"]?.["selected_options"]).toHaveLength(2);
  expect(values["field.peer"]).toMatchObject({ "form.person": { selected_user: CLEO } });
  expect(values["field.window"]).toMatchObject({ "form.length": { value: "1h 30m" } });
  expect(values["field.rules"]?.["form.tick"]?.["selected_options"]).toHaveLength(1);
  expect(values["field.more"]).toMatchObject({ "form.text": { value: "No" } });
  expect(await send(stage)).toMatchObject({ ok: true });
  expect(cardsOn(stage)).toHaveLength(1);
});

journey("a Target that nobody gets for long shortens the list, and no form gets round it", async (stage) => {
  const short = structuredClone(environments.prod.targets["orders-read"]);
  const capped = {
    ...environments,
    prod: {
      ...environments.prod,
      targets: { ...environments.prod.targets, "orders-read": { ...short, maxDuration: "30m" as const } },
    },
  };
  stage.deploy({ ...deploymentWith(incident), environments: capped });
  const ana = stage.as(ANA, { clientLimits: false });
  await ana.command("/sym req incident", GENERAL);
  expect(optionsIn(ana.view() ?? { blocks: [] }, "For how long?")).toEqual([
    "15 minutes",
    "1 hour",
    "4 hours",
    "Other…",
  ]);
  await ana.set("Access to", "Orders, read only");
  await stage.settle();
  expect(optionsIn(ana.view() ?? { blocks: [] }, "For how long?")).toEqual(["15 minutes", "Other…"]);
  for (const [label, value] of Object.entries({ ...filled, "For how long?": "3600000" })) await ana.set(label, value);
  expect(await send(stage, ANA, { clientLimits: false })).toMatchObject({ ok: false });
  expect(cardsOn(stage)).toEqual([]);
});
