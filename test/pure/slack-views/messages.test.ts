// What the requester and the operators read: the standing receipt in every state, news, alarms, and a revoke-all under way.
import { describe, expect, test } from "vitest";
import type { Alarm, Note } from "../../../src/domain/effect.ts";
import type { Order } from "../../../src/ports.ts";
import { renderNote } from "../../../src/slack/views/notes.ts";
import { renderOperators, renderOrderProgress } from "../../../src/slack/views/operators.ts";
import { renderReceipt } from "../../../src/slack/views/receipt.ts";
import { CLEO, MINUTE_MS, NOON } from "../../fakes/samples.ts";
import { LATER } from "./flows.ts";
import { messageAloud } from "./read-aloud.ts";
import { approvalOnly, everyState, stateNamed } from "./states.ts";
import { faultsOfMessage } from "./within-limits.ts";

const now = NOON + 20 * MINUTE_MS;
const permalink = "https://example.slack.com/archives/C0REQUESTS/p1790856000000100";
const states = {
  ...everyState(),
  ...Object.fromEntries(Object.entries(approvalOnly()).map(([name, one]) => [`approval-only, ${name}`, one])),
};

describe("in each state the receipt", () => {
  test.each(Object.entries(states))("%s", (_name, snapshot) => {
    const receipt = renderReceipt(snapshot, { now, permalink });
    expect(messageAloud(receipt)).toMatchSnapshot();
    expect(faultsOfMessage(receipt)).toEqual([]);
  });
});

test("a receipt whose card is not posted yet says so instead of linking", () => {
  const said = messageAloud(renderReceipt(stateNamed("pending"), { now, permalink: null }));
  expect(said).toContain("The card is not posted yet");
  expect(said).not.toContain("https://");
});

test("a receipt whose card is there, but no link to it, says nothing of the card", () => {
  const posted = { ...stateNamed("pending"), card: { channel: "C0REQUESTS", ts: "1.0" } };
  expect(messageAloud(renderReceipt(posted, { now, permalink: null }))).not.toContain("card");
});

test("of a card that cannot be posted, operators are told what that means as the request stands, and no group is called", () => {
  const told = (name: string) =>
    messageAloud(renderOperators(stateNamed(name), "card_undeliverable", { now, permalink: null }));
  expect(told("pending")).toContain("whoever could approve cannot see this request");
  expect(told("pending")).toContain("can still cancel it");
  for (const name of ["active", "closed, expired"]) {
    expect(told(name)).toContain("does not show how this request stands");
    expect(told(name)).not.toContain("cancel");
  }
  expect(told("pending")).not.toContain("subteam");
});

test("a receipt has Cancel while nothing is there, Revoke while it is, and no button afterwards", () => {
  for (const [name, snapshot] of Object.entries(states)) {
    const buttons = JSON.stringify(renderReceipt(snapshot, { now, permalink })).match(/request\.\w+/g) ?? [];
    const { state } = snapshot.request;
    expect([name, buttons]).toEqual([
      name,
      state === "pending" || state === "granting"
        ? ["request.cancel"]
        : state === "active" && snapshot.request.struggling === null
          ? ["request.revoke"]
          : [],
    ]);
  }
});

test("how to use access is told once: with the news that it is there", () => {
  for (const snapshot of Object.values(states))
    expect(messageAloud(renderReceipt(snapshot, { now, permalink }))).not.toContain("psql");
  for (const note of ["approved", "active", "expired"] as const)
    expect([note, messageAloud(renderNote(stateNamed("active"), note, { now })).includes("psql")]).toEqual([
      note,
      note === "active",
    ]);
});

test("those who approved their own request are told that they did, and not who approved", () => {
  for (const name of ["active, self-approved", "approval-only, self-approved"]) {
    const snapshot = states[name] ?? stateNamed(name);
    const said = messageAloud(renderNote(snapshot, "approved", { now }));
    expect(said).toContain("is approved. You approved this yourself, which this Flow allows.");
    expect(said).not.toContain("<@U0ANA>");
  }
});

const NEWS: readonly (readonly [Note, string])[] = [
  ["approved", "granting"],
  ["active", "active"],
  ["active", "active, unverified"],
  ["denied", "closed, denied"],
  ["denied", "closed, denied without a reason"],
  ["lapsed", "closed, lapsed"],
  ["cancelled", "closed, cancelled"],
  ["expired", "closed, expired"],
  ["expired", "closed, expired unverified"],
  ["revoked", "closed, revoked"],
  ["revoked", "closed, revoked as one of many"],
  ["revoked", "closed, stopped before it was there"],
  ["failed", "closed, failed at the target"],
  ["externally_removed", "closed, removed outside Sym"],
  ["approved", "approval-only, approved"],
  ["approved", "active, self-approved"],
];

describe("the requester hears", () => {
  test.each(NEWS)("%s (%s)", (note, name) => {
    const message = renderNote(states[name] ?? stateNamed(name), note, { now });
    expect(messageAloud(message)).toMatchSnapshot();
    expect(faultsOfMessage(message)).toEqual([]);
  });
});

test("news that access is there, when it comes late, does not say that it is still there", () => {
  const late = messageAloud(renderNote(stateNamed("closed, expired"), "active", { now: LATER }));
  expect(late).toContain("It has ended");
  expect(late).not.toContain("psql");
});

test.each(["retryable", "slow_down", "auth", "config", "impossible", "bug"] as const)(
  "operators are told who must act about an overdue end: %s",
  (kind) => {
    const { request, ...rest } = stateNamed("revoking, overdue");
    const struggling = request.struggling && { ...request.struggling, class: kind };
    const told = messageAloud(
      renderOperators({ ...rest, request: { ...request, struggling } }, "revoke_struggling", { now }),
    );
    expect(told).toMatch(/has to|Nobody has to/);
    expect(told).not.toContain("If the target needs people");
  },
);

const ALARMS: readonly (readonly [Alarm, string])[] = [
  ["grant_failed", "closed, failed at the target"],
  ["externally_removed", "closed, removed outside Sym"],
  ["seen_after_close", "closed, expired"],
  ["revoke_struggling", "revoking, overdue"],
  ["revoke_struggling", "closed, revoked"],
  ["card_undeliverable", "pending"],
  ["new_version", "pending"],
];

describe("operators are told", () => {
  test.each(ALARMS)("%s (%s)", (alarm, name) => {
    const message = renderOperators(stateNamed(name), alarm, { now, permalink });
    expect(messageAloud(message)).toMatchSnapshot();
    expect(faultsOfMessage(message)).toEqual([]);
  });
});

describe("a revoke-all", () => {
  const order: Order & { kind: "revoke_all" } = {
    id: "order1",
    kind: "revoke_all",
    scope: { kind: "person", userId: "U0ANA" },
    by: CLEO,
    at: NOON,
  };

  test.each([
    ["under way", order, { total: 8, gone: 5, unverified: 1, remaining: 2, message: null, done: false }],
    [
      "finished",
      { ...order, scope: { kind: "everything" as const } },
      { total: 3, gone: 3, unverified: 0, remaining: 0, message: null, done: true },
    ],
    [
      "of a target",
      { ...order, scope: { kind: "target" as const, target: "orders-db" } },
      { total: 0, gone: 0, unverified: 0, remaining: 0, message: null, done: true },
    ],
  ] as const)("%s is counted", (_name, what, progress) => {
    const message = renderOrderProgress(what, progress);
    expect(messageAloud(message)).toMatchSnapshot();
    expect(faultsOfMessage(message)).toEqual([]);
  });
});
