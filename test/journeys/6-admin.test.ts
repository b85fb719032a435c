// Step 6: freeze, revoke-all, and those who can neither ask nor decide.
import { expect } from "vitest";
import { journey } from "./journey.ts";
import { buttonsOf, cardOn, cardsOn, digestsIn, newsOf, operatorsWere, toldPrivately, wordsOf } from "./reading.ts";
import { HOUR, MINUTE, type Stage } from "./stage.ts";
import { askForDatabase, fillIn, press, REASON, send } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, CLEO, FERN, GENERAL, GUS, OPS, OTTO, ROBO } from "./workspace.ts";

const holds = (stage: Stage, who: string) => stage.target.levelOf("orders", accountOf(who));
const said = async (stage: Stage, who: string, line: string) => {
  const { ephemeral } = await stage.as(who).command(line, GENERAL);
  await stage.settle();
  return wordsOf(ephemeral);
};

journey("a freeze stops new requests and approvals, and nothing that is there", async (stage) => {
  await askForDatabase(stage, { who: OTTO });
  await press(stage, BEN, "Approve");
  await askForDatabase(stage);
  expect(await said(stage, ADA, "/sym freeze")).toContain("Frozen: nothing new is granted from now on.");
  expect(await said(stage, ADA, "/sym freeze")).toContain("It is frozen already.");

  await press(stage, BEN, "Approve");
  expect(toldPrivately(stage, BEN)).toContain("Sym is frozen: nothing new is granted");
  expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);
  expect(holds(stage, ANA)).toBeNull();

  await askForDatabase(stage, { who: CLEO });
  expect(wordsOf(stage.as(CLEO).view())).toContain("Sym is frozen: nothing new is granted");
  expect(cardsOn(stage)).toHaveLength(2);

  expect(holds(stage, OTTO)).toBe("read");
  await stage.skip(HOUR + MINUTE);
  expect(holds(stage, OTTO)).toBeNull();

  expect(await said(stage, ADA, "/sym unfreeze")).toContain("No longer frozen");
  expect(await said(stage, ADA, "/sym unfreeze")).toContain("It is not frozen.");
  await press(stage, BEN, "Approve");
  expect(holds(stage, ANA)).toBe("read");
  expect(await send(stage, CLEO)).toMatchObject({ ok: true });
  expect(stage.as(CLEO).view()).toBeNull();
  expect(cardsOn(stage)).toHaveLength(3);
});

journey(
  "a freeze between approval and grant stops the grant, however long the target kept it waiting",
  async (stage) => {
    await askForDatabase(stage);
    stage.target.break("inspect");
    await press(stage, BEN, "Approve");
    expect(await said(stage, ADA, "/sym freeze")).toContain("Frozen");
    await stage.skip(3 * MINUTE);
    stage.target.mend();
    await stage.skip(5 * MINUTE);
    expect(holds(stage, ANA)).toBeNull();
    expect(wordsOf(cardOn(stage))).toContain("Not granted: Database access");
    expect(wordsOf(cardOn(stage))).toContain("new grants are frozen");
  },
);

journey("a freeze while the target refuses to add stops the grant too", async (stage) => {
  await askForDatabase(stage);
  stage.target.break("grant");
  await press(stage, BEN, "Approve");
  expect(await said(stage, ADA, "/sym freeze")).toContain("Frozen");
  await stage.skip(3 * MINUTE);
  stage.target.mend();
  await stage.skip(5 * MINUTE);
  expect(holds(stage, ANA)).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("Not granted: Database access");
});

journey("only admins freeze, unfreeze and revoke all", async (stage) => {
  for (const line of ["/sym freeze", "/sym unfreeze"])
    expect(await said(stage, BEN, line)).toBe("Only the admins of Sym can do that. Nothing has changed.");
  await stage.as(BEN).command("/sym revoke-all everything", GENERAL);
  await stage.settle();
  expect(stage.as(BEN).view()).toBeNull();
  expect(toldPrivately(stage, BEN, GENERAL)).toBe("Only the admins of Sym can do that. Nothing has changed.");
});

journey(
  "revoke-all of a person asks first, then ends all of theirs and counts what is verified gone",
  async (stage) => {
    await askForDatabase(stage);
    await press(stage, BEN, "Approve");
    await askForDatabase(stage, { "Access to": "Orders, read and write" });
    await askForDatabase(stage, { who: OTTO });
    await press(stage, BEN, "Approve");

    const ada = stage.as(ADA);
    await ada.command("/sym revoke-all @ana", GENERAL);
    await stage.settle();
    expect(wordsOf(ada.view())).toContain(`This ends everything of <@${ANA}>.`);
    expect(wordsOf(ada.view())).toContain("*1* grant ends now, and *1* waiting request is cancelled.");
    expect(holds(stage, ANA)).toBe("read");
    await send(stage, ADA);
    expect(wordsOf(ada.view())).toContain("Ordered.");
    expect(holds(stage, ANA)).toBeNull();
    expect(holds(stage, OTTO)).toBe("read");
    await stage.skip(MINUTE);
    await stage.sweep();
    expect(operatorsWere(stage).at(-1)).toMatch(
      /Revoke-all is finished\n<@U0ADA> asked for the end of everything of <@U0ANA>\.\n\*2 of 2\* verified gone or never granted/,
    );
    expect(newsOf(stage, ANA).filter((news) => news.includes("has ended early"))).toHaveLength(1);
    const [revoked, cancelled] = cardsOn(stage).map(wordsOf);
    expect(revoked).toContain(`Revoked by <@${ADA}> with \`/sym revoke-all\`<!date`);
    expect(cancelled).toContain(`Cancelled by <@${ADA}> with \`/sym revoke-all\`<!date`);
    const states = cardsOn(stage).map((card) => wordsOf(card).split("\n")[0]);
    expect(states).toEqual([
      ":lock: Revoked: Database access",
      ":white_circle: Cancelled: Database access",
      ":white_check_mark: Active: Database access",
    ]);
  },
);

journey(
  "revoke-all of somebody whom Slack did not recognise, or of nothing, ends nothing by accident",
  async (stage) => {
    expect(await said(stage, ADA, "/sym revoke-all @nobody")).toContain("Slack did not recognise “@nobody”");
    await said(stage, ADA, "/sym revoke-all no-such-target");
    expect(toldPrivately(stage, ADA, GENERAL)).toContain("No Target is called `no-such-target`");
    expect(stage.as(ADA).view()).toBeNull();
    expect(await said(stage, ADA, "/sym revoke-all")).toContain("Whose access is to end?");
  },
);

journey("revoke-all of a Target, and of everything, by name in any case", async (stage) => {
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
  await askForDatabase(stage, { who: OTTO, "Access to": "Orders, read and write" });
  await press(stage, BEN, "Approve");
  const ada = stage.as(ADA);
  await ada.command("/sym revoke-all ORDERS-READ", GENERAL);
  await stage.settle();
  expect(wordsOf(ada.view())).toContain("This ends everything at `orders-read`.");
  await send(stage, ADA);
  expect([holds(stage, ANA), holds(stage, OTTO)]).toEqual([null, "write"]);
  await ada.close();
  await ada.command("/sym revoke-all everything", GENERAL);
  await stage.settle();
  expect(wordsOf(ada.view())).toContain("This ends *everything*.");
  await send(stage, ADA);
  expect([holds(stage, ANA), holds(stage, OTTO)]).toEqual([null, null]);
});

journey("revoke-all counts what a broken target keeps as remaining, until it lets go", async (stage) => {
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
  stage.target.break("revoke");
  const ada = stage.as(ADA);
  await ada.command("/sym revoke-all everything", GENERAL);
  await stage.settle();
  await send(stage, ADA);
  await stage.skip(2 * MINUTE);
  await stage.sweep();
  expect(operatorsWere(stage).at(-1)).toMatch(/Revoke-all is under way[\s\S]*\*0 of 1\* .* \*1\* remaining/);
  stage.target.mend();
  await stage.skip(10 * MINUTE);
  expect(holds(stage, ANA)).toBeNull();
  await stage.sweep();
  expect(operatorsWere(stage).filter((words) => words.includes("Revoke-all"))).toEqual([
    expect.stringMatching(/Revoke-all is finished[\s\S]*\*1 of 1\* .* \*0\* remaining/),
  ]);
});

journey("guests, strangers from Slack Connect and bots do not ask", async (stage) => {
  for (const [who, why] of [
    [GUS, "Guests can neither ask"],
    [FERN, "People from other organisations can neither ask"],
    [ROBO, "Apps and bots can neither ask"],
  ] as const) {
    const tampered = { clientLimits: false };
    await fillIn(stage, "server", { "Access to": "server-b1", "For how long?": "15 minutes" }, who, tampered);
    await send(stage, who, tampered);
    expect([who, wordsOf(stage.as(who).view())]).toEqual([who, expect.stringContaining(why)]);
  }
  expect(cardsOn(stage)).toEqual([]);
});

journey(
  "guests, strangers from Slack Connect, bots and the deactivated do not decide, whoever the rule names",
  async (stage) => {
    await fillIn(stage, "server", { "Access to": "Machine b1", "For how long?": "15 minutes" });
    await send(stage);
    const card = cardOn(stage);
    stage.slack.person(CLEO).deactivate();
    for (const who of [GUS, FERN, ROBO, CLEO]) {
      for (const button of ["Approve", "Deny"]) {
        await stage.as(who, { clientLimits: false }).click(card, { text: button });
        await stage.settle();
      }
    }
    for (const [who, why] of [
      [GUS, "Guests can neither ask"],
      [FERN, "People from other organisations can neither ask"],
    ] as const)
      expect(toldPrivately(stage, who)).toContain(why);
    expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);
    expect(stage.target.levelOf("server-b1", accountOf(ANA))).toBeNull();
    expect(stage.log.filter(({ name }) => name === "request.command.refused")).toHaveLength(8);
    await press(stage, OTTO, "Approve");
    expect(stage.target.levelOf("server-b1", accountOf(ANA))).toBe("read");
  },
);

journey("somebody who became a guest after asking gets nothing", async (stage) => {
  await askForDatabase(stage);
  stage.slack.person(ANA).makeGuest();
  await press(stage, BEN, "Approve");
  expect(holds(stage, ANA)).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("Not granted");
});

journey(
  "every hour the operators get a digest of the audit trail, in one line and without anybody's words",
  async (stage) => {
    await askForDatabase(stage);
    await press(stage, OTTO, "Approve");
    await stage.sweep();
    await stage.skip(HOUR);
    await stage.sweep();
    const [first = "", second = ""] = digestsIn(stage);
    expect(digestsIn(stage)).toHaveLength(2);
    expect(first).toMatch(/^Audit digest 1, lines 1 to \d+, not signed: `?\{"digest":\{/);
    expect(second).toContain("Audit digest 2");
    const words = JSON.stringify(stage.slack.as(ADA).messages(OPS));
    expect(words).toContain('\\"entry\\":1');
    expect(words).not.toContain(REASON);
  },
);
