// What operators are told of others' access, and what an admin is shown who asked: within Slack's limits, and names only for the latter.
import { expect, test } from "vitest";
import type { Finding } from "../../../src/domain/drift-finding.ts";
import { renderDrift, renderFindings } from "../../../src/slack/views/drift.ts";
import { NOON } from "../../fakes/samples.ts";
import { messageAloud } from "./read-aloud.ts";
import { faultsOfMessage } from "./within-limits.ts";

const finding = (change: Partial<Finding> = {}): Finding => ({
  ...{ targets: ["prod/orders-read", "prod/orders-write"], at: NOON, members: 4, ours: 1, standing: 1, more: 0 },
  ...{ others: [{ id: "0123456789abcdef", since: NOON, toldAt: null }], missing: [], contradicted: 0 },
  ...{ removal: "off", removing: [], gone: 0, lingering: 0 },
  ...change,
});
const REMOVALS = ["on", "off", "frozen", "too_many", "disbelieved", "unreadable"] as const;

test("operators hear what was found, what follows from it, and when it is in order again", () => {
  const everything = finding({
    removal: "on",
    missing: ["r1"],
    removing: ["a"],
    gone: 2,
    lingering: 1,
    contradicted: 3,
  });
  const found = [everything, finding({ others: [] }), ...REMOVALS.map((removal) => finding({ removal }))];
  const message = renderFindings(found);
  expect(messageAloud(message)).toMatchSnapshot();
  expect(faultsOfMessage(message)).toEqual([]);
  const many = renderFindings(Array.from({ length: 50 }, () => everything));
  expect(faultsOfMessage(many)).toEqual([]);
  expect(messageAloud(many)).toContain("and 38 more");
});

test("an admin sees who they are, as many as a message holds", () => {
  const other = { account: "eve@elsewhere.example", level: "write", since: NOON, goes: true };
  const others = [other, { ...other, account: "`*bold*` <@U0EVE>", level: null, goes: false }];
  const view = { finding: finding({ removal: "on" }), others, missing: [{ requestId: "r1", account: "ana" }] };
  const message = renderDrift([view]);
  expect(messageAloud(message)).toMatchSnapshot();
  expect(faultsOfMessage(message)).toEqual([]);
  const crowd = Array.from({ length: 2_000 }, (_, at) => ({ ...other, account: `somebody-${at}@elsewhere.example` }));
  const views = REMOVALS.slice(0, 3).map((removal) => ({ ...view, finding: finding({ removal }), others: crowd }));
  expect(faultsOfMessage(renderDrift(views))).toEqual([]);
  expect(messageAloud(renderDrift(views))).toMatch(/and \d+ more/);
});
