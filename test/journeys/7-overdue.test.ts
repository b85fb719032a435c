// Step 7: an end that does not come. Who hears of it and when, what stops, and how people end it when the target never will.
import { expect } from "vitest";
import { deployment, onCallWebhook, pagerDuty } from "../../src/sym.ts";
import { environments, everyFlow } from "./deployment.ts";
import { journey } from "./journey.ts";
import { buttonsOf, cardOn, cardsOn, newsOf, operatorsWere, toldPrivately, wordsOf } from "./reading.ts";
import { HOUR, MINUTE, type Stage } from "./stage.ts";
import { askForDatabase, press, send } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, CLEO, GENERAL, OPS, OTTO } from "./workspace.ts";

const holds = (stage: Stage, who: string) => stage.target.levelOf("orders", accountOf(who));

/** Two admins, and somebody on call in two ways. */
const watched = deployment({
  environments,
  flows: everyFlow,
  admins: { people: [ADA, CLEO] },
  operatorsChannel: OPS,
  onCall: [pagerDuty({ routingKey: "PAGERDUTY_KEY" }), onCallWebhook({ url: "ONCALL_URL", secret: "ONCALL_SECRET" })],
});

/** Ana has read access for an hour, and the target does not let go when it is revoked. */
async function stuck(stage: Stage): Promise<void> {
  stage.deploy(watched);
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
  stage.target.break("revoke");
  await press(stage, BEN, "Revoke");
}

journey("a usual grant gives the requester two messages: approved and there, and ended", async (stage) => {
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
  await stage.skip(HOUR + 2 * MINUTE);
  const news = newsOf(stage, ANA).slice(1);
  expect(news).toHaveLength(2);
  expect(news[0]).toContain(`<@${BEN}> approved`);
  expect(news[0]).toContain("It is there: you have it");
  expect(news[1]).toContain("has ended");
});

journey("where access does not follow at once, the requester hears first that it is approved", async (stage) => {
  await askForDatabase(stage);
  stage.target.break("grant");
  await press(stage, BEN, "Approve");
  await stage.skip(14_000);
  expect(newsOf(stage, ANA)).toHaveLength(1);
  await stage.skip(2_000);
  expect(newsOf(stage, ANA).at(-1)).toContain("You will hear when it is there.");
  await stage.skip(3 * MINUTE);
  expect(wordsOf(cardOn(stage))).toContain("Approved, not there yet");
  expect(wordsOf(cardOn(stage))).toMatch(
    /It is not there yet, \d+ tries so far\. The last trouble: the target is out of/,
  );
  stage.target.mend();
  await stage.skip(6 * MINUTE);
  expect(newsOf(stage, ANA).at(-1)).toContain("It is there: you have it");
  expect(wordsOf(cardOn(stage))).not.toContain("not there yet");
});

journey(
  "the card says it at 2 minutes, the operators hear at 5, whoever is on call at 15, all each hour",
  async (stage) => {
    await stuck(stage);
    await stage.skip(2 * MINUTE - 5_000);
    expect(wordsOf(cardOn(stage))).toContain("Being removed");
    await stage.skip(10_000);
    expect(wordsOf(cardOn(stage))).toMatch(/It should have ended .* is still being removed, \d+ tries so far/);
    expect(wordsOf(cardOn(stage))).toContain("The last trouble: the target is out of order");
    const overdue = () => operatorsWere(stage).filter((words) => words.includes("overdue and not yet gone")).length;
    expect(overdue()).toBe(0);
    await stage.skip(3 * MINUTE);
    expect([overdue(), stage.pager.heard.length]).toEqual([1, 0]);
    await stage.skip(10 * MINUTE);
    expect([overdue(), stage.pager.heard.length]).toEqual([1, 2]);
    const [event] = stage.pager.said("pagerduty");
    expect(event).toMatchObject({
      event_action: "trigger",
      payload: { source: "Orders, read only", component: "Database access", group: "Production", severity: "critical" },
    });
    expect(JSON.stringify(event)).toContain("the target is out of order");
    expect(JSON.stringify(stage.pager.heard)).not.toContain("@example");
    expect(wordsOf(cardOn(stage))).toContain("whoever is on call knows");
    await stage.skip(45 * MINUTE);
    expect([overdue(), stage.pager.heard.length]).toEqual([2, 4]);
    await stage.skip(HOUR);
    expect([overdue(), stage.pager.heard.length]).toEqual([3, 6]);
    expect(new Set(stage.pager.said("pagerduty").map((one) => one["dedup_key"])).size).toBe(1);
    stage.target.mend();
    await stage.skip(6 * MINUTE);
    expect(holds(stage, ANA)).toBeNull();
    expect(stage.pager.said("pagerduty").at(-1)).toEqual({
      routing_key: event?.["routing_key"],
      event_action: "resolve",
      dedup_key: event?.["dedup_key"],
    });
    expect(stage.pager.said("webhook").at(-1)).toMatchObject({ action: "resolve" });
  },
);

journey(
  "whoever is on call and cannot be reached hears as soon as they can; nothing else waits for it",
  async (stage) => {
    stage.pager.down = true;
    await stuck(stage);
    await stage.skip(40 * MINUTE);
    expect(stage.pager.heard).toEqual([]);
    expect(wordsOf(cardOn(stage))).toContain("Removal overdue");
    stage.pager.down = false;
    await stage.skip(6 * MINUTE);
    expect(stage.pager.heard.map(({ by }) => by).sort()).toEqual(["pagerduty", "webhook"]);
    stage.target.mend();
    await stage.skip(6 * MINUTE);
    expect(holds(stage, ANA)).toBeNull();
  },
);

journey("overdue for a day, nothing new is granted at that Target, and again once it has healed", async (stage) => {
  await stuck(stage);
  await stage.leap(24 * HOUR + 2 * MINUTE);
  await askForDatabase(stage, { who: OTTO });
  await press(stage, BEN, "Approve");
  expect(toldPrivately(stage, BEN)).toMatch(
    /At \*Orders, read only\* an end has been overdue .* nothing new is granted/,
  );
  expect(holds(stage, OTTO)).toBeNull();
  stage.target.mend();
  await stage.skip(10 * MINUTE);
  await press(stage, BEN, "Approve");
  expect(holds(stage, OTTO)).toBe("read");
});

journey("admins see in their list what is overdue of everybody; others do not", async (stage) => {
  await stuck(stage);
  await stage.skip(6 * MINUTE);
  const { ephemeral } = await stage.as(ADA).command("/sym list", GENERAL);
  expect(wordsOf(ephemeral)).toMatch(
    /Overdue, for admins: everybody's[\s\S]*<@U0ANA>[\s\S]*the target is out of order/,
  );
  const other = await stage.as(OTTO).command("/sym list", GENERAL);
  expect(wordsOf(other.ephemeral)).not.toContain("Overdue");
});

const EVIDENCE = "What shows that it is gone?";

journey("two admins end by hand what the target never lets go of, and Sym looks again every day", async (stage) => {
  await stuck(stage);
  await stage.skip(20 * MINUTE);
  const ada = stage.as(ADA);
  await press(stage, ADA, "End by hand");
  expect(wordsOf(ada.view())).toContain("Close this by hand only if you have looked at the target");
  await ada.set(EVIDENCE, "I ran the query, the role is empty");
  await send(stage, ADA);
  expect(wordsOf(ada.view())).toContain("A second admin has to confirm it");
  expect(wordsOf(cardOn(stage))).toContain(`<@${ADA}> says that it is gone at the target`);
  expect(operatorsWere(stage).at(-1)).toContain("waits for a second admin");

  await press(stage, CLEO, "Confirm end by hand");
  expect(wordsOf(stage.as(CLEO).view())).toContain("I ran the query, the role is empty");
  await send(stage, CLEO);
  expect(wordsOf(cardOn(stage))).toContain("Closed by hand");
  expect(wordsOf(cardOn(stage))).toContain(`<@${ADA}> said that it is gone, and <@${CLEO}> confirmed it`);
  expect(newsOf(stage, ANA).at(-1)).toContain("The target never confirmed the removal");
  expect(stage.pager.said("pagerduty").at(-1)).toMatchObject({ event_action: "resolve" });
  expect(buttonsOf(cardOn(stage))).toEqual([]);

  // They were wrong: it is still there, and the target answers again.
  expect(holds(stage, ANA)).toBe("read");
  stage.target.mend();
  await stage.skip(25 * HOUR);
  expect(holds(stage, ANA)).toBeNull();
  expect(operatorsWere(stage).at(-1)).toContain("Access is there after its request was closed");
  expect(wordsOf(cardOn(stage))).not.toContain("being removed");
});

journey("an end by hand needs evidence, a second admin, and somebody else than who had it", async (stage) => {
  await stuck(stage);
  await stage.skip(6 * MINUTE);
  await press(stage, OTTO, "End by hand");
  expect(toldPrivately(stage, OTTO)).toContain("Only the admins of Sym");
  const id = /request `([a-z0-9]{26})`/.exec(wordsOf(cardOn(stage)))?.[1] ?? "";
  const ada = stage.as(ADA);
  await ada.command(`/sym close ${id}`, GENERAL);
  await stage.settle();
  await ada.set(EVIDENCE, "looked");
  await send(stage, ADA);
  await ada.close();
  // The same admin once more: another evidence, never a confirmation.
  await press(stage, ADA, "Confirm end by hand");
  expect(wordsOf(ada.view())).toContain(EVIDENCE);
  await ada.set(EVIDENCE, "looked twice");
  await send(stage, ADA);
  await ada.close();
  expect(wordsOf(cardOn(stage))).toContain("Removal overdue");
  expect(holds(stage, ANA)).toBe("read");
  stage.target.mend();
  await stage.skip(6 * MINUTE);
  await press(stage, CLEO, "Confirm end by hand").catch(() => undefined);
  expect(wordsOf(cardOn(stage))).toContain("Revoked by");
});

journey("nobody ends by hand what is not overdue", async (stage) => {
  stage.deploy(watched);
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
  const id = /request `([a-z0-9]{26})`/.exec(wordsOf(cardOn(stage)))?.[1] ?? "";
  await stage.as(ADA).command(`/sym close ${id}`, GENERAL);
  await stage.settle();
  expect(toldPrivately(stage, ADA, GENERAL)).toContain("Only an end that is overdue can be closed by hand");
  expect(cardsOn(stage)).toHaveLength(1);
});

journey(
  "somebody whose Slack account is deactivated loses what they have, early and with the reason",
  async (stage) => {
    await askForDatabase(stage, { "For how long?": "4 hours" });
    await press(stage, BEN, "Approve");
    expect(holds(stage, ANA)).toBe("read");
    stage.slack.person(ANA).deactivate();
    await stage.settle();
    await stage.skip(MINUTE);
    expect(holds(stage, ANA)).toBeNull();
    expect(wordsOf(cardOn(stage))).toContain("Revoked by Sym");
  },
);

journey(
  "access that others gave where a grant has ended is said to the operators once, and left alone",
  async (stage) => {
    await askForDatabase(stage);
    await press(stage, BEN, "Approve");
    await stage.skip(HOUR + 2 * MINUTE);
    stage.target.put("orders", accountOf(ANA), "write");
    await stage.skip(25 * HOUR);
    for (let minute = 0; minute < 3; minute++) {
      await stage.sweep();
      await stage.skip(MINUTE);
    }
    const found = operatorsWere(stage).filter((words) => words.includes("Access that Sym did not give"));
    expect(found).toEqual([expect.stringContaining("Orders, read only")]);
    await stage.skip(25 * HOUR);
    await stage.sweep();
    await stage.skip(MINUTE);
    await stage.sweep();
    expect(operatorsWere(stage).filter((words) => words.includes("Access that Sym did not give"))).toHaveLength(1);
    expect(holds(stage, ANA)).toBe("write");
  },
);
