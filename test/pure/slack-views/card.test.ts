// The card in every state: what approvers read, and which buttons there are.
import { describe, expect, test } from "vitest";
import { renderReceipt } from "../../../src/slack/views/receipt.ts";
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

test("only a pending card has Approve and Deny, only an active one Revoke, only an overdue one an end by hand", () => {
  for (const name of Object.keys(states)) {
    const expected = name.startsWith("pending")
      ? ["request.approve", "request.deny"]
      : name.startsWith("granting") || (name.startsWith("active") && !name.includes("overdue"))
        ? ["request.revoke"]
        : name.includes("overdue")
          ? ["request.close"]
          : [];
    expect([name, buttonsIn(name)]).toEqual([name, expected]);
  }
});

test("who decided, and until when access lasts, stands once on a card", () => {
  for (const [name, snapshot] of Object.entries({ ...states, ...approvalOnly() })) {
    const said = messageAloud(renderCard(snapshot, { now: SOON })).replaceAll("*", "");
    expect([name, said.match(/(?:Approved|Denied) by/g)?.length ?? 0]).toEqual([
      name,
      snapshot.request.decisions.length,
    ]);
  }
  const active = stateNamed("active");
  const until = `^${(active.request.granted?.until ?? 0) / 1_000}^`;
  expect(messageAloud(renderCard(active, { now: SOON })).split(until)).toHaveLength(2);
});

test("a card says of a self-approval that it is one, also when all is over, and of no other", () => {
  const own = "<@U0ANA> approved their own request, which this Flow allows.";
  for (const [name, snapshot] of Object.entries({ ...states, ...approvalOnly() }))
    expect([name, messageAloud(renderCard(snapshot, { now: SOON })).includes(own)]).toEqual([
      name,
      name.includes("self-approved"),
    ]);
});

test("what an order left is no quotation", () => {
  const aloud = (name: string): string => messageAloud(renderCard(stateNamed(name), { now: SOON }));
  expect(aloud("revoking, one of many")).toContain("Revoked by <@U0CLEO> with `/sym revoke-all`.");
  expect(aloud("closed, revoked as one of many")).toContain("Revoked by <@U0CLEO> with `/sym revoke-all`<!date");
  expect(aloud("closed, cancelled as one of many")).toContain("Cancelled by <@U0CLEO> with `/sym revoke-all`<!date");
  for (const name of Object.keys(states)) expect(aloud(name)).not.toContain("| revoke-all");
});

test("a person who types revoke-all as the reason of a denial is quoted", () => {
  const denied = everyState({ words: { ...CALM, reason: "revoke-all" } })["closed, denied"] ?? stateNamed("pending");
  expect(messageAloud(renderCard(denied, { now: SOON }))).toMatch(/Denied by <@U0BEN><!date[\s\S]*\| revoke-all/);
});

test("what was held already is said as it was when this was asked, and no longer once that has ended", () => {
  const held = stateNamed("pending, already held");
  const until = held.request.alreadyHeld?.until ?? 0;
  const said = (now: number): string[] =>
    [renderCard(held, { now }), renderReceipt(held, { now, permalink: null })].map(messageAloud);
  const [card, receipt] = said(until - 1);
  expect(card).toContain("When they asked, they already had `read` here through another request, <!date");
  expect(receipt).toContain("When you asked, you already had `read` here through another request, <!date");
  for (const one of said(until)) expect(one).not.toContain("already had");
});

test("while access is being granted, the card says how long that is tried", () => {
  const { request } = stateNamed("granting");
  const said = messageAloud(renderCard(stateNamed("granting"), { now: SOON }));
  expect(said).toContain(`Sym keeps trying <!date^${(request.hold?.grantBy ?? 0) / 1_000}^until {`);
});

test("once its time is up, an active card says that access is being removed, and offers no Revoke", () => {
  const said = messageAloud(renderCard(stateNamed("active"), { now: LATER }));
  expect(said).toContain("Time is up, being removed");
  expect(said).not.toContain("[Revoke");
});

test("what was ended before it was there was stopped, not revoked", () => {
  const said = messageAloud(renderCard(stateNamed("closed, stopped before it was there"), { now: SOON }));
  expect(said).toContain("# :white_circle: Stopped: Database access");
  expect(said).toContain("Stopped by <@U0ANA>");
  expect(said).not.toContain("evoked");
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
