// Answers that are not there when Slack stops waiting: something is said in time, what was begun comes to its end all the same,
// and nobody is left without a word of a no.
import { expect, test } from "vitest";
import { accepted, refused } from "../../../src/domain/refusal.ts";
import type { Commands } from "../../../src/ports.ts";
import { createDirectory } from "../../../src/slack/directory.ts";
import { HOUR_MS } from "../../fakes/samples.ts";
import {
  ANA,
  BEN,
  CLEO,
  type Desk,
  desk,
  OPERATORS,
  pendingRequest,
  pendingSnapshot,
  REQUESTS,
  StillClock,
} from "./desk.ts";

/** An engine that takes its time with one command, and its answer when the test gives it. */
function slow<Name extends keyof Commands>(name: Name) {
  type Answer = Awaited<ReturnType<Commands[Name]>>;
  const { promise, resolve } = Promise.withResolvers<Answer>();
  return { engine: { [name]: () => promise } as Partial<Commands>, comes: (answer: Answer) => resolve(answer) };
}

/** What is done is answered only because time was up. */
async function outOfTime<T>({ clock }: Desk, act: () => Promise<T>): Promise<T> {
  const begun = clock.waiting();
  const outcome = act();
  await begun;
  clock.late();
  return outcome;
}

async function cardAt(all: Desk) {
  const posted = await all.side.messenger.card(pendingSnapshot(), all.clock.now());
  if (posted.kind !== "sent") throw new Error("the card is posted");
  return posted.ref;
}

test("a click that takes too long is acknowledged, and a refusal that comes late is told all the same", async () => {
  const { engine, comes } = slow("approve");
  const all = desk({ engine });
  const card = await cardAt(all);
  const ben = all.slack.as(BEN);
  expect((await outOfTime(all, () => ben.click(card, { text: "Approve" }))).ok).toBe(true);
  comes(refused({ kind: "changed" }));
  await all.settled();
  expect(ben.messages(REQUESTS).at(-1)).toMatchObject({ ephemeral: true, text: expect.stringMatching(/look at it/) });
  expect(all.logged).toEqual([{ name: "slack.answer.delayed", fields: { listener: "approve" } }]);
  expect(all.slack.violations).toEqual([]);
});

test("an approval that comes late needs no words: the card has them", async () => {
  const { engine, comes } = slow("approve");
  const all = desk({ engine });
  const card = await cardAt(all);
  all.slack.forgetCalls();
  await outOfTime(all, () => all.slack.as(BEN).click(card, { text: "Approve" }));
  comes(accepted(pendingRequest()));
  await all.settled();
  expect(all.calls()).toEqual([]);
});

test("a form that takes too long stays open with what was typed, and the request is made all the same", async () => {
  const { engine, comes } = slow("submit");
  const all = desk({ engine });
  const ana = all.slack.as(ANA);
  await ana.command("/sym req prod-database", REQUESTS);
  await ana.set("field.reason", "Order 4711 is stuck");
  await ana.set("duration", String(HOUR_MS));
  const outcome = await outOfTime(all, () => ana.submit());
  expect(outcome.fieldErrors).toEqual({ target: expect.stringMatching(/still at it.*never counts twice/) });
  expect(JSON.stringify(ana.view()?.values["field.reason"])).toContain("Order 4711 is stuck");
  comes(accepted(pendingRequest()));
  await all.settled();
  await ana.submit();
  expect(ana.view()).toBeNull();
  expect(all.asked.map(({ args }) => Reflect.get(Object(args[0]), "viewId"))).toHaveLength(2);
  expect(new Set(all.asked.map(({ args }) => Reflect.get(Object(args[0]), "viewId"))).size).toBe(1);
});

test("a denial and a revoke-all that take too long say where to look", async () => {
  const denial = desk({ engine: slow("deny").engine });
  const card = await cardAt(denial);
  const ben = denial.slack.as(BEN);
  await ben.click(card, { text: "Deny" });
  await denial.settled();
  expect((await outOfTime(denial, () => ben.submit())).fieldErrors?.["reason"]).toMatch(/the card shows it/);

  const order = desk({ engine: slow("revokeAll").engine });
  const cleo = order.slack.as(CLEO);
  await cleo.command("/sym revoke-all everything", REQUESTS);
  await order.settled();
  await outOfTime(order, () => cleo.submit());
  expect(JSON.stringify(cleo.view()?.blocks)).toContain(`<#${OPERATORS}> shows it`);
});

test("a line that takes too long is answered with a message, to the person alone", async () => {
  const { engine, comes } = slow("list");
  const all = desk({ engine });
  const ana = all.slack.as(ANA);
  const outcome = await outOfTime(all, () => ana.command("/sym list", REQUESTS));
  expect([outcome.ok, outcome.ephemeral]).toEqual([true, undefined]);
  comes(accepted({ lines: [{ request: pendingRequest(), card: null }], unreadable: 0, overdue: null }));
  await all.settled();
  const told = ana.messages(REQUESTS).at(-1);
  expect([told?.ephemeral, JSON.stringify(told?.blocks)]).toEqual([
    true,
    expect.stringMatching(/Waiting for approval/),
  ]);
  expect(all.slack.as(BEN).messages(REQUESTS)).toEqual([]);
  expect(all.slack.violations).toEqual([]);
});

test("an engine that breaks late is apologised for", async () => {
  const { promise, reject } = Promise.withResolvers<never>();
  const all = desk({ engine: { freeze: () => promise } });
  const cleo = all.slack.as(CLEO);
  await outOfTime(all, () => cleo.command("/sym freeze", REQUESTS));
  reject(new Error("xoxb-very-secret"));
  await all.settled();
  expect(cleo.messages(REQUESTS).at(-1)?.text).toMatch(/Something went wrong on our side/);
  expect(JSON.stringify(all.logged)).not.toContain("xoxb");
});

test("all pages of one lookup together take no longer than one lookup may", async () => {
  const clock = new StillClock();
  const call = () => new Promise(() => {});
  const directory = createDirectory({ call, clock, log: () => {}, teamId: "T0ACME" });
  const asked = directory.isMember({ kind: "channel", id: REQUESTS }, ANA);
  clock.late();
  await expect(asked).rejects.toMatchObject({ name: "TransientError" });
});
