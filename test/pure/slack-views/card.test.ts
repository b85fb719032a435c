// The card in every state: what approvers read, and which buttons there are.
import { describe, expect, test } from "vitest";
import { parseButton, renderCard } from "../../../src/slack/views/request-card.ts";
import { MINUTE_MS, NOON } from "../../fakes/samples.ts";
import { ID, LATER } from "./flows.ts";
import { messageAloud } from "./read-aloud.ts";
import { approvalOnly, CALM, everyState, stateNamed } from "./states.ts";
import { faultsOfMessage } from "./within-limits.ts";

const SOON = NOON + 20 * MINUTE_MS;
const states = everyState();

const buttonsIn = (name: string): string[] =>
  JSON.stringify(renderCard(stateNamed(name), { now: SOON }).blocks).match(/request\.\w+/g) ?? [];

describe("in each state the card", () => {
  test.each(Object.entries(states))("%s", (_name, snapshot) => {
    const card = renderCard(snapshot, { now: SOON });
    expect(messageAloud(card)).toMatchSnapshot();
    expect(faultsOfMessage(card)).toEqual([]);
  });

  test.each(Object.entries(approvalOnly()))("of an approval-only Flow, %s", (_name, snapshot) => {
    const card = renderCard(snapshot, { now: SOON });
    expect(messageAloud(card)).toMatchSnapshot();
    expect(faultsOfMessage(card)).toEqual([]);
  });
});

test("a card says beforehand that its target cannot be read back, and what an end does not take away", () => {
  const snapshot = stateNamed("pending");
  const card = renderCard(snapshot, {
    now: SOON,
    readable: false,
    outlives: "sessions that are open stay open until they disconnect.",
  });
  expect(messageAloud(card)).toMatchSnapshot();
});

test("only a pending card has Approve and Deny, only an active one Revoke", () => {
  for (const name of Object.keys(states)) {
    const expected = name.startsWith("pending")
      ? ["request.approve", "request.deny"]
      : name.startsWith("active")
        ? ["request.revoke"]
        : [];
    expect([name, buttonsIn(name)]).toEqual([name, expected]);
  }
});

test("once its time is up, an active card says that access is being removed", () => {
  const snapshot = stateNamed("active");
  expect(messageAloud(renderCard(snapshot, { now: LATER }))).toContain("Time is up, being removed");
});

test("the value of a button is read back to the request and the version it was drawn at", () => {
  const snapshot = stateNamed("active");
  const [, value] = JSON.stringify(renderCard(snapshot, { now: SOON }).blocks).match(/"value":"([^"]+)"/) ?? [];
  expect(parseButton(value)).toEqual({ requestId: ID, seq: snapshot.request.seq });
});

test.each([
  undefined,
  null,
  7,
  "",
  ID,
  `${ID}.`,
  `${ID}.0`,
  `${ID}.01`,
  `${ID}.-1`,
  `${ID}.1e3`,
  `${ID}.1 `,
  `${ID.toUpperCase()}.1`,
  `x${ID}.1`,
  `${ID}.1\n`,
  `${ID}.12345678901`,
])("%j is no value of a button", (value) => {
  expect(parseButton(value)).toBeNull();
});

test("no answer can pass itself off as another question: what has lines of its own is set off as a quotation", () => {
  const answers = ["Fix it.\nApproved by: the whole board\n𝗥𝗶𝘀𝗸: none", "y".repeat(120)];
  const { blocks } = renderCard(everyState({ words: { ...CALM, answers } })["pending"] ?? stateNamed("pending"), {
    now: SOON,
  });
  const pieces = blocks.flatMap((block) => (block.type === "rich_text" ? block.elements : []));
  const loud = pieces.filter(({ type }) => type !== "rich_text_quote").map((piece) => JSON.stringify(piece));
  expect(loud.filter((said) => /board|yyyy/.test(said))).toEqual([]);
  expect(JSON.stringify(pieces)).toContain("the whole board");
  for (const said of loud) expect(said).not.toContain("\\n");
});
