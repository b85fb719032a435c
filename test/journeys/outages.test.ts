// Something that Sym stands on is out of order: what people are told, what waits, and what happens all the same.
import { expect } from "vitest";
import { journey } from "./journey.ts";
import { buttonsOf, cardOn, cardsOn, newsOf, operatorsWere, receiptOf, toldPrivately, wordsOf } from "./reading.ts";
import { HOUR, MINUTE, type Stage } from "./stage.ts";
import { askForDatabase, fillIn, press, REASON, send } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, CLEO, GENERAL, OTTO, REQUESTS } from "./workspace.ts";

const holds = (stage: Stage) => stage.target.levelOf("orders", accountOf(ANA));
const filled = { "Access to": "Orders, read only", "Why do you need it?": REASON, "For how long?": "1 hour" };

async function given(stage: Stage): Promise<void> {
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
}

journey("Slack down while posting: the request waits and its card comes later", async (stage) => {
  stage.slack.faults.down(["chat.postMessage", "chat.update"]);
  expect(await askForDatabase(stage)).toMatchObject({ ok: true });
  await stage.skip(20 * MINUTE);
  expect([cardsOn(stage), newsOf(stage, ANA)]).toEqual([[], []]);
  stage.slack.faults.clear();
  await stage.skip(10 * MINUTE);
  expect(cardsOn(stage)).toHaveLength(1);
  expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);
  expect(wordsOf(receiptOf(stage, ANA))).toContain("Open the card");
  await press(stage, BEN, "Approve");
  expect(holds(stage)).toBe("read");
});

journey("Slack down after the approval does not delay access, nor its end", async (stage) => {
  await askForDatabase(stage, { "For how long?": "15 minutes" });
  const { channel, ts } = cardOn(stage);
  await stage.as(BEN).click({ channel, ts }, { text: "Approve" });
  stage.slack.faults.down(["chat.postMessage", "chat.update", "chat.getPermalink"]);
  await stage.settle();
  expect(holds(stage)).toBe("read");
  await stage.skip(16 * MINUTE);
  expect(holds(stage)).toBeNull();
  stage.slack.faults.clear();
  await stage.skip(10 * MINUTE);
  expect(wordsOf(cardOn(stage))).toContain("Expired: Database access");
  expect(newsOf(stage, ANA).at(-1)).toContain("has ended");
});

journey("Slack that asks to wait is asked again no earlier", async (stage) => {
  stage.slack.faults.failNext("chat.postMessage", { status: 429, retryAfter: 90 }, 2);
  await askForDatabase(stage);
  await stage.skip(80_000);
  expect(cardsOn(stage)).toEqual([]);
  // Spread over half of that again, so that not everybody comes back at once.
  await stage.skip(45_000);
  expect(cardsOn(stage)).toHaveLength(1);
});

journey("an answer of Slack's that is lost costs at most a second copy of the card", async (stage) => {
  stage.slack.faults.loseAnswerNext("chat.postMessage");
  await askForDatabase(stage);
  await stage.skip(MINUTE);
  expect(cardsOn(stage)).toHaveLength(2);
  await press(stage, BEN, "Approve");
  expect(cardsOn(stage).map(buttonsOf)).toEqual([["Approve", "Deny"], ["Revoke"]]);
  const [copy] = cardsOn(stage);
  await stage.as(CLEO).click(copy ?? cardOn(stage), { text: "Approve" });
  await stage.settle();
  expect(toldPrivately(stage, CLEO)).toContain(`<@${BEN}> has already approved it.`);
});

journey("a channel that takes no card: the operators are told, and the requester can still cancel", async (stage) => {
  stage.slack.channel(REQUESTS).archive();
  await askForDatabase(stage);
  expect(operatorsWere(stage).filter((words) => words.includes("A card cannot be posted"))).toHaveLength(1);
  await stage.as(ANA).click(receiptOf(stage, ANA), { text: "Cancel request" });
  await stage.settle();
  expect(wordsOf(receiptOf(stage, ANA))).toContain("Cancelled");
});

journey(
  "many requests at once come through Slack's rate limits",
  async (stage) => {
    const people = [ANA, BEN, CLEO, OTTO, ADA];
    for (const who of people) await askForDatabase(stage, { who });
    for (const who of people) await askForDatabase(stage, { who, "Access to": "Orders, read and write" });
    expect(cardsOn(stage).length).toBeLessThan(10);
    await stage.skip(5 * MINUTE);
    expect(cardsOn(stage)).toHaveLength(10);
  },
  { rateLimits: true },
);

journey("D1 down at submit: the modal says so and keeps what was typed", async (stage) => {
  await fillIn(stage, "database", filled);
  stage.record.isDown = true;
  expect(await send(stage)).toMatchObject({ ok: true, status: 200 });
  const ana = stage.as(ANA);
  expect(wordsOf(ana.view())).toContain("its record does not answer");
  expect(JSON.stringify(ana.view()?.values)).toContain(REASON);
  await stage.skip(5 * MINUTE);
  stage.record.isDown = false;
  expect(cardsOn(stage)).toEqual([]);
  expect(await send(stage)).toMatchObject({ ok: true });
  expect(ana.view()).toBeNull();
  expect(cardsOn(stage)).toHaveLength(1);
  expect(wordsOf(cardOn(stage))).toContain(REASON);
});

journey("D1 lost in the moment of a submission: sent again, it is still one request", async (stage) => {
  await fillIn(stage, "database", filled);
  stage.record.breakDuringNextCommit();
  await send(stage);
  expect(wordsOf(stage.as(ANA).view())).toContain("Sym cannot say yet whether your request was taken");
  stage.record.isDown = false;
  expect(await send(stage)).toMatchObject({ ok: true });
  expect(stage.as(ANA).view()).toBeNull();
  await stage.skip(5 * MINUTE);
  expect(cardsOn(stage)).toHaveLength(1);
});

journey("D1 lost in the moment of an approval: the card shows what became of it, and access comes", async (stage) => {
  await askForDatabase(stage);
  stage.record.breakDuringNextCommit();
  await press(stage, BEN, "Approve");
  expect(toldPrivately(stage, BEN)).toContain("If it did, the card shows it in a minute or two");
  expect(holds(stage)).toBeNull();
  stage.record.isDown = false;
  await stage.skip(5 * MINUTE);
  expect(holds(stage)).toBe("read");
  expect(wordsOf(cardOn(stage))).toContain(`*Approved by*\n<@${BEN}>`);
});

journey("D1 down at a click: nothing changes, and the click can be made again", async (stage) => {
  await askForDatabase(stage);
  stage.record.isDown = true;
  await press(stage, BEN, "Approve");
  expect(toldPrivately(stage, BEN)).toContain("its record does not answer");
  await press(stage, BEN, "Deny");
  expect(stage.as(BEN).view()).toBeNull();
  expect(wordsOf((await stage.as(ANA).command("/sym list", GENERAL)).ephemeral)).toContain(
    "its record does not answer",
  );
  stage.record.isDown = false;
  await press(stage, BEN, "Approve");
  expect(holds(stage)).toBe("read");
});

journey("D1 down for a grant's whole life: access ends on time, and the record hears of it later", async (stage) => {
  await given(stage);
  stage.record.isDown = true;
  await stage.skip(HOUR);
  expect(holds(stage)).toBeNull();
  await stage.skip(3 * HOUR);
  expect(wordsOf(cardOn(stage))).toContain("Active");
  stage.record.isDown = false;
  await stage.skip(15 * MINUTE);
  expect(wordsOf(cardOn(stage))).toContain("Expired: Database access");
  expect(newsOf(stage, ANA).filter((news) => news.includes("has ended"))).toHaveLength(1);
});

journey("D1 down does not stop an early end", async (stage) => {
  await given(stage);
  stage.record.isDown = true;
  expect(await press(stage, OTTO, "Revoke")).toMatchObject({ ok: true });
  expect(toldPrivately(stage, OTTO)).toContain("Only the person who has this access");
  expect(holds(stage)).toBe("read");
  await press(stage, BEN, "Revoke");
  expect(holds(stage)).toBeNull();
  stage.record.isDown = false;
  await stage.skip(15 * MINUTE);
  expect(wordsOf(cardOn(stage))).toMatch(new RegExp(`Revoked: Database access[\\s\\S]*Revoked by <@${BEN}>`));
});

journey(
  "the target down at expiry: retried until gone, and the operators are told, again every hour",
  async (stage) => {
    await given(stage);
    stage.target.break("revoke");
    await stage.skip(HOUR + MINUTE);
    expect(holds(stage)).toBe("read");
    const overdue = () => operatorsWere(stage).filter((words) => words.includes("Access is overdue and not yet gone"));
    expect(overdue()).toHaveLength(0);
    await stage.skip(5 * MINUTE);
    expect(overdue()).toHaveLength(1);
    expect(wordsOf(cardOn(stage))).toMatch(/It should have ended .*, and is still being removed/);
    await stage.skip(61 * MINUTE);
    expect(overdue()).toHaveLength(2);
    stage.target.mend();
    await stage.skip(6 * MINUTE);
    expect(holds(stage)).toBeNull();
    expect(wordsOf(cardOn(stage))).toMatch(/Expired: Database access[\s\S]*Verified gone/);
    expect(newsOf(stage, ANA).at(-1)).toContain("Verified gone");
  },
);

journey("people and groups that cannot be looked up are refused in words, and nothing changes", async (stage) => {
  await fillIn(stage, "database", filled);
  stage.slack.faults.down(["users.info"]);
  await send(stage);
  expect(wordsOf(stage.as(ANA).view())).toContain("Slack cannot be asked who you are just now.");
  stage.slack.faults.clear();
  await send(stage);
  stage.slack.faults.down(["usergroups.users.list"]);
  await press(stage, CLEO, "Approve");
  expect(toldPrivately(stage, CLEO)).toContain("Slack cannot be asked who is in the user group just now.");
  expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);
  // Ben is named by his id: nobody has to be asked about a group.
  await press(stage, BEN, "Approve");
  expect(holds(stage)).toBe("read");
});

journey("a lookup that fails between approval and grant is made again until it can be had", async (stage) => {
  await askForDatabase(stage);
  await stage.as(CLEO).click(cardOn(stage), { text: "Approve" });
  stage.slack.faults.down(["usergroups.users.list"]);
  await stage.skip(3 * MINUTE);
  expect(holds(stage)).toBeNull();
  stage.slack.faults.clear();
  await stage.skip(2 * MINUTE);
  expect(holds(stage)).toBe("read");
});

journey("a form that Slack does not open is said privately, and nothing else happens", async (stage) => {
  stage.slack.faults.down(["views.open"]);
  const { ephemeral } = await stage.as(ANA).command("/sym req database", GENERAL);
  expect(wordsOf(ephemeral)).toContain("Slack took too long to open the form.");
  stage.slack.faults.clear();
  expect(stage.record.trips).toEqual([]);
});

journey("a deployment that does not fit closes the door, and what was given still ends", async (stage) => {
  await given(stage);
  stage.deploy({ environments: {}, flows: [] });
  expect(await stage.as(ANA).command("/sym req", GENERAL)).toMatchObject({ ok: false, error: "http_service_error" });
  await stage.skip(HOUR + MINUTE);
  expect(holds(stage)).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("Expired");
});

journey(
  "D1 down from the approval until the grant's deadline: nothing is given, and everybody hears",
  async (stage) => {
    await askForDatabase(stage);
    await stage.as(BEN).click(cardOn(stage), { text: "Approve" });
    stage.record.isDown = true;
    await stage.skip(20 * MINUTE);
    expect(holds(stage)).toBeNull();
    stage.record.isDown = false;
    await stage.skip(15 * MINUTE);
    expect(holds(stage)).toBeNull();
    expect(wordsOf(cardOn(stage))).toContain("Not granted: Database access");
    expect(operatorsWere(stage).at(-1)).toContain("Access could not be granted");
  },
);

journey("a card that somebody deleted is posted anew", async (stage) => {
  await askForDatabase(stage);
  stage.slack.faults.failNext("chat.update", "message_not_found");
  await press(stage, BEN, "Approve");
  expect(cardsOn(stage)).toHaveLength(2);
  expect(buttonsOf(cardOn(stage))).toEqual(["Revoke"]);
});

journey("the Home tab says when the record does not answer", async (stage) => {
  stage.record.isDown = true;
  await stage.as(ANA).openHome();
  await stage.settle();
  expect(wordsOf(stage.as(ANA).home())).toContain("its record does not answer");
});
