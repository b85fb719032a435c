// A Flow that whoever is on call decides: signed Slack in, PagerDuty beside it, whose shifts change and which can be down. Nobody
// ever reads an address of those on call.
import { expect } from "vitest";
import { anyOf, approval, onCallIn, pagerDutySchedule, people } from "../../src/sym.ts";
import { database, deploymentWith, environments } from "./deployment.ts";
import { journey } from "./journey.ts";
import { buttonsOf, cardOn, newsOf, receiptOf, toldPrivately, wordsOf } from "./reading.ts";
import { MINUTE, type Stage } from "./stage.ts";
import { askForDatabase, fillIn, press, REASON, send } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, CANARY, CLEO, GENERAL, OTTO } from "./workspace.ts";

const onCall = onCallIn(pagerDutySchedule({ label: "Database", schedule: "PDAILY1", token: "PAGERDUTY_TOKEN" }));
const withRules = (rules: Partial<Parameters<typeof approval>[1]>) =>
  deploymentWith(approval(environments, { ...database, ...rules }));
const decidedOnCall = withRules({ approvers: anyOf(people(BEN), onCall) });

const WHO = `<@${BEN}> or whoever is on call in Database`;
const holds = (stage: Stage, who = ANA) => stage.target.levelOf("orders", accountOf(who));

journey("whoever is on call approves; whoever is not is told who can, without a word of who that is", async (stage) => {
  stage.deploy(decidedOnCall);
  stage.pagerDuty.onCall("PDAILY1", accountOf(CLEO).toUpperCase());
  await askForDatabase(stage);
  await press(stage, OTTO, "Approve");
  expect(toldPrivately(stage, OTTO)).toContain(`You cannot decide about this request. Who can: ${WHO}.`);
  expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);
  await press(stage, CLEO, "Approve");
  expect(wordsOf(cardOn(stage))).toContain(`*Approved by*\n<@${CLEO}>`);
  expect(holds(stage)).toBe("read");
  const everything = [
    wordsOf(cardOn(stage)),
    wordsOf(receiptOf(stage, ANA)),
    ...newsOf(stage, ANA),
    toldPrivately(stage, OTTO),
  ].join("\n");
  expect(everything.toLowerCase()).not.toContain(accountOf(CLEO));
});

journey("the shift changes between two clicks", async (stage) => {
  stage.deploy(decidedOnCall);
  stage.pagerDuty.onCall("PDAILY1", accountOf(CLEO));
  await askForDatabase(stage);
  stage.pagerDuty.onCall("PDAILY1", accountOf(OTTO));
  await press(stage, CLEO, "Approve");
  expect(toldPrivately(stage, CLEO)).toContain(`Who can: ${WHO}.`);
  expect(holds(stage)).toBeNull();
  await press(stage, OTTO, "Approve");
  expect(wordsOf(cardOn(stage))).toContain(`*Approved by*\n<@${OTTO}>`);
  expect(holds(stage)).toBe("read");
});

journey("the shift ends between the approval and the grant: nothing is given", async (stage) => {
  stage.deploy(decidedOnCall);
  stage.pagerDuty.onCall("PDAILY1", accountOf(CLEO));
  await askForDatabase(stage);
  await stage.as(CLEO).click(cardOn(stage), { text: "Approve" });
  stage.pagerDuty.onCall("PDAILY1", accountOf(OTTO));
  await stage.settle();
  expect(holds(stage)).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("it was no longer allowed when it was to be granted");
});

journey(
  "PagerDuty down: refused in words, the request stays, and whoever is named by id still decides",
  async (stage) => {
    stage.deploy(decidedOnCall);
    stage.pagerDuty.onCall("PDAILY1", accountOf(CLEO));
    await askForDatabase(stage);
    stage.pagerDuty.fault = () => new Response(`<html>${CANARY}</html>`, { status: 503 });
    const { asked } = stage.pagerDuty;
    await press(stage, CLEO, "Approve");
    expect(toldPrivately(stage, CLEO)).toContain(
      "PagerDuty cannot be asked who is on call in Database just now. Nothing has changed; please try again in a minute.",
    );
    expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);
    expect(asked).toHaveLength(1);
    await press(stage, BEN, "Approve");
    expect(holds(stage)).toBe("read");
    expect(asked).toHaveLength(1);
  },
);

journey("PagerDuty down between approval and grant: asked again until it answers", async (stage) => {
  stage.deploy(decidedOnCall);
  stage.pagerDuty.onCall("PDAILY1", accountOf(CLEO));
  await askForDatabase(stage);
  await stage.as(CLEO).click(cardOn(stage), { text: "Approve" });
  stage.pagerDuty.fault = () => new Response(null, { status: 500 });
  await stage.skip(3 * MINUTE);
  expect(holds(stage)).toBeNull();
  stage.pagerDuty.fault = null;
  await stage.skip(2 * MINUTE);
  expect(holds(stage)).toBe("read");
});

journey("a requester who is on call does not approve their own", async (stage) => {
  stage.deploy(decidedOnCall);
  stage.pagerDuty.onCall("PDAILY1", accountOf(CLEO));
  await askForDatabase(stage, { who: CLEO });
  await press(stage, CLEO, "Approve");
  expect(toldPrivately(stage, CLEO)).toContain("You cannot decide about your own request.");
  expect(holds(stage, CLEO)).toBeNull();
});

journey(
  "only whoever is on call may ask, and while that cannot be known the form keeps what was typed",
  async (stage) => {
    stage.deploy(withRules({ requesters: onCall, approvers: people(BEN, ADA) }));
    await stage.as(ANA).command("/sym req database", GENERAL);
    expect(wordsOf(stage.as(ANA).view())).toContain("There is no Flow called `database` here that you can ask for.");
    stage.pagerDuty.onCall("PDAILY1", accountOf(ANA));
    await fillIn(stage, "database", {
      "Access to": "Orders, read only",
      "Why do you need it?": REASON,
      "For how long?": "1 hour",
    });
    stage.pagerDuty.fault = () => new Response(null, { status: 429 });
    await send(stage);
    expect(wordsOf(stage.as(ANA).view())).toContain("PagerDuty cannot be asked who is on call in Database just now.");
    stage.pagerDuty.fault = null;
    await send(stage);
    await press(stage, BEN, "Approve");
    expect(holds(stage)).toBe("read");
  },
);

journey("who may ask cannot be looked up: the Flow is left out, and that is said", async (stage) => {
  stage.deploy(withRules({ requesters: onCall, approvers: people(BEN, ADA) }));
  stage.pagerDuty.onCall("PDAILY1", accountOf(ANA));
  stage.pagerDuty.fault = () => new Response(null, { status: 503 });
  for (const line of ["/sym", "/sym req database"]) {
    await stage.as(ANA).command(line, GENERAL);
    expect(wordsOf(stage.as(ANA).view())).toContain("it cannot be looked up just now whether you may ask for them");
    expect(JSON.stringify(stage.as(ANA).view())).not.toContain("Database access");
    await stage.as(ANA).close();
  }
});

journey("a rule that named somebody else then and names the schedule now needs both", async (stage) => {
  stage.deploy(withRules({ approvers: people(CLEO, OTTO) }));
  await askForDatabase(stage);
  stage.deploy(withRules({ approvers: onCall }));
  stage.pagerDuty.onCall("PDAILY1", accountOf(BEN), accountOf(OTTO));
  for (const who of [BEN, CLEO]) {
    await press(stage, who, "Approve");
    expect(toldPrivately(stage, who)).toContain("who must also be whoever is on call in Database");
  }
  await press(stage, OTTO, "Approve");
  expect(holds(stage)).toBe("read");
});
