// The same thing twice, two things at once, and things that come too late: one of them counts, and people are told which.
import { expect } from "vitest";
import { journey } from "./journey.ts";
import { cardOn, cardsOn, newsOf, receiptOf, toldPrivately, wordsOf } from "./reading.ts";
import { HOUR, MINUTE, type Stage } from "./stage.ts";
import { askForDatabase, fillIn, press, REASON, send } from "./steps.ts";
import { ANA, accountOf, BEN, CLEO } from "./workspace.ts";

const holds = (stage: Stage) => stage.target.levelOf("orders", accountOf(ANA));
const refusals = (stage: Stage) =>
  stage.log.filter(({ name }) => name === "request.command.refused").map(({ fields }) => fields["why"]);

journey("a submission that is retried or replayed makes one request", async (stage) => {
  await fillIn(stage, "database", {
    "Access to": "Orders, read only",
    "Why do you need it?": REASON,
    "For how long?": "1 hour",
  });
  await stage.as(ANA).submit();
  const submission = stage.sent.at(-1) ?? "";
  const again = async () => stage.slack.raw(await stage.slack.signed(submission));
  for (const { status } of await Promise.all([again(), again(), again()])) expect(status).toBe(200);
  await stage.settle();
  expect(cardsOn(stage)).toHaveLength(1);
  await press(stage, BEN, "Approve");
  expect((await again()).status).toBe(200);
  await stage.settle();
  expect(cardsOn(stage)).toHaveLength(1);
  expect(newsOf(stage, ANA)).toHaveLength(2);
});

journey("two submissions of one form at the same moment make one request", async (stage) => {
  await fillIn(stage, "release", { Version: "1" });
  const tampered = stage.as(ANA, { clientLimits: false });
  await Promise.all([tampered.submit(), tampered.submit()]);
  await stage.settle();
  expect(cardsOn(stage)).toHaveLength(1);
});

journey("of two people who approve at once, one has approved, and the other is told who", async (stage) => {
  await askForDatabase(stage);
  const card = cardOn(stage);
  await Promise.all([stage.as(BEN).click(card, { text: "Approve" }), stage.as(CLEO).click(card, { text: "Approve" })]);
  await stage.settle();
  const told = [BEN, CLEO].map((who) => toldPrivately(stage, who));
  expect(told.filter((words) => words === "")).toHaveLength(1);
  const [first, second] = told[0] === "" ? [BEN, CLEO] : [CLEO, BEN];
  expect(toldPrivately(stage, second)).toBe(`<@${first}> has already approved it. Nothing more has changed.`);
  expect(wordsOf(cardOn(stage))).toContain(`*Approved by*\n<@${first}>`);
  expect(newsOf(stage, ANA)).toHaveLength(2);
});

journey("a double click on Approve is one approval", async (stage) => {
  await askForDatabase(stage);
  const card = cardOn(stage);
  await Promise.all([1, 2, 3].map(() => stage.as(BEN).click(card, { text: "Approve" })));
  await stage.settle();
  expect(newsOf(stage, ANA)).toHaveLength(2);
  expect(holds(stage)).toBe("read");
});

journey("of approve and deny at once one counts, and the other person is told what happened", async (stage) => {
  await askForDatabase(stage);
  const card = cardOn(stage);
  await press(stage, BEN, "Deny");
  await Promise.all([stage.as(BEN).submit(), stage.as(CLEO).click(card, { text: "Approve" })]);
  await stage.settle();
  const words = wordsOf(cardOn(stage));
  if (holds(stage) === "read") {
    expect(words).toContain(`*Approved by*\n<@${CLEO}>`);
    expect(wordsOf(stage.as(BEN).view())).toContain(`<@${CLEO}> has already approved it.`);
  } else {
    expect(words).toContain(`Denied by <@${BEN}>`);
    expect(toldPrivately(stage, CLEO)).toContain(`<@${BEN}> has already denied it.`);
  }
});

journey("a decision after the other one is told what already happened", async (stage) => {
  await askForDatabase(stage);
  const card = cardOn(stage);
  await press(stage, BEN, "Deny");
  await stage.as(CLEO).click(card, { text: "Approve" });
  await stage.settle();
  await send(stage, BEN);
  expect(wordsOf(stage.as(BEN).view())).toContain(`<@${CLEO}> has already approved it.`);
  await stage.as(BEN).close();
  await stage.as(BEN).click({ ...card, blocks: card.blocks }, { text: "Deny" });
  await stage.settle();
  expect(toldPrivately(stage, BEN)).toContain(`<@${CLEO}> has already approved it.`);
  expect(holds(stage)).toBe("read");
});

journey("an approval after a cancel or a lapse changes nothing and says so", async (stage) => {
  await askForDatabase(stage);
  const first = cardOn(stage);
  await stage.as(ANA).click(receiptOf(stage, ANA), { text: "Cancel request" });
  await stage.settle();
  await stage.as(BEN).click({ ...first, blocks: first.blocks }, { text: "Approve" });
  await stage.settle();
  expect(toldPrivately(stage, BEN)).toContain(`<@${ANA}> has already cancelled it.`);

  await askForDatabase(stage);
  const second = cardOn(stage);
  await stage.skip(9 * HOUR);
  await stage.as(BEN).click({ ...second, blocks: second.blocks }, { text: "Approve" });
  await stage.settle();
  expect(toldPrivately(stage, BEN)).toContain("Nobody answered in time, so this request has lapsed.");
  expect(holds(stage)).toBeNull();
  expect(refusals(stage)).toEqual(["already", "already"]);
});

journey("an approval in the moment before a lapse is noticed counts as too late", async (stage) => {
  await askForDatabase(stage);
  const card = cardOn(stage);
  await stage.loseAlarms();
  await stage.skip(8 * HOUR);
  await stage.as(BEN).click(card, { text: "Approve" });
  await stage.settle();
  expect(toldPrivately(stage, BEN)).toContain("Nobody answered in time");
  expect(holds(stage)).toBeNull();
  await stage.skip(2 * MINUTE);
  expect(wordsOf(cardOn(stage))).toContain("Lapsed");
});
