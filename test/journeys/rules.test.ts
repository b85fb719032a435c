// Rules that are joined, several approvals and stages, as people in Slack meet them: who is told what, who may press, and what
// is given at last.
import { expect } from "vitest";
import { admins, allOf, anyOf, anyone, approval, channel, not, people, rule, usergroup } from "../../src/sym.ts";
import { database, deploymentWith, environments } from "./deployment.ts";
import { journey } from "./journey.ts";
import { buttonsOf, cardOn, cardsOn, newsOf, receiptOf, toldPrivately, wordsOf } from "./reading.ts";
import type { Stage } from "./stage.ts";
import { MINUTE } from "./stage.ts";
import { askForDatabase, fillIn, press, REASON, send } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, CANARY, CLEO, DBA, FERN, GENERAL, GUS, OTTO, REQUESTS } from "./workspace.ts";

const withRules = (rules: Partial<Parameters<typeof approval>[1]>) =>
  deploymentWith(approval(environments, { ...database, ...rules }));
const holds = (stage: Stage, who = ANA) => stage.target.levelOf("orders", accountOf(who));
const two = { approvers: anyOf(people(BEN, OTTO), usergroup(DBA)), approvals: 2 };
const { approvers: _one, ...undecided } = database;
const stages = [
  { label: "Database people", approvers: usergroup(DBA) },
  { label: "Leads", approvers: people(BEN, OTTO) },
] as const;

journey("in the group and in the channel, but not Cleo: whoever is left out is told who can", async (stage) => {
  stage.slack.usergroup(DBA).add(OTTO);
  stage.deploy(withRules({ approvers: allOf(usergroup(DBA), channel(REQUESTS), not(people(CLEO))) }));
  await askForDatabase(stage);
  await press(stage, CLEO, "Approve");
  expect(toldPrivately(stage, CLEO)).toContain(
    `Who can: a member of <!subteam^${DBA}> who is also anyone in <#${REQUESTS}>, but not <@${CLEO}>.`,
  );
  await press(stage, OTTO, "Approve");
  expect(holds(stage)).toBe("read");
});

journey("admins decide where a rule names them", async (stage) => {
  stage.deploy(withRules({ approvers: allOf(anyone(), admins()) }));
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
  expect(toldPrivately(stage, BEN)).toContain("any full member of this workspace who is also an admin of Sym");
  await press(stage, ADA, "Approve");
  expect(holds(stage)).toBe("read");
});

journey("a function decides by who asks, who presses and what was answered", async (stage) => {
  const colleague = rule(
    "a colleague who knows",
    ({ person, requester, request }) =>
      requester.name === "ana" && person.name === "otto" && String(request.answers["reason"]).includes("canary"),
  );
  stage.deploy(withRules({ approvers: colleague }));
  await askForDatabase(stage);
  expect(wordsOf(cardOn(stage))).toContain("a colleague who knows");
  await press(stage, BEN, "Approve");
  expect(toldPrivately(stage, BEN)).toContain("Who can: a colleague who knows.");
  await press(stage, OTTO, "Approve");
  expect(holds(stage)).toBe("read");
});

journey("a function that fails lets nobody in, and says so without a word of its error", async (stage) => {
  const broken = rule("a colleague", ({ person }) => {
    throw new Error(`the ${"canary"} does not know ${person.email}`);
  });
  stage.deploy(withRules({ approvers: anyOf(people(BEN), broken) }));
  await askForDatabase(stage);
  await press(stage, OTTO, "Approve");
  expect(toldPrivately(stage, OTTO)).toBe(
    "Whether you are a colleague cannot be told just now: the Flow's own function gave no answer. Nothing has changed; please try again in a minute.",
  );
  expect(toldPrivately(stage, OTTO)).not.toContain(CANARY);
  await press(stage, BEN, "Approve");
  expect(holds(stage)).toBe("read");
});

journey("a function that was changed approves nothing that was asked before", async (stage) => {
  stage.deploy(withRules({ approvers: rule("a colleague", ({ person }) => person.name === "otto") }));
  await askForDatabase(stage);
  stage.deploy(withRules({ approvers: rule("a colleague", ({ person }) => person.name !== "ana") }));
  await press(stage, OTTO, "Approve");
  expect(toldPrivately(stage, OTTO)).toContain("cannot be told just now");
  expect(holds(stage)).toBeNull();
});

journey("guests and people of other organisations decide where the Flow says so, and nowhere else", async (stage) => {
  stage.deploy(withRules({ approvers: channel(REQUESTS) }));
  await askForDatabase(stage);
  for (const who of [GUS, FERN]) await press(stage, who, "Approve");
  expect(holds(stage)).toBeNull();
  stage.deploy(withRules({ approvers: channel(REQUESTS), guestsMayDecide: true, approvals: 2 }));
  await askForDatabase(stage, { "Access to": "Orders, read and write" });
  for (const who of [GUS, FERN]) await press(stage, who, "Approve");
  expect(holds(stage)).toBe("write");
});

journey("two approvals: the card tells who has approved and who is still needed", async (stage) => {
  stage.deploy(withRules(two));
  await askForDatabase(stage);
  expect(wordsOf(cardOn(stage))).toContain("*2 approvals, by different people* needed.");
  await press(stage, BEN, "Approve");
  expect(holds(stage)).toBeNull();
  expect(wordsOf(cardOn(stage))).toMatch(
    new RegExp(
      `Approved so far by <@${BEN}>\\.\\n\\*One more approval\\* needed\\.\\nWho can decide, .*: <@${OTTO}> or a member`,
    ),
  );
  expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);
  expect(wordsOf(receiptOf(stage, ANA))).toContain(`Approved so far by <@${BEN}>.`);
  await press(stage, BEN, "Approve");
  expect(toldPrivately(stage, BEN)).toContain(
    "You have approved this already, and one person counts once. It takes 1 more",
  );
  await press(stage, ANA, "Approve");
  expect(toldPrivately(stage, ANA)).toContain("You cannot decide about your own request.");
  await press(stage, CLEO, "Approve");
  expect(holds(stage)).toBe("read");
  expect(wordsOf(cardOn(stage))).toContain(`*Approved by*\n<@${BEN}>`);
  expect(wordsOf(cardOn(stage))).toContain(`*Approved by*\n<@${CLEO}>`);
  expect(wordsOf(receiptOf(stage, ANA))).toContain(`Approved by <@${BEN}> and <@${CLEO}>.`);
});

journey("two approvals at the same moment, by cards of the same look, both count", async (stage) => {
  stage.deploy(withRules(two));
  await askForDatabase(stage);
  const card = cardOn(stage);
  await Promise.all([BEN, CLEO].map((who) => stage.as(who).click(card, { text: "Approve" })));
  await stage.settle();
  for (const who of [BEN, CLEO]) expect(toldPrivately(stage, who)).toBe("");
  expect(holds(stage)).toBe("read");
});

journey("one of two who approved may not any more: one more is needed, and then it is given", async (stage) => {
  stage.deploy(withRules(two));
  await askForDatabase(stage);
  await press(stage, CLEO, "Approve");
  stage.slack.usergroup(DBA).remove(CLEO);
  await press(stage, BEN, "Approve");
  expect(holds(stage)).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("*One more approval* needed.");
  await press(stage, OTTO, "Approve");
  expect(holds(stage)).toBe("read");
});

journey("one of two leaves between the last approval and the grant: nothing is given", async (stage) => {
  stage.deploy(withRules(two));
  await askForDatabase(stage);
  await press(stage, CLEO, "Approve");
  await stage.as(BEN).click(cardOn(stage), { text: "Approve" });
  stage.slack.usergroup(DBA).remove(CLEO);
  await stage.settle();
  expect(holds(stage)).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("whoever approved may no longer do so");
});

journey("stages: each waits for the one before", async (stage) => {
  stage.deploy(deploymentWith(approval(environments, { ...undecided, stages })));
  await askForDatabase(stage);
  expect(wordsOf(cardOn(stage))).toContain("*One approval* needed in stage 1 of 2, *Database people*.");
  await press(stage, BEN, "Approve");
  expect(toldPrivately(stage, BEN)).toContain(
    `It is not your turn yet: this waits for *Database people* first, which is up to a member of <!subteam^${DBA}>.`,
  );
  await press(stage, CLEO, "Approve");
  expect(wordsOf(cardOn(stage))).toContain("*One more approval* needed in stage 2 of 2, *Leads*.");
  await press(stage, OTTO, "Approve");
  expect(holds(stage)).toBe("read");
});

journey("a deny in any stage ends it, also by somebody who has approved", async (stage) => {
  stage.deploy(deploymentWith(approval(environments, { ...undecided, stages })));
  await askForDatabase(stage);
  await press(stage, CLEO, "Approve");
  await press(stage, CLEO, "Deny");
  await stage.as(CLEO).submit();
  await stage.settle();
  expect(wordsOf(cardOn(stage))).toContain("Denied");
  await press(stage, OTTO, "Approve").catch(() => undefined);
  expect(holds(stage)).toBeNull();
});

journey("what was approved in part and by nobody else lapses", async (stage) => {
  stage.deploy(withRules({ ...two, timeout: "5m" }));
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
  await stage.skip(6 * MINUTE);
  expect(wordsOf(cardOn(stage))).toContain("Lapsed");
  expect(newsOf(stage, ANA).join("\n")).toContain("lapsed");
  await press(stage, BEN, "Approve").catch(() => undefined);
  expect(holds(stage)).toBeNull();
});

const offered = (stage: Stage, who: string): string => JSON.stringify(stage.as(who).view());
const incidents = approval(environments, {
  ...database,
  name: "incidents",
  label: "Incidents",
  requesters: allOf(usergroup(DBA), not(people(BEN))),
});
const withIncidents = deploymentWith(approval(environments, database), incidents);

journey(
  "a Flow that somebody may not ask for is neither in the picker nor in the help, and does not open",
  async (stage) => {
    stage.deploy(withIncidents);
    await stage.as(ANA).command("/sym", GENERAL);
    expect(offered(stage, ANA)).toContain("Database access");
    expect(offered(stage, ANA)).not.toContain("Incidents");
    await stage.as(ANA).command("/sym req incidents", GENERAL);
    expect(wordsOf(stage.as(ANA).view())).toContain("There is no Flow called `incidents` here that you can ask for.");
    expect(offered(stage, ANA)).not.toContain("Incidents");
    await stage.as(CLEO).command("/sym", GENERAL);
    expect(offered(stage, CLEO)).toContain("Incidents");
    await stage.as(CLEO).command("/sym req incidents", GENERAL);
    expect(offered(stage, CLEO)).toContain("For how long?");
  },
);

journey("whoever lost the right to ask while the form was open sends nothing", async (stage) => {
  stage.deploy(withIncidents);
  await fillIn(
    stage,
    "incidents",
    { "Access to": "Orders, read only", "Why do you need it?": REASON, "For how long?": "1 hour" },
    CLEO,
  );
  stage.slack.usergroup(DBA).remove(CLEO);
  await send(stage, CLEO);
  expect(wordsOf(stage.as(CLEO).view())).toContain("You cannot ask for *Incidents*.");
  expect(cardsOn(stage)).toEqual([]);
});
