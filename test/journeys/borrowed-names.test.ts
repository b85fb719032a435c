// Somebody who calls themselves as another does, in every field that Slack lets people choose: nobody reads that name from Sym,
// nobody is taken for the other, and access goes to the account of whoever asked.
import { expect } from "vitest";
import { journey } from "./journey.ts";
import { buttonsOf, cardOn, newsOf, toldPrivately, wordsOf } from "./reading.ts";
import { askForDatabase, press } from "./steps.ts";
import { ANA, accountOf, BEN, OTTO } from "./workspace.ts";

const NAMES = { name: "ben", realName: "Ben Berg", displayName: `Ben Berg <@${BEN}>` };

journey("an approver's name decides nothing, and whoever borrowed it is told so", async (stage) => {
  stage.slack.person(OTTO).rename(NAMES);
  await askForDatabase(stage);
  await press(stage, OTTO, "Approve");
  expect(toldPrivately(stage, OTTO)).toContain(`Who can: <@${BEN}>`);
  expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);
  expect(stage.target.levelOf("orders", accountOf(ANA))).toBeNull();
});

journey(
  "a borrowed name stands nowhere: the card names the person's id and the account that gets access",
  async (stage) => {
    stage.slack.person(OTTO).rename(NAMES);
    await askForDatabase(stage, { who: OTTO });
    const card = cardOn(stage);
    expect(wordsOf(card)).toContain(`<@${OTTO}>`);
    expect(JSON.stringify(card.blocks)).not.toContain("Ben Berg");
    expect(wordsOf(card)).toContain(accountOf(OTTO));
    await press(stage, BEN, "Approve");
    expect(newsOf(stage, OTTO).join("\n")).not.toContain("Ben Berg");
    expect([OTTO, BEN].map((who) => stage.target.levelOf("orders", accountOf(who)))).toEqual(["read", null]);
  },
);
