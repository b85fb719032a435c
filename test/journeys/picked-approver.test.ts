// Whoever was picked in the form approves: as the card and the form say it, by the rule that stands beside it, and never the requester.
import { expect } from "vitest";
import { allOf, anyOf, approval, people, pickedIn, type Rule, slackUser, text, usergroup } from "../../src/sym.ts";
import { database, deploymentWith, environments } from "./deployment.ts";
import { journey } from "./journey.ts";
import { cardOn, toldPrivately, wordsOf } from "./reading.ts";
import type { Stage } from "./stage.ts";
import { askForDatabase, press } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, CLEO, DBA, OTTO } from "./workspace.ts";

const PICK = "Who knows about it?";
const asking = (approvers: Rule, selfApproval = false) =>
  deploymentWith(
    approval(environments, {
      ...database,
      fields: {
        reason: text({ label: "Why do you need it?", multiline: true }),
        reviewer: slackUser({ label: PICK, required: false }),
      },
      approvers,
      selfApproval,
    }),
  );
const holds = (stage: Stage) => stage.target.levelOf("orders", accountOf(ANA));

journey("whoever was picked in the form approves, and nobody else", async (stage) => {
  stage.deploy(asking(pickedIn("reviewer")));
  await askForDatabase(stage, { [PICK]: OTTO });
  expect(wordsOf(cardOn(stage))).toContain(`whoever was picked as "${PICK}"`);
  await press(stage, BEN, "Approve");
  expect(toldPrivately(stage, BEN)).toContain(`Who can: whoever was picked as "${PICK}".`);
  expect(holds(stage)).toBeNull();
  await press(stage, OTTO, "Approve");
  expect(holds(stage)).toBe("read");
});

journey(
  "requesters who pick themselves approve nothing, also where a Flow lets them approve their own",
  async (stage) => {
    stage.deploy(asking(pickedIn("reviewer")));
    await askForDatabase(stage, { [PICK]: ANA });
    await press(stage, ANA, "Approve");
    expect(toldPrivately(stage, ANA)).toContain("You cannot decide about your own request.");
    stage.deploy(asking(anyOf(people(BEN), pickedIn("reviewer")), true));
    await askForDatabase(stage, { [PICK]: ANA, "Access to": "Orders, read and write" });
    await press(stage, ANA, "Approve");
    expect(toldPrivately(stage, ANA)).toContain("You cannot decide about this request.");
    expect(holds(stage)).toBeNull();
    await press(stage, BEN, "Approve");
    expect(holds(stage)).toBe("write");
  },
);

journey("another rule says among whom is picked", async (stage) => {
  stage.deploy(asking(allOf(usergroup(DBA), pickedIn("reviewer"))));
  await askForDatabase(stage, { [PICK]: OTTO });
  for (const who of [OTTO, CLEO]) await press(stage, who, "Approve");
  expect(holds(stage)).toBeNull();
  await askForDatabase(stage, { [PICK]: CLEO, "Access to": "Orders, read and write" });
  await press(stage, CLEO, "Approve");
  expect(holds(stage)).toBe("write");
});

journey("a form that picks nobody lets nobody in but those whom a rule beside it names", async (stage) => {
  stage.deploy(asking(pickedIn("reviewer")));
  await askForDatabase(stage);
  for (const who of [BEN, CLEO, ADA]) await press(stage, who, "Approve");
  expect(holds(stage)).toBeNull();
  stage.deploy(asking(anyOf(people(BEN), pickedIn("reviewer"))));
  await askForDatabase(stage, { "Access to": "Orders, read and write" });
  await press(stage, BEN, "Approve");
  expect(holds(stage)).toBe("write");
});

journey("whoever was picked, approved and is gone before the grant has approved nothing", async (stage) => {
  stage.deploy(asking(anyOf(people(BEN), pickedIn("reviewer"))));
  await askForDatabase(stage, { [PICK]: OTTO });
  await stage.as(OTTO).click(cardOn(stage), { text: "Approve" });
  stage.slack.person(OTTO).deactivate();
  await stage.settle();
  expect(holds(stage)).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("Not granted");
});
