// Step 4: who may decide, what a decision does to the card and to the requester, and the early ends.
import { expect } from "vitest";
import { journey } from "./journey.ts";
import { buttonsOf, cardOn, momentsIn, newsOf, receiptOf, toldPrivately, wordsOf } from "./reading.ts";
import { HOUR, type Stage } from "./stage.ts";
import { askForDatabase, fillIn, press, REASON, send } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, CANARY, CLEO, DBA, OTTO, REQUESTS } from "./workspace.ts";

const APPROVERS = `<@${BEN}> or a member of <!subteam^${DBA}>`;
const holds = (stage: Stage, who = ANA) => stage.target.levelOf("orders", accountOf(who));

journey(
  "a named approver approves: the card is redrawn and the requester hears that it is approved and there",
  async (stage) => {
    await askForDatabase(stage);
    expect(await press(stage, BEN, "Approve")).toMatchObject({ ok: true, status: 200 });
    const until = stage.now / 1_000 + 3_600;

    const card = cardOn(stage);
    expect(card.edited).toBe(true);
    expect(buttonsOf(card)).toEqual(["Revoke"]);
    const words = wordsOf(card);
    expect(words).toContain("Active: Database access");
    expect(words).toMatch(new RegExp(`\n<@${ANA}> has \`read\` on \\*Orders, read only\\*, \\*<!date\\^\\d+\\^until `));
    expect(words).toMatch(new RegExp(`\\*Approved by\\*\n<@${BEN}><!date`));
    expect(words).toContain("*Duration*\n1 hour");

    const [receipt, active, ...more] = newsOf(stage, ANA);
    expect(receipt).toMatch(/You have it \*<!date\^\d+\^until /);
    expect(more).toEqual([]);
    expect(active).toContain(`<@${BEN}> approved \`read\` on *Orders, read only* for you.`);
    expect(active).toMatch(/It is there: you have it \*<!date\^\d+\^until /);
    expect(active).toContain("Connect with `psql -h orders.example.com orders`.");
    expect(newsOf(stage, ANA).filter((news) => news.includes("How to use it"))).toEqual([active]);
    const [told = 0] = momentsIn(active ?? "");
    expect(Math.abs(told - until)).toBeLessThan(2);
    expect(holds(stage)).toBe("read");
  },
);

journey("a member of the approving group approves, as the group is at the click", async (stage) => {
  await askForDatabase(stage);
  stage.slack.usergroup(DBA).remove(CLEO);
  await press(stage, CLEO, "Approve");
  expect(toldPrivately(stage, CLEO)).toContain(`You cannot decide about this request. Who can: ${APPROVERS}.`);
  expect(holds(stage)).toBeNull();
  stage.slack.usergroup(DBA).add(CLEO);
  await press(stage, CLEO, "Approve");
  expect(wordsOf(cardOn(stage))).toContain(`*Approved by*\n<@${CLEO}>`);
  expect(holds(stage)).toBe("read");
});

journey("anyone in the channel approves where the rule says so, as the channel is at the click", async (stage) => {
  await fillIn(stage, "server", { "Access to": "Machine a0", "For how long?": "15 minutes" });
  await send(stage);
  const card = cardOn(stage);
  stage.slack.channel(REQUESTS).kick(OTTO);
  await stage.as(OTTO, { clientLimits: false }).click(card, { text: "Approve" });
  await stage.settle();
  expect(stage.target.levelOf("server-a0", accountOf(ANA))).toBeNull();
  stage.slack.channel(REQUESTS).invite(OTTO);
  await press(stage, OTTO, "Approve");
  expect(stage.target.levelOf("server-a0", accountOf(ANA))).toBe("read");
});

journey("anyone else is told privately who can decide, and nothing changes", async (stage) => {
  await askForDatabase(stage);
  const before = cardOn(stage);
  for (const button of ["Approve", "Deny"]) {
    expect(await press(stage, OTTO, button)).toMatchObject({ ok: true });
    expect(toldPrivately(stage, OTTO)).toBe(
      `You cannot decide about this request. Who can: ${APPROVERS}. Nothing has changed.`,
    );
    expect(stage.as(OTTO).view()).toBeNull();
  }
  expect(toldPrivately(stage, BEN)).toBe("");
  expect(cardOn(stage)).toEqual({ ...before, values: cardOn(stage).values });
  expect(newsOf(stage, ANA)).toHaveLength(1);
  expect(holds(stage)).toBeNull();
});

journey("requesters do not approve themselves, admins neither, unless the Flow says so", async (stage) => {
  await askForDatabase(stage, { who: BEN });
  await press(stage, BEN, "Approve");
  expect(toldPrivately(stage, BEN)).toContain("You cannot decide about your own request.");
  await press(stage, BEN, "Deny");
  expect(stage.as(BEN).view()).toBeNull();
  expect(holds(stage, BEN)).toBeNull();

  stage.slack.channel(REQUESTS).invite(ADA);
  await fillIn(stage, "release", { Version: "1" }, ADA);
  await send(stage, ADA);
  await press(stage, ADA, "Approve");
  expect(toldPrivately(stage, ADA)).toContain("You cannot decide about your own request.");
  expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);

  await askForDatabase(stage, { who: BEN, line: "database sandbox" });
  await press(stage, BEN, "Approve");
  expect(stage.target.levelOf("sandbox-orders", accountOf(BEN))).toBe("read");
  expect(wordsOf(cardOn(stage))).toContain(`<@${BEN}> approved their own request, which this Flow allows.`);

  await fillIn(stage, "break-glass", { "What is broken?": REASON, "For how long?": "15 minutes" }, BEN);
  await send(stage, BEN);
  await press(stage, BEN, "Approve");
  expect(stage.target.levelOf("shop", accountOf(BEN))).toBe("admin");
});

journey("self-approval is only for those whom the rule names", async (stage) => {
  await askForDatabase(stage, { line: "database sandbox" });
  stage.slack.channel(REQUESTS).invite(ANA);
  await press(stage, ANA, "Approve");
  expect(toldPrivately(stage, ANA)).toContain("You cannot decide about this request.");
  expect(stage.target.levelOf("sandbox-orders", accountOf(ANA))).toBeNull();
});

journey("an admin whom the rules do not name does not approve", async (stage) => {
  await askForDatabase(stage);
  stage.slack.channel(REQUESTS).invite(ADA);
  await press(stage, ADA, "Approve");
  expect(toldPrivately(stage, ADA)).toContain(`Who can: ${APPROVERS}`);
  expect(holds(stage)).toBeNull();
});

journey("an approval-only Flow ends with its approval", async (stage) => {
  await fillIn(stage, "release", { Version: "1.2.3" });
  await send(stage);
  await press(stage, BEN, "Approve");
  expect(buttonsOf(cardOn(stage))).toEqual([]);
  expect(wordsOf(cardOn(stage))).toContain("Approved: Release");
  expect(newsOf(stage, ANA).at(-1)).toContain(`<@${BEN}> approved *Release* for you.`);
  expect(buttonsOf(receiptOf(stage, ANA))).toEqual([]);
});

journey("Deny asks for a reason, which may be left out, and the requester hears it", async (stage) => {
  await askForDatabase(stage);
  await press(stage, BEN, "Deny");
  const ben = stage.as(BEN);
  expect(ben.view()).toMatchObject({ title: "Deny this request", submit: "Deny" });
  await ben.set("Reason", `not today, ${CANARY} <!channel>`);
  await send(stage, BEN);
  expect(ben.view()).toBeNull();
  expect(buttonsOf(cardOn(stage))).toEqual([]);
  expect(wordsOf(cardOn(stage))).toMatch(new RegExp(`Denied: Database access[\\s\\S]*Denied by <@${BEN}><!date`));
  expect(wordsOf(cardOn(stage))).toContain(`not today, ${CANARY} <!channel>`);
  expect(newsOf(stage, ANA).at(-1)).toContain("Your request for `read` on *Orders, read only* is not granted.");
  expect(newsOf(stage, ANA).at(-1)).toContain(`not today, ${CANARY} <!channel>`);

  await askForDatabase(stage);
  await press(stage, CLEO, "Deny");
  await send(stage, CLEO);
  expect(wordsOf(cardOn(stage))).toContain(`Denied by <@${CLEO}>`);
  expect(holds(stage)).toBeNull();
});

journey("requester, approver and admins can revoke early, and nobody else", async (stage) => {
  stage.slack.channel(REQUESTS).invite(ADA);
  for (const [index, who] of [BEN, ADA].entries()) {
    await askForDatabase(stage);
    await press(stage, BEN, "Approve");
    expect(holds(stage)).toBe("read");
    await press(stage, OTTO, "Revoke");
    expect(toldPrivately(stage, OTTO)).toContain(
      "Only the person who has this access, whoever approved it, and the admins",
    );
    await press(stage, CLEO, "Revoke");
    expect(holds(stage)).toBe("read");
    await press(stage, who, "Revoke");
    expect(holds(stage)).toBeNull();
    expect(buttonsOf(cardOn(stage))).toEqual([]);
    expect(wordsOf(cardOn(stage))).toMatch(new RegExp(`Revoked: [\\s\\S]*Revoked by <@${who}>[\\s\\S]*Verified gone`));
    expect(newsOf(stage, ANA).filter((news) => news.includes("has ended early"))).toHaveLength(index + 1);
  }
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
  const { channel, ts } = receiptOf(stage, ANA);
  await stage.as(ANA).click({ channel, ts }, { text: "Revoke" });
  await stage.settle();
  expect(holds(stage)).toBeNull();
  expect(wordsOf(receiptOf(stage, ANA))).toContain(`Revoked by <@${ANA}>`);
});

journey("the requester can cancel while it is pending, and the card says so", async (stage) => {
  await askForDatabase(stage);
  const { channel, ts } = receiptOf(stage, ANA);
  expect(await stage.as(ANA).click({ channel, ts }, { text: "Cancel request" })).toMatchObject({ ok: true });
  await stage.settle();
  expect(wordsOf(cardOn(stage))).toMatch(new RegExp(`Cancelled: [\\s\\S]*Cancelled by <@${ANA}>.*Nothing was granted`));
  expect(buttonsOf(cardOn(stage))).toEqual([]);
  expect(buttonsOf(receiptOf(stage, ANA))).toEqual([]);
});

journey("a request can be cancelled while it is being granted, and ends with nothing left", async (stage) => {
  await askForDatabase(stage);
  const { channel, ts } = receiptOf(stage, ANA);
  await stage.as(BEN).click(cardOn(stage), { text: "Approve" });
  await stage.as(ANA).click({ channel, ts }, { text: "Cancel request" });
  await stage.settle();
  expect(holds(stage)).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("Stopped: Database access");
  await stage.skip(2 * HOUR);
  expect(holds(stage)).toBeNull();
});

journey("the rules are asked again before the grant", async (stage) => {
  await askForDatabase(stage);
  await stage.as(CLEO).click(cardOn(stage), { text: "Approve" });
  stage.slack.usergroup(DBA).remove(CLEO);
  await stage.settle();
  expect(holds(stage)).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("Not granted: Database access");
  expect(wordsOf(cardOn(stage))).toContain("it was no longer allowed when it was to be granted");
});
