// The longest that a Flow, its people and its targets can say: every message and view is still one that Slack takes.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Alarm, Note } from "../../../src/domain/effect.ts";
import type { Flow } from "../../../src/domain/flow.ts";
import { NOT_LINKED } from "../../../src/domain/identity.ts";
import { renderHome } from "../../../src/slack/views/app-home.ts";
import { renderDenyForm } from "../../../src/slack/views/deny-form.ts";
import { renderPicker } from "../../../src/slack/views/flow-picker.ts";
import { renderLiveAccess } from "../../../src/slack/views/live-access.ts";
import { renderNote } from "../../../src/slack/views/notes.ts";
import { renderOperators, renderOrderProgress } from "../../../src/slack/views/operators.ts";
import { renderReceipt } from "../../../src/slack/views/receipt.ts";
import { renderCard } from "../../../src/slack/views/request-card.ts";
import { renderForm } from "../../../src/slack/views/request-form.ts";
import { renderList } from "../../../src/slack/views/request-list.ts";
import { renderRevokeAllForm } from "../../../src/slack/views/revoke-all-form.ts";
import { renderSent } from "../../../src/slack/views/sent.ts";
import { CLEO, NOON, sampleAccess } from "../../fakes/samples.ts";
import { FLOW, HASH } from "./flows.ts";
import { messageAloud } from "./read-aloud.ts";
import { everyState, stateNamed } from "./states.ts";
import { faultsOfMessage, faultsOfView } from "./within-limits.ts";

const seed = Math.trunc(Math.random() * 0x7fffffff);

/** What grows most on its way into mrkdwn: each becomes five characters. */
const wide = (length: number): string => "&".repeat(length);
const ids = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${first}${String(index).padStart(20, "0")}`);

/** As long as a checked deployment can be. */
const LONGEST: Flow = {
  ...FLOW,
  label: wide(24),
  description: wide(300),
  environmentLabel: wide(75),
  approvers: {
    kind: "any_of",
    rules: [{ kind: "people", ids: ids("U", 500) }, ...ids("S", 30).map((id) => ({ kind: "usergroup" as const, id }))],
  },
  fields: Array.from({ length: 20 }, (_, index) => ({
    name: `question${index}`.padEnd(40, "x"),
    label: wide(150),
    hint: wide(300),
    required: true,
    type: "text",
    multiline: true,
    maxLength: 3_000,
    pattern: null,
  })),
  targets: FLOW.targets.map((target) => ({ ...target, label: wide(75), level: wide(100) })),
  howToUse: wide(2_000),
};
const words = { answers: [wide(3_000)], reason: wide(3_000), account: wide(320), detail: wide(2_000) };
const access = sampleAccess({ targetLabel: wide(75), level: wide(100), account: { id: "ana", label: words.account } });
const states = Object.values(everyState({ words, flow: LONGEST, ask: { access } }));
const permalink = `https://example.slack.com/archives/C0REQUESTS/p${"1".repeat(200)}`;
const at = { now: NOON, permalink, outlives: wide(2_000), readable: false };
const lines = states.flatMap(({ request }) => Array.from({ length: 10 }, () => ({ request, card: null })));
const NOTES: readonly Note[] = [
  "approved",
  "denied",
  "lapsed",
  "active",
  "expired",
  "revoked",
  "failed",
  "cancelled",
  "externally_removed",
];
const ALARMS: readonly Alarm[] = [
  "grant_failed",
  "externally_removed",
  "seen_after_close",
  "revoke_struggling",
  "card_undeliverable",
  "new_version",
];

test("the longest card is one that Slack takes, in every state", () => {
  expect(states.flatMap((snapshot) => faultsOfMessage(renderCard(snapshot, at)))).toEqual([]);
});

test("so is every receipt, every piece of news and every alarm", () => {
  expect(states.flatMap((snapshot) => faultsOfMessage(renderReceipt(snapshot, at)))).toEqual([]);
  expect(
    states.flatMap((snapshot) => NOTES.flatMap((note) => faultsOfMessage(renderNote(snapshot, note, at)))),
  ).toEqual([]);
  expect(
    states.flatMap((snapshot) => ALARMS.flatMap((alarm) => faultsOfMessage(renderOperators(snapshot, alarm, at)))),
  ).toEqual([]);
  const order = {
    id: "order",
    kind: "revoke_all",
    scope: { kind: "target", target: wide(3_000) },
    by: CLEO,
    at: NOON,
  } as const;
  expect(
    faultsOfMessage(
      renderOrderProgress(order, { total: 1e9, gone: 1e9, unverified: 0, remaining: 0, message: null, done: false }),
    ),
  ).toEqual([]);
});

test("so are the list, the Home tab and every modal", () => {
  const version = { hash: HASH, flow: LONGEST };
  const options = { now: NOON, flows: [version] };
  const [request] = states.map((snapshot) => snapshot.request);
  if (request === undefined) throw new Error("no request");
  for (const { request: kind } of states) {
    const many = [
      ...Array.from({ length: 50 }, () => ({ request: kind, card: null })),
      ...lines.filter((one) => one.request.state === "closed"),
    ];
    expect(
      faultsOfMessage(renderList(many, { ...options, unreadable: 3, overdue: { lines: many, unreadable: 3 } })),
    ).toEqual([]);
    const requests = Array.from({ length: 60 }, () => kind);
    expect(faultsOfMessage(renderLiveAccess({ requests, total: 1e9 }, options))).toEqual([]);
  }
  const typed = Object.fromEntries(LONGEST.fields.map(({ name }) => [`field.${name}`, { a: { value: wide(3_000) } }]));
  const views = [
    renderHome({ ok: true, value: { lines, unreadable: 3, overdue: { lines, unreadable: 3 } } }, options),
    renderForm(version, { typed }),
    renderPicker([version], {
      environment: LONGEST.environment,
      environments: [
        { name: LONGEST.environment, label: wide(75) },
        { name: "sandbox", label: wide(75) },
      ],
    }),
    renderDenyForm(request, { seq: 999_999_999 }),
    renderRevokeAllForm({ kind: "target", target: wide(150) }, { pending: 1e6, open: 1e6 }),
    renderSent({ ...request, alreadyHeld: { level: wide(100), until: NOON + 1 } }, version),
  ];
  expect(views.flatMap((view) => (view === null ? ["nothing"] : faultsOfView(view)))).toEqual([]);
});

test("an answer that is cut says so, and short answers beside it stay whole", () => {
  const [first] = Object.values(
    everyState({ words: { ...words, answers: ["Short and whole.", wide(3_000)] }, flow: LONGEST }),
  );
  if (first === undefined) throw new Error("no request");
  const card = messageAloud(renderCard(first, at));
  expect(card).toContain("Long answers are cut here; the record has them whole.");
  expect(card.match(/Short and whole\.$/gm)).toHaveLength(10);
  expect(card.match(/&…$/gm)).toHaveLength(10);
});

test("a single long answer may be 1,000 characters long", () => {
  const flow: Flow = { ...FLOW, fields: LONGEST.fields.slice(0, 1) };
  const shown = (length: number): string => {
    const [first] = Object.values(everyState({ words: { ...words, answers: ["x".repeat(length)] }, flow }));
    return first === undefined ? "" : messageAloud(renderCard(first, at));
  };
  expect(shown(1_000)).toContain("x".repeat(1_000));
  expect(shown(1_000)).not.toContain("are cut here");
  expect(shown(1_001)).toContain(`${"x".repeat(999)}…`);
});

const { request } = stateNamed("revoking, overdue");

test(`1,000 requests of random lengths all make a valid card (seed ${seed})`, { timeout: 60_000 }, () => {
  const upTo = (max: number) =>
    fc
      .integer({ min: 1, max })
      .chain((length) =>
        fc.constantFrom("&", "x", "字", "👍", "\n").map((one) => `${one.repeat(length).slice(0, max)}.`),
      );
  const field = fc.record({ label: upTo(149), answer: upTo(2_999) });
  fc.assert(
    fc.property(fc.array(field, { maxLength: 20 }), upTo(999), (fields, reason) => {
      const flow: Flow = {
        ...LONGEST,
        fields: fields.map(({ label }, index) => ({
          name: `f${index}`,
          label,
          hint: null,
          required: true,
          type: "text",
          multiline: true,
          maxLength: 3_000,
          pattern: null,
        })),
      };
      const answers = Object.fromEntries(fields.map(({ answer }, index) => [`f${index}`, answer]));
      const ending = request.ending === null ? null : { ...request.ending, note: reason };
      const snapshot = {
        request: { ...request, answers, access, ending },
        version: { hash: HASH, flow },
        frozen: true,
        endOrdered: false,
        stuckSince: null,
        linked: NOT_LINKED,
        card: null,
        receipt: null,
      };
      expect(faultsOfMessage(renderCard(snapshot, at))).toEqual([]);
    }),
    { seed, numRuns: 1_000 },
  );
});
