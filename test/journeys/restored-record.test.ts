// The drill of a restore: D1 is put back to an hour ago while the objects and the targets know better. What is live ends, what
// has ended is not given again, and people can go on.
import { env } from "cloudflare:workers";
import { expect } from "vitest";
import { journey } from "./journey.ts";
import { cardOn, toldPrivately, wordsOf } from "./reading.ts";
import { HOUR, MINUTE, type Stage } from "./stage.ts";
import { askForDatabase, press } from "./steps.ts";
import { bookmarkOf } from "./time-travel.ts";
import { ADA, ANA, accountOf, BEN, CLEO, GENERAL, OTTO } from "./workspace.ts";

const holds = (stage: Stage, who: string) => stage.target.levelOf("orders", accountOf(who));

async function given(stage: Stage, who: string, duration: string): Promise<void> {
  await askForDatabase(stage, { who, "For how long?": duration });
  await press(stage, BEN, "Approve");
  expect(holds(stage, who)).toBe("read");
}

/** Minutes of the clock, with the timer that runs in each. */
async function minutes(stage: Stage, count: number): Promise<void> {
  for (let minute = 0; minute < count; minute++) {
    await stage.skip(MINUTE);
    await stage.sweep();
  }
}

journey("what is live after a restore ends on time, known to the record or not", async (stage) => {
  await given(stage, ANA, "1 hour");
  const restore = await bookmarkOf(env.DB);
  await given(stage, OTTO, "1 hour");
  await stage.skip(10 * MINUTE);
  stage.bind("SYM_FREEZE", "on");
  await restore();
  await minutes(stage, 3);
  expect([holds(stage, ANA), holds(stage, OTTO)]).toEqual(["read", "read"]);
  await minutes(stage, 60);
  expect([holds(stage, ANA), holds(stage, OTTO)]).toEqual([null, null]);
  expect(wordsOf(cardOn(stage))).not.toBe("");
  expect(stage.log).toContainEqual({
    name: "request.report.refused",
    fields: expect.objectContaining({ why: "not_found" }),
  });
});

journey("what had ended before a restore is not given again, and the record learns that it is gone", async (stage) => {
  // Given, and over since; approved when the record was kept, given, and taken back since.
  await given(stage, ANA, "15 minutes");
  await stage.skip(12 * MINUTE);
  await askForDatabase(stage, { who: OTTO });
  stage.target.break("grant", "inspect");
  await press(stage, BEN, "Approve");
  const restore = await bookmarkOf(env.DB);
  stage.target.mend();
  await minutes(stage, 3);
  expect(holds(stage, OTTO)).toBe("read");
  await press(stage, BEN, "Revoke");
  await minutes(stage, 2);
  expect([holds(stage, ANA), holds(stage, OTTO)]).toEqual([null, null]);
  const before = stage.target.calls.length;

  stage.bind("SYM_FREEZE", "on");
  await restore();
  await minutes(stage, 30);
  const since = stage.target.calls.slice(before).map(({ verb }) => verb);
  expect(since).not.toContain("grant");
  expect([holds(stage, ANA), holds(stage, OTTO)]).toEqual([null, null]);
  const { results } = await env.DB.prepare("SELECT outcome FROM requests ORDER BY created_at").all();
  expect(results).toEqual([{ outcome: "expired" }, { outcome: "failed" }]);
});

journey(
  "nothing is asked for or approved under a freeze from outside, and `/sym unfreeze` does not lift it",
  async (stage) => {
    await askForDatabase(stage);
    stage.bind("SYM_FREEZE", "on");
    await press(stage, BEN, "Approve");
    expect(toldPrivately(stage, BEN)).toContain("Sym is frozen");
    await stage.as(ADA).command("/sym unfreeze", GENERAL);
    await stage.settle();
    expect(toldPrivately(stage, ADA, GENERAL)).toContain("delete the secret `SYM_FREEZE`");
    await askForDatabase(stage, { who: CLEO });
    expect(wordsOf(stage.as(CLEO).view())).toContain("Sym is frozen");
    await minutes(stage, 2);
    expect(holds(stage, ANA)).toBeNull();
    expect(stage.log.filter(({ name }) => name === "deployment.freeze.imposed")).toHaveLength(1);

    stage.bind("SYM_FREEZE", undefined);
    await press(stage, BEN, "Approve");
    expect(holds(stage, ANA)).toBe("read");
    await stage.skip(HOUR + 2 * MINUTE);
    expect(holds(stage, ANA)).toBeNull();
  },
);

journey(
  "what the restored record knows nothing of is ended early from its card, by whoever might before",
  async (stage) => {
    const restore = await bookmarkOf(env.DB);
    await given(stage, ANA, "1 hour");
    stage.bind("SYM_FREEZE", "on");
    await restore();
    await press(stage, CLEO, "Revoke");
    expect(toldPrivately(stage, CLEO)).toContain("Only the person who has this access");
    await minutes(stage, 20);
    expect(holds(stage, ANA)).toBe("read");
    await press(stage, BEN, "Revoke");
    expect(holds(stage, ANA)).toBeNull();
  },
);

journey("what the restored record takes for unanswered is ended early from its card all the same", async (stage) => {
  await askForDatabase(stage);
  const restore = await bookmarkOf(env.DB);
  await press(stage, BEN, "Approve");
  expect(holds(stage, ANA)).toBe("read");
  stage.bind("SYM_FREEZE", "on");
  await restore();
  await press(stage, CLEO, "Revoke");
  expect(holds(stage, ANA)).toBe("read");
  await press(stage, BEN, "Revoke");
  expect(holds(stage, ANA)).toBeNull();
  await minutes(stage, 2);
  const { results } = await env.DB.prepare("SELECT state FROM requests").all();
  expect(results).toEqual([{ state: "pending" }]);
});
