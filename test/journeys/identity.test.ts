// Whose account is whose: found once and kept, moved by nobody but an admin, and never given to a second person by itself.
import { expect } from "vitest";
import { deployment } from "../../src/sym.ts";
import { database, environments } from "./deployment.ts";
import { journey } from "./journey.ts";
import { cardOn, cardsOn, operatorsWere, receiptOf, wordsOf } from "./reading.ts";
import type { Stage } from "./stage.ts";
import { askForDatabase, press } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, CANARY, CLEO, GENERAL, GUS, OPS, OTTO } from "./workspace.ts";

const NEW = `new-ana@${CANARY}.example.com`;
const KEPT = "Somebody's account seems to have changed";
const say = async (stage: Stage, who: string, line: string): Promise<string> => {
  const { ephemeral } = await stage.as(who).command(line, GENERAL);
  await stage.settle();
  return wordsOf(ephemeral);
};
const levels = (stage: Stage, ...accounts: string[]) => accounts.map((one) => stage.target.levelOf("orders", one));

journey(
  "what was found for the first request is kept, and a changed e-mail does not move it but is told",
  async (stage) => {
    expect(await say(stage, ANA, "/sym identity")).toContain("You are linked to no account yet.");
    await askForDatabase(stage);
    await press(stage, BEN, "Approve");
    expect(await say(stage, ANA, "/sym whoami")).toContain(`\`${accountOf(ANA)}\` at \`memory\`, found`);
    await press(stage, BEN, "Revoke");

    stage.slack.person(ANA).setEmail(NEW);
    await askForDatabase(stage);
    expect(wordsOf(cardOn(stage))).toContain(accountOf(ANA));
    expect(wordsOf(cardOn(stage))).toContain("Linked to this account");
    expect(wordsOf(receiptOf(stage, ANA))).toContain("please ask an admin of Sym to set it");
    const told = operatorsWere(stage).filter((words) => words.includes(KEPT));
    expect(told).toEqual([expect.stringContaining(`<@${ANA}> is linked to \`${accountOf(ANA)}\``)]);
    await press(stage, BEN, "Approve");
    expect(levels(stage, accountOf(ANA), NEW)).toEqual(["read", null]);
    await press(stage, BEN, "Revoke");

    await askForDatabase(stage);
    expect(operatorsWere(stage).filter((words) => words.includes(KEPT))).toHaveLength(1);
  },
);

journey("an e-mail that changes between the request and the grant moves nothing either", async (stage) => {
  await askForDatabase(stage);
  stage.slack.person(ANA).setEmail(NEW);
  await press(stage, BEN, "Approve");
  expect(levels(stage, accountOf(ANA), NEW)).toEqual(["read", null]);
});

journey(
  "an admin says whose account it is: the card shows it, it gets the access, and what is live stays where it is",
  async (stage) => {
    await askForDatabase(stage);
    await press(stage, BEN, "Approve");
    expect(await say(stage, ADA, "/sym identity set @ana prod/orders-read ana-db")).toContain(
      `Set: <@${ANA}> is \`ana-db\` at \`memory\` from now on`,
    );
    expect(levels(stage, accountOf(ANA), "ana-db")).toEqual(["read", null]);
    await askForDatabase(stage);
    expect(wordsOf(cardOn(stage))).toContain("*Account*\n`ana-db`");
    await press(stage, BEN, "Approve");
    expect(levels(stage, accountOf(ANA), "ana-db")).toEqual(["read", "read"]);
    expect(await say(stage, ADA, "/sym identity list")).toContain(
      `<@${ANA}>: \`ana-db\` at \`memory\`, set by <@${ADA}>`,
    );
    expect(operatorsWere(stage).filter((words) => words.includes(KEPT))).toEqual([]);
  },
);

journey("a link that an admin changes before the grant stops it", async (stage) => {
  await askForDatabase(stage);
  await say(stage, ADA, "/sym identity set @ana prod/orders-read ana-db");
  await press(stage, BEN, "Approve");
  expect(levels(stage, accountOf(ANA), "ana-db")).toEqual([null, null]);
  expect(wordsOf(cardOn(stage))).toContain("the account that was asked for no longer belongs to whoever asked");
});

journey("a link that is removed is found anew, and its live access is untouched", async (stage) => {
  await say(stage, ADA, "/sym identity set @ana prod/orders-read ana-db");
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
  expect(await say(stage, ADA, "/sym identity remove @ana prod/orders-read")).toContain("Removed:");
  expect(await say(stage, ADA, "/sym identity remove @ana prod/orders-read")).toContain(
    "There is no link of that person there.",
  );
  expect(levels(stage, "ana-db")).toEqual(["read"]);
  await askForDatabase(stage);
  expect(wordsOf(cardOn(stage))).toContain(`*Account*\n\`${accountOf(ANA)}\``);
});

journey(
  "whoever is given the address of somebody who left gets neither their account nor their link",
  async (stage) => {
    await askForDatabase(stage);
    await press(stage, BEN, "Deny");
    stage.slack.person(ANA).deactivate();
    stage.slack.person(OTTO).setEmail(accountOf(ANA));
    await askForDatabase(stage, { who: OTTO });
    expect(wordsOf(stage.as(OTTO).view())).toContain("is linked to somebody else in Sym, so it is not taken for yours");
    expect(cardsOn(stage)).toHaveLength(1);
  },
);

journey("two people share an account only where an admin says so, and that is said", async (stage) => {
  await askForDatabase(stage);
  expect(await say(stage, ADA, `/sym identity set @otto orders-write ${accountOf(ANA)}`)).toContain(
    `The same account is linked to <@${ANA}> too.`,
  );
  await askForDatabase(stage, { who: OTTO, "Access to": "Orders, read and write" });
  await press(stage, BEN, "Approve");
  expect(levels(stage, accountOf(ANA), accountOf(OTTO))).toEqual(["write", null]);
});

journey("only admins see and change links of others, and mistakes are told apart", async (stage) => {
  for (const line of ["list", "list @ana", "set @ana orders-write x", "remove @ana orders-write"])
    expect(await say(stage, BEN, `/sym identity ${line}`)).toBe(
      "Only the admins of Sym can do that. Nothing has changed.",
    );
  expect(await say(stage, GUS, "/sym identity")).toContain("Guests can neither ask");
  const set = (rest: string) => say(stage, ADA, `/sym identity set ${rest}`);
  expect(await set("@ana orders-raed x")).toContain("There is no such Target. Targets here: `badge`, `orders-read`");
  expect(await set("@ana orders-read x")).toContain("Set:");
  expect(await set("@ana prod/badge x")).toContain("`webhook https://doors.example.com/hooks/sym`");
  expect(await set("@ana orders-read x")).toContain("already");
  expect(await set("@gus orders-read x")).toContain("no full member of this workspace");
  expect(await set(`@ana orders-read ${"x".repeat(201)}`)).toContain("That Target can have no such account.");
  expect(await set("@nobody orders-read x")).toContain("Slack did not recognise");
  expect(await say(stage, ADA, "/sym identity set @ana")).toContain("Whose account? Write one of");
  expect(await say(stage, CLEO, "/sym identity")).toContain("You are linked to no account yet.");
});

journey(
  "an address outside the deployment's domains finds no account, and an admin can still say one",
  async (stage) => {
    stage.deploy(
      deployment({
        environments,
        flows: [database],
        admins: { people: [ADA] },
        operatorsChannel: OPS,
        emailDomains: ["elsewhere.example.com"],
      }),
    );
    expect(JSON.stringify(await askForDatabase(stage))).toContain(
      "your e-mail address in Slack is in none of the domains that accounts are found by. Please ask an admin of Sym to set it",
    );
    await say(stage, ADA, "/sym identity set @ana prod/orders-read ana-db");
    await askForDatabase(stage);
    await press(stage, BEN, "Approve");
    expect(levels(stage, "ana-db")).toEqual(["read"]);
  },
);
