// Objects that are out of reach, were never rung, or have forgotten everything: access still comes and ends, and nothing of
// others is taken.
import { expect } from "vitest";
import { journey } from "./journey.ts";
import { cardOn, cardsOn, toldPrivately, wordsOf } from "./reading.ts";
import { HOUR, MINUTE, type Stage } from "./stage.ts";
import { askForDatabase, fillIn, press, REASON, send } from "./steps.ts";
import { ANA, accountOf, BEN } from "./workspace.ts";

const holds = (stage: Stage) => stage.target.levelOf("orders", accountOf(ANA));
const filled = { "Access to": "Orders, read only", "Why do you need it?": REASON, "For how long?": "1 hour" };

async function given(stage: Stage): Promise<void> {
  await askForDatabase(stage);
  await press(stage, BEN, "Approve");
}

journey("every wake-up lost: the sweep over the record ends access all the same", async (stage) => {
  await given(stage);
  await stage.loseAlarms();
  await stage.skip(HOUR + 5 * MINUTE);
  expect(holds(stage)).toBe("read");
  await stage.sweep();
  await stage.skip(MINUTE);
  await stage.sweep();
  expect(holds(stage)).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("Expired: Database access");
});

journey("every wake-up lost after a submission: the sweep posts the card", async (stage) => {
  await fillIn(stage, "database", filled);
  stage.objects.lost.add("arm").add("ring");
  await stage.as(ANA).submit();
  await stage.settle();
  stage.objects.lost.clear();
  expect(cardsOn(stage)).toEqual([]);
  await stage.skip(5 * MINUTE);
  await stage.sweep();
  expect(cardsOn(stage)).toHaveLength(1);
});

journey(
  "objects out of reach at submit and at a click: nothing is written that nobody would carry out",
  async (stage) => {
    await fillIn(stage, "database", filled);
    stage.objects.unreachable = true;
    await send(stage);
    expect(wordsOf(stage.as(ANA).view())).toContain("Sym cannot say yet whether your request was taken");
    stage.objects.unreachable = false;
    await stage.sweep();
    expect(cardsOn(stage)).toEqual([]);
    await send(stage);
    stage.objects.unreachable = true;
    await press(stage, BEN, "Approve");
    expect(toldPrivately(stage, BEN)).toContain("Sym cannot say yet whether that worked");
    stage.objects.unreachable = false;
    await stage.skip(5 * MINUTE);
    expect(holds(stage)).toBeNull();
    await press(stage, BEN, "Approve");
    expect(holds(stage)).toBe("read");
  },
);

journey("slots that lost their memory end on time, and leave what was there before", async (stage) => {
  stage.target.put("orders", accountOf(ANA), "read");
  await askForDatabase(stage, { "Access to": "Orders, read and write" });
  await press(stage, BEN, "Approve");
  expect(holds(stage)).toBe("write");
  await stage.skip(10 * MINUTE);
  await stage.loseMemories("entitlement");
  await stage.skip(HOUR - 10 * MINUTE - 10_000);
  expect(holds(stage)).toBe("write");
  await stage.skip(3 * MINUTE);
  expect(holds(stage)).toBe("read");
  await stage.skip(HOUR);
  expect(holds(stage)).toBe("read");
  expect(wordsOf(cardOn(stage))).toMatch(/Expired: Database access[\s\S]*Back to `read`/);
});

journey("every object that lost its memory: the sweep brings them back, and access ends", async (stage) => {
  await given(stage);
  await stage.loseMemories("entitlement");
  await stage.loseMemories("request");
  await stage.skip(HOUR + 2 * MINUTE);
  for (let minute = 0; minute < 3; minute++) {
    await stage.sweep();
    await stage.skip(MINUTE);
  }
  expect(holds(stage)).toBeNull();
  expect(wordsOf(cardOn(stage))).toMatch(/Expired: Database access[\s\S]*Verified gone/);
});

journey("a ring that is lost costs a minute", async (stage) => {
  await askForDatabase(stage);
  stage.objects.lost.add("ring");
  await press(stage, BEN, "Approve");
  expect(holds(stage)).toBeNull();
  await stage.skip(61_000);
  expect(holds(stage)).toBe("read");
});
