// Step 2: what the form asks, what it says under its fields, and the same access asked for twice.
import { expect } from "vitest";
import { approval, choice, people, text, channel as toChannel } from "../../src/sym.ts";
import { database, deploymentWith, environments, release } from "./deployment.ts";
import { journey } from "./journey.ts";
import { cardOn, cardsOn, momentsIn, optionsIn, receiptOf, wordsOf } from "./reading.ts";
import { MINUTE } from "./stage.ts";
import { askForDatabase, fillIn, press, REASON, send } from "./steps.ts";
import { ANA, BEN, GENERAL, OTTO, REQUESTS } from "./workspace.ts";

journey(
  "the form asks for the Target, the Flow's own fields, and for how long, from the Flow's lists",
  async (stage) => {
    const ana = stage.as(ANA);
    await ana.command("/sym req database", GENERAL);
    const view = ana.view() ?? { blocks: [] };
    expect(optionsIn(view, "Access to")).toEqual(["Orders, read only", "Orders, read and write"]);
    expect(optionsIn(view, "For how long?")).toEqual(["15 minutes", "1 hour", "4 hours"]);
    expect(optionsIn(view, "Region")).toEqual(["Europe", "United States"]);
    for (const label of ["Why do you need it?", "Ticket", "How many rows?", "Personal data?"])
      expect(wordsOf(view)).toContain(label);
    await ana.command("/sym req release", GENERAL);
    expect(wordsOf(ana.view())).not.toMatch(/Access to|For how long/);
  },
);

journey("what is missing is said under its field, by Slack's client and by Sym behind it", async (stage) => {
  await fillIn(stage, "database", {});
  expect(await send(stage)).toMatchObject({
    ok: false,
    error: "client_validation",
    fieldErrors: { target: expect.any(String), "field.reason": expect.any(String), duration: expect.any(String) },
  });
  expect(await send(stage, ANA, { clientLimits: false })).toMatchObject({
    ok: false,
    status: 200,
    fieldErrors: {
      target: "Choose what you need access to.",
      "field.reason": "Please fill this in.",
      duration: "Choose for how long.",
    },
  });
  expect(cardsOn(stage)).toEqual([]);
});

journey("a bad answer is said under its field, and what was typed is kept", async (stage) => {
  await fillIn(stage, "database", {
    "Access to": "Orders, read only",
    "Why do you need it?": REASON,
    Ticket: "ops 123",
    "For how long?": "1 hour",
  });
  expect(await send(stage)).toMatchObject({ fieldErrors: { "field.ticket": "A ticket looks like OPS-123." } });
  const ana = stage.as(ANA);
  expect(ana.view()?.values["field.reason"]).toMatchObject({ "form.text": { value: REASON } });
  await ana.set("Ticket", "OPS-123");
  expect(await send(stage)).toMatchObject({ ok: true });
  expect(ana.view()).toBeNull();
  expect(cardsOn(stage)).toHaveLength(1);
});

journey("the same Target and level already waiting is refused under the field with a link", async (stage) => {
  await askForDatabase(stage);
  const outcome = await askForDatabase(stage);
  expect(outcome.fieldErrors).toEqual({
    target: `The same access is already waiting for an answer (/sym list shows it): ${cardOn(stage).permalink}`,
  });
  expect(cardsOn(stage)).toHaveLength(1);
});

journey("the same access of somebody else, or another level, may wait beside it", async (stage) => {
  await askForDatabase(stage);
  expect(await askForDatabase(stage, { who: OTTO })).toMatchObject({ ok: true });
  expect(await askForDatabase(stage, { "Access to": "Orders, read and write" })).toMatchObject({ ok: true });
  expect(cardsOn(stage)).toHaveLength(3);
});

journey("access that is held already can be asked for, with a line that says until when", async (stage) => {
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
  const until = Math.floor(stage.now / 1_000) + 3_600;
  await stage.skip(10 * MINUTE);
  for (const target of ["Orders, read only", "Orders, read and write"]) {
    expect(await askForDatabase(stage, { "Access to": target })).toMatchObject({ ok: true });
    const sent = wordsOf(stage.as(ANA).view());
    expect(sent).toMatch(/You already have `read` here, <!date\^\d+\^until /);
    const [moment = 0] = momentsIn(sent);
    expect(Math.abs(moment - until)).toBeLessThanOrEqual(1);
    await stage.as(ANA).close();
    const had = /(?:they|you) already had `read` here through another request, <!date\^\d+\^until /;
    expect(wordsOf(cardOn(stage))).toMatch(had);
    expect(wordsOf(receiptOf(stage, ANA))).toMatch(had);
  }
});

journey("a Flow that changed behind an open form is asked again, with what was typed", async (stage) => {
  await fillIn(stage, "database", {
    "Access to": "Orders, read and write",
    "Why do you need it?": REASON,
    "For how long?": "4 hours",
  });
  const { howToUse: _, ...settings } = database;
  stage.deploy(deploymentWith(approval(environments, { ...settings, durations: ["15m", "1h"] }), release));
  await send(stage);
  const ana = stage.as(ANA);
  expect(cardsOn(stage)).toEqual([]);
  expect(wordsOf(ana.view())).toContain("This Flow has changed since the form was opened.");
  await ana.set("For how long?", "1 hour");
  expect(await send(stage)).toMatchObject({ ok: true });
  expect(wordsOf(cardOn(stage))).toContain(REASON);
  expect(wordsOf(cardOn(stage))).toContain("`write` on *Orders, read and write* for *1 hour*");
});

journey("a Flow that is gone when the form is sent says so", async (stage) => {
  await fillIn(stage, "database", {
    "Access to": "Orders, read only",
    "Why do you need it?": REASON,
    "For how long?": "1 hour",
  });
  stage.deploy(deploymentWith(release));
  expect(await send(stage)).toMatchObject({ ok: true });
  expect(wordsOf(stage.as(ANA).view())).toContain("`database` is no longer offered in `prod`");
  expect(cardsOn(stage)).toEqual([]);
});

journey("a choice may hold anything as its value, and what is not a number is said under its field", async (stage) => {
  const odd = approval(environments, {
    name: "odd",
    label: "Odd",
    fields: {
      size: choice({ label: "Size", options: { "<b>": "Big", s: "Small" } }),
      note: text({ label: "Note", max: 5 }),
    },
    approvers: people(BEN),
    route: toChannel(REQUESTS),
    environments: { prod: {} },
  });
  stage.deploy(deploymentWith(odd, database));
  await fillIn(stage, "odd", { Size: "Big", Note: "12345" });
  expect(await send(stage)).toMatchObject({ ok: true });
  expect(wordsOf(cardOn(stage))).toContain("Size: Big");

  const tampered = { clientLimits: false };
  await fillIn(stage, "database", {
    "Access to": "Orders, read only",
    "Why do you need it?": REASON,
    "For how long?": "1 hour",
  });
  await stage.as(ANA, tampered).set("How many rows?", "many");
  expect(await send(stage, ANA, tampered)).toMatchObject({
    fieldErrors: { "field.rows": "Write a whole number, such as 25." },
  });
  await stage.as(ANA, tampered).set("How many rows?", "1001");
  expect(await send(stage, ANA, tampered)).toMatchObject({
    fieldErrors: { "field.rows": "This must be at most 1000." },
  });
});

journey("whoever may not use the Flow is not shown it and cannot open it; whoever may does both", async (stage) => {
  const ana = stage.as(ANA);
  await ana.command("/sym req break-glass", GENERAL);
  expect(wordsOf(ana.view())).toContain("There is no Flow called `break-glass` here that you can ask for.");
  expect(JSON.stringify(ana.view())).not.toContain("Break glass");
  await fillIn(stage, "break-glass", { "What is broken?": REASON, "For how long?": "15 minutes" }, BEN);
  expect(await send(stage, BEN)).toMatchObject({ ok: true });
  expect(cardsOn(stage)).toHaveLength(1);
});
