// Buttons on cards, in direct messages and in one's own list: what the engine is asked in the acknowledgement, and what is
// told to whoever clicked and to nobody else.
import { expect, test } from "vitest";
import { type Refusal, refused } from "../../../src/domain/refusal.ts";
import type { Click } from "../../../src/ports.ts";
import { TEAM } from "../../fakes/samples.ts";
import { ANA, BEN, CLEO, type DeskOptions, desk, ID, pendingSnapshot, REQUESTS } from "./desk.ts";

/** A world with the card of Ana's request in the channel. */
async function withCard(options: DeskOptions = {}) {
  const all = desk(options);
  const posted = await all.side.messenger.card(pendingSnapshot(), all.clock.now());
  if (posted.kind !== "sent") throw new Error("the card is posted");
  all.slack.forgetCalls();
  return { ...all, card: posted.ref };
}

const click = (userId: string, more: Partial<Click> = {}): Click => ({
  requestId: ID,
  seq: 1,
  userId,
  teamId: TEAM,
  reason: null,
  ...more,
});

const REFUSALS: readonly [Refusal, RegExp][] = [
  [{ kind: "may_not_approve", approvers: [{ kind: "people", ids: [CLEO] }] }, /<@U0CLEO>/],
  [{ kind: "own_request", approvers: [] }, /own request/],
  [{ kind: "already", state: "closed", outcome: "denied", by: `${TEAM}/${CLEO}` }, /<@U0CLEO> has already denied/],
  [{ kind: "not_known_yet" }, /card shows it/],
  [{ kind: "changed" }, /look at it again/],
];

test("Approve asks the engine in the acknowledgement, and nothing else happens in Slack", async () => {
  const { slack, card, asked, calls, settled } = await withCard();
  expect((await slack.as(BEN).click(card, { text: "Approve" })).ok).toBe(true);
  await settled();
  expect(asked).toEqual([{ name: "approve", args: [click(BEN)] }]);
  expect([calls(), slack.violations]).toEqual([[], []]);
});

test.each(REFUSALS)("a refused approval (%j) is told to the person alone", async (refusal, says) => {
  const { slack, card, calls, settled } = await withCard({ engine: { approve: async () => refused(refusal) } });
  const [before] = slack.as(CLEO).messages(REQUESTS);
  await slack.as(BEN).click(card, { text: "Approve" });
  await settled();
  const [shown, told] = slack.as(BEN).messages(REQUESTS);
  expect(told).toMatchObject({ ephemeral: true, text: expect.stringMatching(says) });
  expect(slack.as(CLEO).messages(REQUESTS)).toEqual([before]);
  expect(shown).toEqual(before);
  expect([calls(), slack.violations]).toEqual([["response_url"], []]);
});

test("where the reply URL fails, an ephemeral message is tried, then a direct one", async () => {
  const { slack, card, calls, settled, logged } = await withCard({
    engine: { approve: async () => refused({ kind: "changed" }) },
  });
  const ben = slack.as(BEN);
  slack.faults.failNext("response_url", { status: 404 });
  await ben.click(card, { text: "Approve" });
  await settled();
  expect(ben.messages(REQUESTS).at(-1)?.ephemeral).toBe(true);
  slack.faults.failNext("response_url", { status: 500 });
  slack.faults.failNext("chat.postEphemeral", "user_not_in_channel");
  await ben.click(card, { text: "Approve" });
  await settled();
  expect(ben.dm().map(({ text }) => text)).toEqual([expect.stringMatching(/look at it again/)]);
  expect(calls()).toEqual([
    "response_url",
    "chat.postEphemeral",
    "response_url",
    "chat.postEphemeral",
    "chat.postMessage",
  ]);
  slack.faults.down(true);
  await ben.click(card, { text: "Approve" });
  await settled();
  expect(logged).toEqual([{ name: "slack.reply.failed", fields: { user: BEN } }]);
});

test("Deny opens the form for the reason only for whoever may deny, and changes nothing", async () => {
  const { slack, card, asked, calls, settled } = await withCard();
  const ben = slack.as(BEN);
  await ben.click(card, { text: "Deny" });
  await settled();
  expect(ben.view()?.callbackId).toBe("deny_form");
  expect(asked).toEqual([{ name: "mayDeny", args: [click(BEN)] }]);
  expect([calls(), slack.violations]).toEqual([["views.open"], []]);
});

test("who may not deny is told so, and no form opens", async () => {
  const { slack, card, settled } = await withCard({
    engine: { mayDeny: async () => refused({ kind: "may_not_approve", approvers: [{ kind: "people", ids: [CLEO] }] }) },
  });
  const ben = slack.as(BEN);
  await ben.click(card, { text: "Deny" });
  await settled();
  expect(ben.view()).toBeNull();
  expect(ben.messages(REQUESTS).at(-1)).toMatchObject({ ephemeral: true, text: expect.stringMatching(/<@U0CLEO>/) });
});

/** Ben's form for the reason. */
async function denying(options: DeskOptions = {}) {
  const all = await withCard(options);
  const ben = all.slack.as(BEN);
  await ben.click(all.card, { text: "Deny" });
  await all.settled();
  all.asked.length = 0;
  return { ...all, ben };
}

test("a denial carries the reason and the version of the card that was clicked", async () => {
  const { ben, asked } = await denying();
  await ben.set("reason", "Not today");
  await ben.submit();
  expect(asked).toEqual([{ name: "deny", args: [click(BEN, { reason: "Not today" })] }]);
  expect(ben.view()).toBeNull();
});

test("a denial without a reason has none", async () => {
  const { ben, asked } = await denying();
  await ben.submit();
  expect(asked).toEqual([{ name: "deny", args: [click(BEN)] }]);
});

test("a denial that came too late is told what happened, in place of the form", async () => {
  const { ben, slack } = await denying({
    engine: { deny: async () => refused({ kind: "already", state: "active", outcome: null, by: `${TEAM}/${CLEO}` }) },
  });
  await ben.submit();
  expect(JSON.stringify(ben.view()?.blocks)).toMatch(/<@U0CLEO> has already approved/);
  expect(slack.violations).toEqual([]);
});

test("a denial that nobody could take keeps its form and its reason", async () => {
  const { ben, slack } = await denying({ engine: { deny: async () => refused({ kind: "not_known_yet" }) } });
  await ben.set("reason", "Not today");
  const outcome = await ben.submit();
  expect(outcome.fieldErrors?.["reason"]).toMatch(/cannot say yet/);
  expect(ben.view()?.callbackId).toBe("deny_form");
  expect(slack.violations).toEqual([]);
});

test("an end does not depend on the version that its button was drawn at", async () => {
  const { slack, side, asked, settled, clock } = desk();
  const receipt = await side.messenger.receipt(pendingSnapshot(), clock.now());
  if (receipt.kind !== "sent") throw new Error("the receipt is posted");
  await slack.as(ANA).click(receipt.ref, "request.cancel");
  await settled();
  expect(asked).toEqual([{ name: "cancel", args: [click(ANA, { seq: null })] }]);
});

test("a cancel from one's own list redraws the list, which nobody else knows of", async () => {
  const { slack, asked, calls, settled } = desk();
  const ana = slack.as(ANA);
  const { ephemeral } = await ana.command("/sym list", REQUESTS);
  if (ephemeral === undefined) throw new Error("the list is shown");
  await ana.click(ephemeral, "request.cancel");
  await settled();
  expect(asked.map(({ name }) => name)).toEqual(["list", "cancel", "list"]);
  expect([calls(), slack.violations]).toEqual([["response_url"], []]);
  expect(ana.messages(REQUESTS)).toHaveLength(1);
});

test("a button whose value Sym never drew is refused without asking the engine", async () => {
  const { slack, card, asked, settled } = await withCard();
  const ben = slack.as(BEN);
  const [message] = ben.messages(REQUESTS);
  for (const value of ["", "x", `${ID}.0`, `${ID}.1; drop`, `${ID.toUpperCase()}.1`, "__proto__.1"]) {
    const blocks = JSON.parse(JSON.stringify(message?.blocks).replaceAll(`${ID}.1`, value || "-"));
    await ben.click({ ...card, blocks }, { text: "Approve" });
    await settled();
    expect(ben.messages(REQUESTS).at(-1)?.text).toMatch(/not one of a request/);
  }
  expect(asked).toEqual([]);
});

test.each(["approve", "cancel", "revoke", "mayDeny"] as const)(
  "an engine that breaks on %s is a sentence for the person and an error class in the log",
  async (name) => {
    const breaks = () => Promise.reject(new RangeError("secret detail"));
    const { slack, card, logged, settled } = await withCard({ engine: { [name]: breaks } });
    const ben = slack.as(BEN);
    const [message] = ben.messages(REQUESTS);
    const action = name === "mayDeny" ? "request.deny" : `request.${name}`;
    const blocks = JSON.parse(JSON.stringify(message?.blocks).replaceAll("request.approve", action));
    expect((await ben.click({ ...card, blocks }, { text: "Approve" })).ok).toBe(true);
    await settled();
    expect(JSON.stringify(logged)).toContain("RangeError");
    expect(JSON.stringify([logged, ben.messages(REQUESTS), ben.dm()])).not.toContain("secret detail");
    expect(ben.messages(REQUESTS).at(-1)?.text).toMatch(/went wrong/);
  },
);
