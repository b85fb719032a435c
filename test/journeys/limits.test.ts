// What one person may ask for, as people meet it: under the field, with what they typed still there. And floods from outside,
// which never keep out what Slack sends.
import { exports } from "cloudflare:workers";
import { expect } from "vitest";
import deployed from "./deployment.ts";
import { journey } from "./journey.ts";
import { cardsOn, toldPrivately } from "./reading.ts";
import { askForDatabase, fillIn, REASON, send } from "./steps.ts";
import { ANA, BEN, GENERAL } from "./workspace.ts";

journey(
  "the deployment says how many may wait; one more is refused under the field, and what was typed is kept",
  async (stage) => {
    stage.deploy({ ...deployed, limits: { pendingPerPerson: 1 } });
    await askForDatabase(stage);
    await fillIn(stage, "database", {
      "Access to": "Orders, read and write",
      "Why do you need it?": REASON,
      "For how long?": "1 hour",
    });
    expect(await send(stage)).toMatchObject({
      fieldErrors: {
        target:
          "You already have 1 request waiting for an answer, the most at once. Cancel one or wait; /sym list shows them.",
      },
    });
    expect(stage.as(ANA).view()?.values["field.reason"]).toMatchObject({ "form.text": { value: REASON } });
    expect(cardsOn(stage)).toHaveLength(1);
    await askForDatabase(stage, { who: BEN });
    expect(cardsOn(stage)).toHaveLength(2);
  },
);

journey("a flood of forged requests is cut short, and what Slack signs still gets through", async (stage) => {
  const statuses = new Map<number, number>();
  for (let i = 0; i < 100; i++) {
    const { status } = await exports.default.fetch("https://sym.test/slack/events", {
      method: "POST",
      body: "command=x",
    });
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }
  expect([...statuses.keys()].sort()).toEqual([401, 429]);
  expect(stage.log.filter(({ name }) => name === "slack.request.refused")).toHaveLength(statuses.get(401) ?? 0);
  await stage.as(ANA).command("/sym list", GENERAL);
  await stage.settle();
  expect(toldPrivately(stage, ANA, GENERAL)).not.toBe("");
});
