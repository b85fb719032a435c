// What Slack really sent and signed, caught and sent again fifty times within the five minutes in which its signature counts:
// everything that people and targets can see is as after the first time.
import { expect } from "vitest";
import { MINUTE_MS } from "../fakes/samples.ts";
import { journey } from "./journey.ts";
import { cardsOn, operatorsWere, receiptOf, wordsOf } from "./reading.ts";
import type { Stage } from "./stage.ts";
import { askForDatabase, press, send } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, CLEO, GENERAL, OPS } from "./workspace.ts";

const TIMES = 50;

/** Everything that there is to see. */
const seen = (stage: Stage): unknown => ({
  cards: cardsOn(stage).map((card) => wordsOf(card)),
  // What is said to the one who pressed alone, and is gone with a reload, may be said again.
  news: [ANA, BEN].map((who) =>
    stage
      .as(who)
      .dm()
      .filter(({ ephemeral }) => !ephemeral)
      .map(wordsOf),
  ),
  operators: operatorsWere(stage),
  holds: ["orders", "shop"].map((group) => stage.target.levelOf(group, accountOf(ANA))),
});

/** Sends what was sent since then again, as it was, and looks whether anything is different. */
async function replay(stage: Stage, since: number, times = TIMES): Promise<void> {
  await stage.settle();
  const before = seen(stage);
  for (const body of new Set(stage.sent.slice(since))) {
    const contentType = body.startsWith("{") ? "application/json" : "application/x-www-form-urlencoded";
    const requests = await Promise.all(Array.from({ length: times }, () => stage.slack.signed(body, { contentType })));
    for (const request of requests) expect((await stage.slack.raw(request)).status).toBe(200);
    await stage.settle();
    expect(seen(stage)).toEqual(before);
  }
  // Nobody presses one button so often, so Slack's own limit on answers to it is reached here alone.
  const { violations } = stage.slack;
  const others = violations.filter(({ kind }) => kind !== "response_url_overused");
  violations.splice(0, violations.length, ...others);
}

journey("a submission, an approval and an early end that are sent again fifty times each count once", async (stage) => {
  await askForDatabase(stage);
  await replay(stage, 0);
  const asked = stage.sent.length;
  await press(stage, BEN, "Approve");
  await replay(stage, asked);
  const approved = stage.sent.length;
  await stage.as(ANA).click(receiptOf(stage, ANA), { text: "Revoke" });
  await replay(stage, approved);
  // What made the grant does not bring it back either.
  await replay(stage, 0, 5);
});

journey("a denial, a cancellation and a freeze that are sent again fifty times each count once", async (stage) => {
  await askForDatabase(stage);
  const asked = stage.sent.length;
  await press(stage, CLEO, "Deny");
  await send(stage, CLEO);
  await replay(stage, asked);
  await askForDatabase(stage);
  const again = stage.sent.length;
  await stage.as(ANA).click(receiptOf(stage, ANA), { text: "Cancel request" });
  await replay(stage, again);
  const cancelled = stage.sent.length;
  await stage.as(ADA).command("/sym freeze", OPS);
  await stage.as(ANA).command("/sym list", GENERAL);
  await replay(stage, cancelled);
});

journey(
  "a revoke-all that is confirmed fifty times over is one order: what was given since then stays",
  async (stage) => {
    await askForDatabase(stage);
    await press(stage, BEN, "Approve");
    await stage.as(ADA).command("/sym revoke-all everything", OPS);
    await stage.settle();
    const confirmed = stage.sent.length;
    await stage.as(ADA).submit();
    await stage.skip(MINUTE_MS);
    await stage.sweep();
    await askForDatabase(stage);
    await press(stage, BEN, "Approve");
    await stage.settle();
    const [order] = stage.sent.slice(confirmed);
    stage.sent.splice(0, stage.sent.length, order ?? "");
    await replay(stage, 0);
    expect(stage.target.levelOf("orders", accountOf(ANA))).not.toBeNull();
    expect(operatorsWere(stage).filter((words) => words.includes("Revoke-all is finished"))).toHaveLength(1);
  },
);
