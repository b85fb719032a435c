// Step 3: what a submission posts: the card where the rules route it, and the requester's own message.
import { expect } from "vitest";
import { mentionsIn } from "../../playground/slack/mentions.ts";
import { journey } from "./journey.ts";
import { buttonsOf, cardOn, cardsOn, momentsIn, newsOf, operatorsWere, receiptOf, wordsOf } from "./reading.ts";
import { HOUR } from "./stage.ts";
import { askForDatabase, fillIn, press, REASON, send } from "./steps.ts";
import { ANA, accountOf, BEN, CLEO, DBA, REQUESTS } from "./workspace.ts";

journey("the card names requester, Flow, Environment, Target, account, duration and every answer", async (stage) => {
  await askForDatabase(stage, {
    Ticket: "OPS-42",
    "How many rows?": "25",
    "Personal data?": "No",
    Region: "Europe",
  });
  expect(cardsOn(stage)).toHaveLength(1);
  const card = cardOn(stage);
  expect(buttonsOf(card)).toEqual(["Approve", "Deny"]);
  const words = wordsOf(card);
  for (const said of [
    "Waiting for approval: Database access",
    `*Requester*\n<@${ANA}>`,
    "*Flow*\nDatabase access",
    "*Environment*\nProduction",
    "*Target*\nOrders, read only (`read`)",
    `*Account*\n\`${accountOf(ANA)}\``,
    "*Duration*\n1 hour",
    `Why do you need it? ${REASON}`,
    "Ticket: OPS-42",
    "How many rows? 25",
    "Personal data? No",
    "Region: Europe",
  ])
    expect(words).toContain(said);
});

journey("the card mentions the approvers and says until when they can decide", async (stage) => {
  await askForDatabase(stage);
  const words = wordsOf(cardOn(stage));
  expect(words).toMatch(
    new RegExp(`Who can decide, <!date\\^\\d+\\^until .*: <@${BEN}> or a member of <!subteam\\^${DBA}>\\.`),
  );
  const [until = 0] = momentsIn(words);
  expect(Math.abs(until - (stage.now + 8 * HOUR) / 1_000)).toBeLessThan(2);
});

journey("the requester, who is not in that channel, gets a message with link, approvers and Cancel", async (stage) => {
  await askForDatabase(stage);
  expect(
    stage
      .as(ANA)
      .channels()
      .find(({ id }) => id === REQUESTS)?.isMember,
  ).toBe(false);
  expect(newsOf(stage, ANA)).toHaveLength(1);
  const receipt = receiptOf(stage, ANA);
  expect(buttonsOf(receipt)).toEqual(["Cancel request"]);
  const words = wordsOf(receipt);
  expect(words).toContain(`<${cardOn(stage).permalink}|Open the card>`);
  expect(words).toContain(`<@${BEN}> or a member of <!subteam^${DBA}>`);
  expect(words).toContain("`read` on *Orders, read only* for *1 hour*");
});

journey("an approval-only Flow has a card without Target and duration", async (stage) => {
  await fillIn(stage, "release", { Version: "1.2.3" });
  await send(stage);
  const words = wordsOf(cardOn(stage));
  expect(words).toContain(`<@${ANA}> asks for *Release*.`);
  expect(words).toContain("Version: 1.2.3");
  expect(words).not.toMatch(/\*Target\*|\*Duration\*|\*Account\*/);
});

journey("a Target that cannot be read back is marked as unverified before anybody decides", async (stage) => {
  await fillIn(stage, "doors", {});
  await send(stage);
  expect(wordsOf(cardOn(stage))).toContain("*Unverified:* this target cannot be read back");
  expect(wordsOf(cardOn(stage))).toContain("The end also removes access that they had there before");
});

journey("the operators hear of a Flow version when it is first used, and not again", async (stage) => {
  await askForDatabase(stage);
  expect(operatorsWere(stage)).toEqual([expect.stringContaining("A Flow is used in a new version")]);
  await askForDatabase(stage, { who: CLEO });
  expect(operatorsWere(stage)).toHaveLength(1);
});

journey("what people typed is shown and never acted on", async (stage) => {
  const hostile = [
    "<!channel> <!here> <!everyone> @channel @here",
    `<@${BEN}> <#${REQUESTS}> <!subteam^${DBA}>`,
    "<https://evil.example.com|Approve> https://evil.example.com [x](https://evil.example.com)",
    "*bold* _it_ ~no~ `code` > quote :tada: \u202Egnp.exe \u{1F469}\u200D\u{1F680}",
    "&lt;!channel&gt; &amp;",
  ].join("\n");
  await askForDatabase(stage, { "Why do you need it?": hostile });
  await press(stage, BEN, "Approve");
  const shown = [cardOn(stage), ...stage.as(ANA).dm()];
  const allowed = new Set([ANA, BEN, DBA, cardOn(stage).permalink]);
  for (const message of shown) {
    const live = mentionsIn(message).filter(({ target }) => !allowed.has(target));
    expect(live).toEqual([]);
  }
  const words = wordsOf(cardOn(stage));
  expect(words).toContain("<!channel> <!here> <!everyone> @channel @here");
  expect(words).toContain("<https://evil.example.com|Approve> https://evil.example.com");
});

journey("3,000 characters and emoji are taken, and the card says that it cuts them", async (stage) => {
  const long = `${"\u{1F525}".repeat(200)}${"canary ".repeat(371)}`.slice(0, 3_000);
  expect(await askForDatabase(stage, { "Why do you need it?": long })).toMatchObject({ ok: true });
  const words = wordsOf(cardOn(stage));
  expect(words).toContain("\u{1F525}".repeat(200));
  expect(words).toContain("Long answers are cut here; the record has them whole.");
});
