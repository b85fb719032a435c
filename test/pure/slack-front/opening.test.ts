// Opening the picker and the forms: one call of Slack's, nothing asked of the engine, and words where it does not work.
import { expect, test } from "vitest";
import { SHORTCUT } from "../../../src/slack/entry-points.ts";
import { ANA, desk, REQUESTS } from "./desk.ts";

const PICKER = "Ask for access";

const openings: readonly [line: string, title: string, says: RegExp | null][] = [
  ["/sym", PICKER, null],
  ["/sym req", PICKER, null],
  ["/sym request", PICKER, null],
  ["/sym req prod-database", "Production database", null],
  ["/sym REQ PROD-DATABASE", "Production database", null],
  ["/sym req wiki", "Wiki", null],
  ["/sym req prod-database PROD", "Production database", null],
  ["/sym req prod-database sandbox", "Sandbox database", null],
  ["/sym req nothing", PICKER, /no Flow called `nothing`/],
  ["/sym req wiki sandbox", PICKER, /no Flow called `wiki`/],
  ["/sym req prod-database moon", PICKER, /no Environment called `moon`/],
  ["/sym req <!channel>", PICKER, /no Flow called/],
];

test.each(openings)("%s opens %s with one call and asks the engine nothing", async (line, title, says) => {
  const { slack, asked, calls, settled } = desk();
  const ana = slack.as(ANA);
  const outcome = await ana.command(line, REQUESTS);
  await settled();
  expect(outcome).toMatchObject({ ok: true, status: 200 });
  expect(outcome.ephemeral).toBeUndefined();
  expect(ana.view()?.title).toBe(title);
  if (says === null) expect(JSON.stringify(ana.view()?.blocks)).not.toContain("information_source");
  else expect(JSON.stringify(ana.view()?.blocks)).toMatch(says);
  expect([calls(), asked, slack.violations]).toEqual([["views.open"], [], []]);
});

test("the picker that a wrong Environment leads to offers the default one", async () => {
  const { slack } = desk();
  const ana = slack.as(ANA);
  await ana.command("/sym req prod-database moon", REQUESTS);
  expect(ana.view()?.privateMetadata).toBe("prod");
  // The Flow that was meant stays chosen.
  await ana.submit();
  expect(ana.view()?.title).toBe("Production database");
  await ana.close();
  await ana.command("/sym req nothing SANDBOX", REQUESTS);
  expect(ana.view()?.privateMetadata).toBe("sandbox");
});

test("a form that is opened twice is the same form, with nothing of the first in the second", async () => {
  const { slack } = desk();
  const ana = slack.as(ANA);
  await ana.command("/sym req prod-database", REQUESTS);
  const first = ana.view();
  await ana.set("field.reason", "typed and thrown away");
  await ana.close();
  await ana.command("/sym req prod-database", REQUESTS);
  expect(ana.view()?.values).toEqual(first?.values);
  expect(ana.view()?.id).not.toBe(first?.id);
});

test("the shortcut opens the picker with one call", async () => {
  const { slack, asked, calls, settled } = desk();
  const ana = slack.as(ANA);
  expect((await ana.shortcut(SHORTCUT)).ok).toBe(true);
  await settled();
  expect(ana.view()?.title).toBe(PICKER);
  expect([calls(), asked, slack.violations]).toEqual([["views.open"], [], []]);
});

test("a Slack that cannot be reached is said in the answer to the command", async () => {
  const { slack, calls } = desk();
  slack.faults.down(["views.open"]);
  const outcome = await slack.as(ANA).command("/sym req prod-database", REQUESTS);
  expect(outcome.ok).toBe(true);
  expect(outcome.ephemeral?.text).toMatch(/took too long/);
  expect(calls()).toEqual(["views.open"]);
});

test("a Slack that does not answer in time is not waited for", async () => {
  const { slack, clock } = desk();
  slack.faults.delayNext("views.open", 60_000);
  const opening = slack.as(ANA).command("/sym", REQUESTS);
  await clock.waiting();
  clock.late();
  expect((await opening).ephemeral?.text).toMatch(/took too long/);
});

test("a trigger that is used up is said as such; any other refusal is ours and is logged by its code", async () => {
  const { slack, logged } = desk();
  const ana = slack.as(ANA);
  slack.faults.failNext("views.open", "expired_trigger_id");
  expect((await ana.command("/sym", REQUESTS)).ephemeral?.text).toMatch(/took too long/);
  expect(logged).toEqual([]);
  slack.faults.failNext("views.open", "invalid_arguments");
  expect((await ana.command("/sym", REQUESTS)).ephemeral?.text).toMatch(/went wrong/);
  expect(logged).toEqual([{ name: "slack.view.refused", fields: { code: "invalid_arguments" } }]);
});

test("a shortcut that could not open anything is followed by a direct message", async () => {
  const { slack, settled } = desk();
  const ana = slack.as(ANA);
  slack.faults.failNext("views.open", { status: 503 });
  expect((await ana.shortcut(SHORTCUT)).ok).toBe(true);
  await settled();
  expect(ana.dm().map(({ text }) => text)).toEqual([expect.stringMatching(/took too long/)]);
});

test("usage is told for help and for what is not understood, to the person alone and without a call", async () => {
  const { slack, asked, calls, settled } = desk();
  const ana = slack.as(ANA);
  const help = await ana.command("/sym help", REQUESTS);
  const nonsense = await ana.command("/sym make me <!channel> admin", REQUESTS);
  await settled();
  expect(help.ephemeral).toMatchObject({ ephemeral: true, text: expect.stringMatching(/access for a while/) });
  expect(nonsense.ephemeral?.ephemeral).toBe(true);
  expect(nonsense.ephemeral?.text).toMatch(/does not know/);
  expect(nonsense.ephemeral?.text).not.toContain("<!channel>");
  expect([calls(), asked, slack.violations]).toEqual([[], [], []]);
});
