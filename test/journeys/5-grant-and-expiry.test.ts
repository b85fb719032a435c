// Step 5: access at the target, its end by the clock, what was there before, and the requests that nobody answers.
import { expect } from "vitest";
import { approval, deployment, memory } from "../../src/sym.ts";
import { database } from "./deployment.ts";
import { journey } from "./journey.ts";
import { buttonsOf, cardOn, newsOf, operatorsWere, receiptOf, wordsOf } from "./reading.ts";
import { HOUR, MINUTE, type Stage } from "./stage.ts";
import { askForDatabase, fillIn, press, send } from "./steps.ts";
import { ADA, ANA, accountOf, BEN, OPS } from "./workspace.ts";

const holds = (stage: Stage, group = "orders") => stage.target.levelOf(group, accountOf(ANA));

/** Approved by Ben, for as long as the form was told. */
async function given(stage: Stage, filling: Parameters<typeof askForDatabase>[1] = {}): Promise<void> {
  await askForDatabase(stage, filling);
  await press(stage, BEN, "Approve");
}

journey(
  "access is there when it is approved and gone when its time is up, without anybody doing anything",
  async (stage) => {
    await askForDatabase(stage);
    expect(holds(stage)).toBeNull();
    await press(stage, BEN, "Approve");
    const until = stage.now + HOUR;
    expect(holds(stage)).toBe("read");
    await stage.skipTo(until - 5_000);
    expect(holds(stage)).toBe("read");
    expect(buttonsOf(cardOn(stage))).toEqual(["Revoke"]);
    await stage.skipTo(until);
    expect(holds(stage)).toBeNull();
    expect(buttonsOf(cardOn(stage))).toEqual([]);
    expect(wordsOf(cardOn(stage))).toMatch(
      /Expired: Database access[\s\S]*The time was up \{date.*Verified gone \{date/,
    );
    expect(newsOf(stage, ANA).at(-1)).toMatch(/Your `read` on \*Orders, read only\* has ended\. .*Verified gone/);
    expect(wordsOf(receiptOf(stage, ANA))).toContain("Expired:");
    expect(operatorsWere(stage).filter((words) => !words.includes("A Flow is used in a new version"))).toEqual([]);
  },
);

journey("an end comes on time also when every object was thrown out of memory before", async (stage) => {
  await given(stage, { "For how long?": "4 hours" });
  await stage.evictObjects();
  await stage.skip(4 * HOUR);
  expect(holds(stage)).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("Verified gone");
});

journey("a request that nobody answers lapses after the Flow's timeout", async (stage) => {
  await askForDatabase(stage);
  await stage.skip(8 * HOUR - MINUTE);
  expect(buttonsOf(cardOn(stage))).toEqual(["Approve", "Deny"]);
  await stage.skip(2 * MINUTE);
  expect(buttonsOf(cardOn(stage))).toEqual([]);
  expect(wordsOf(cardOn(stage))).toMatch(/Lapsed: [\s\S]*Nobody decided <!date/);
  expect(newsOf(stage, ANA).at(-1)).toContain("so the request lapsed. Nothing was granted.");
});

journey("a grant that the target refuses tells requester and operators", async (stage) => {
  stage.target.removeGroup("orders");
  await given(stage);
  expect(wordsOf(cardOn(stage))).toContain("Not granted: Database access");
  expect(wordsOf(cardOn(stage))).toContain("the target refused it (the group does not exist at the target)");
  expect(newsOf(stage, ANA).at(-1)).toContain("It could not be granted: the target refused it");
  expect(operatorsWere(stage).at(-1)).toContain("Access could not be granted");
  expect(buttonsOf(cardOn(stage))).toEqual([]);
});

journey("a target that is down for too long after the approval means no access, and everybody hears", async (stage) => {
  await askForDatabase(stage);
  stage.target.break("grant");
  await press(stage, BEN, "Approve");
  expect(wordsOf(cardOn(stage))).toContain("Approved, being granted");
  await stage.skip(20 * MINUTE);
  expect(wordsOf(cardOn(stage))).toContain("the target did not take it in time");
  expect(operatorsWere(stage).at(-1)).toContain("Access could not be granted");
  stage.target.mend();
  await stage.skip(2 * HOUR);
  expect(holds(stage)).toBeNull();
});

journey("a grant that is tried again succeeds once, with the time counted from when it was fixed", async (stage) => {
  await askForDatabase(stage);
  stage.target.break("grant");
  await press(stage, BEN, "Approve");
  await stage.skip(2 * MINUTE);
  stage.target.mend();
  await stage.skip(5 * MINUTE);
  expect(holds(stage)).toBe("read");
  expect(newsOf(stage, ANA).at(-1)).toContain("It is there: you have it");
  await stage.skip(HOUR);
  expect(holds(stage)).toBeNull();
});

journey("access that somebody had before is neither lowered nor taken away", async (stage) => {
  stage.target.put("orders", accountOf(ANA), "write");
  await given(stage);
  expect(holds(stage)).toBe("write");
  expect(newsOf(stage, ANA).at(-1)).toContain("You had this access before, outside Sym.");
  await stage.skip(2 * HOUR);
  expect(holds(stage)).toBe("write");
  expect(wordsOf(cardOn(stage))).toContain("Back to `write`, which they had before, outside Sym");
});

journey("access raised for a while is lowered to what was there before", async (stage) => {
  stage.target.put("orders", accountOf(ANA), "read");
  await given(stage, { "Access to": "Orders, read and write" });
  expect(holds(stage)).toBe("write");
  await stage.skip(2 * HOUR);
  expect(holds(stage)).toBe("read");
  expect(wordsOf(cardOn(stage))).toContain("Back to `read`");
});

journey("of two requests for one slot each ends by itself, and the level steps down", async (stage) => {
  await given(stage, { "For how long?": "4 hours" });
  await given(stage, { "Access to": "Orders, read and write" });
  expect(holds(stage)).toBe("write");
  await stage.skip(HOUR + MINUTE);
  expect(holds(stage)).toBe("read");
  expect(wordsOf(cardOn(stage))).toContain("Another request still covers this access");
  await stage.skip(3 * HOUR);
  expect(holds(stage)).toBeNull();
});

journey("access that others take away is not put back, and the operators hear of it", async (stage) => {
  await given(stage, { "For how long?": "4 hours" });
  stage.target.put("orders", accountOf(ANA), null);
  await stage.skip(2 * HOUR);
  expect(holds(stage)).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("Removed outside Sym");
  expect(newsOf(stage, ANA).at(-1)).toContain("Somebody took it away at the target");
  expect(operatorsWere(stage).at(-1)).toContain("Access was removed outside Sym");
});

journey("what cannot be read back is granted and ended, and called unverified throughout", async (stage) => {
  await fillIn(stage, "doors", {});
  await send(stage);
  await press(stage, BEN, "Approve");
  expect([...stage.doors.open]).toEqual([accountOf(ANA)]);
  expect(wordsOf(cardOn(stage))).toContain("*Unverified:* the target accepted this and cannot be read back");
  await stage.skip(16 * MINUTE);
  expect([...stage.doors.open]).toEqual([]);
  expect(wordsOf(cardOn(stage))).toMatch(/Removed \{date.*\*unverified\*/);
});

journey("an answer of the target that is lost leaves nothing behind", async (stage) => {
  await askForDatabase(stage);
  stage.target.loseAnswerOf("grant");
  await press(stage, BEN, "Approve");
  await stage.skip(MINUTE);
  expect(holds(stage)).toBe("read");
  stage.target.loseAnswerOf("revoke");
  await stage.skip(HOUR);
  expect(holds(stage)).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("Verified gone");
  await stage.skip(HOUR);
  expect(holds(stage)).toBeNull();
});

journey("of two requests for the same access one is revoked, and the other keeps it", async (stage) => {
  await given(stage);
  await given(stage, { "For how long?": "4 hours" });
  await press(stage, BEN, "Revoke");
  expect(holds(stage)).toBe("read");
  expect(wordsOf(cardOn(stage))).toContain(
    "Another request still covers this access, so it stays until that one ends.",
  );
  await stage.skip(HOUR + MINUTE);
  expect(holds(stage)).toBeNull();
});

journey("a group that was renamed at the target is found again at the end", async (stage) => {
  await given(stage);
  stage.target.renameGroup("orders", "orders-of-old");
  await stage.skip(HOUR + MINUTE);
  expect(stage.target.levelOf("orders-of-old", accountOf(ANA))).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("Verified gone");
});

journey("an end goes to where access was given, whatever the Flow says by then", async (stage) => {
  await given(stage);
  const elsewhere = memory({ label: "Orders, read only", level: "read", group: "sandbox-orders" });
  const moved = { prod: { label: "Production", targets: { "orders-read": elsewhere } } } as const;
  const flow = approval(moved, { ...database, environments: { prod: { targets: ["orders-read"] } } });
  stage.deploy(deployment({ environments: moved, flows: [flow], admins: { people: [ADA] }, operatorsChannel: OPS }));
  await stage.skip(HOUR + MINUTE);
  expect(holds(stage)).toBeNull();
  await given(stage);
  expect(holds(stage, "sandbox-orders")).toBe("read");
});

journey("access of somebody who has left ends like any other", async (stage) => {
  await given(stage);
  stage.slack.person(ANA).deactivate();
  await stage.skip(HOUR + MINUTE);
  expect(holds(stage)).toBeNull();
  expect(wordsOf(cardOn(stage))).toContain("Verified gone");
});

journey("who asks again after the end starts from what is there then", async (stage) => {
  await given(stage);
  await stage.skip(HOUR + MINUTE);
  stage.target.put("orders", accountOf(ANA), "read");
  await given(stage);
  expect(newsOf(stage, ANA).at(-1)).toContain("You had this access before, outside Sym.");
  await stage.skip(2 * HOUR);
  expect(holds(stage)).toBe("read");
});
