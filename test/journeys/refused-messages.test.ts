// Messages that Slack refuses, and what the operators hear without having asked.
import { expect } from "vitest";
import { journey } from "./journey.ts";
import { buttonsOf, cardOn, cardsOn, operatorsWere, receiptOf, wordsOf } from "./reading.ts";
import { MINUTE } from "./stage.ts";
import { askForDatabase, press } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, GENERAL, OPS, REQUESTS } from "./workspace.ts";

journey("a card whose channel was archived appears by itself once the channel is back", async (stage) => {
  stage.slack.channel(REQUESTS).archive();
  await askForDatabase(stage);
  await stage.skip(20 * MINUTE);
  expect(operatorsWere(stage).filter((words) => words.includes("A card cannot be posted"))).toHaveLength(1);
  expect(wordsOf(receiptOf(stage, ANA))).not.toContain("Open the card");
  stage.slack.channel(REQUESTS).unarchive();
  expect(cardsOn(stage)).toEqual([]);
  await stage.skip(30 * MINUTE);
  expect(cardsOn(stage)).toHaveLength(1);
  expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);
  expect(wordsOf(receiptOf(stage, ANA))).toContain("Open the card");
  await press(stage, BEN, "Approve");
  expect(stage.target.levelOf("orders", accountOf(ANA))).toBe("read");
});

journey(
  "the operators hear of a freeze and of its end, also where their channel was archived meanwhile",
  async (stage) => {
    const told = () => operatorsWere(stage).filter((words) => /Sym was (un)?frozen/.test(words));
    await stage.as(ADA).command("/sym freeze", GENERAL);
    await stage.sweep();
    expect(told()).toHaveLength(1);
    expect(told().at(-1)).toMatch(new RegExp(`Sym was frozen\\nBy <@${ADA}>`));
    stage.slack.channel(OPS).archive();
    await stage.as(ADA).command("/sym unfreeze", GENERAL);
    await stage.sweep();
    stage.slack.channel(OPS).unarchive();
    await stage.sweep();
    expect(told()).toHaveLength(2);
    expect(told().at(-1)).toContain("Sym was unfrozen");
    await stage.sweep();
    expect(told()).toHaveLength(2);
  },
);
