// What the operators read of an admin's order: a freeze, its end, and a revoke-all with rows that nobody can read.
import { expect, test } from "vitest";
import type { Order } from "../../../src/ports.ts";
import { renderOrderProgress } from "../../../src/slack/views/operators.ts";
import { CLEO, NOON } from "../../fakes/samples.ts";
import { messageAloud } from "./read-aloud.ts";
import { faultsOfMessage } from "./within-limits.ts";

const nothing = { total: 0, gone: 0, unverified: 0, remaining: 0, message: null, done: true };

test.each([
  ["freeze", "Sym was frozen", "/sym unfreeze"],
  ["unfreeze", "Sym was unfrozen", "until somebody freezes Sym anew"],
] as const)("a %s says who, when and what it means", (kind, title, meaning) => {
  const message = renderOrderProgress({ id: "o1", kind, by: CLEO, at: NOON }, nothing);
  const said = messageAloud(message);
  expect(said).toContain(title);
  expect(said).toContain("<@U0CLEO>");
  expect(said).toContain("1 Oct 2026, 12:00 UTC");
  expect(said).toContain(meaning);
  expect(message.text).toContain("<@U0CLEO>");
  expect(faultsOfMessage(message)).toEqual([]);
});

test("a revoke-all says how many of its rows cannot be read, and that people are needed", () => {
  const order: Order = { id: "o1", kind: "revoke_all", scope: { kind: "everything" }, by: CLEO, at: NOON };
  const progress = { ...nothing, total: 3, gone: 1, remaining: 2, done: false };
  const said = messageAloud(renderOrderProgress(order, { ...progress, unreadable: 1 }));
  expect(said).toMatch(/\*1\* of them cannot be read by this version of Sym.*people are needed/);
  expect(messageAloud(renderOrderProgress(order, { ...progress, unreadable: 0 }))).not.toContain("cannot be read");
});
