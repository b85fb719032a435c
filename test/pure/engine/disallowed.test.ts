// The rules, asked again just before a grant, say no: the request keeps which no it was, and everybody who reads of it reads
// words. Drawn from what the engine itself writes.
import { expect, test } from "vitest";
import type { PersonFacts } from "../../../src/domain/person.ts";
import type { Disallowed, Refusal } from "../../../src/domain/refusal.ts";
import type { Deployment } from "../../../src/ports.ts";
import { renderNote } from "../../../src/slack/views/notes.ts";
import { renderOperators } from "../../../src/slack/views/operators.ts";
import { renderReceipt } from "../../../src/slack/views/receipt.ts";
import { renderCard } from "../../../src/slack/views/request-card.ts";
import { sayDisallowed } from "../../../src/slack/words/disallowed.ts";
import { put, putGranting, putPending } from "../../contracts/put.ts";
import {
  ANA,
  MINUTE_MS,
  NOON,
  sampleApprove,
  sampleAsk,
  sampleEnded,
  sampleFlow,
  sampleVersion,
} from "../../fakes/samples.ts";
import { plainFacts } from "../../world/doors.ts";
import { EngineDesk } from "./engine-desk.ts";

/** A name of ours, such as `target_gone`. */
const CODE = /\b[a-z]+(?:_[a-z]+)+\b/;

const cases: [
  string,
  Disallowed,
  { flow?: Parameters<typeof sampleFlow>[0] | null; who?: Partial<Record<string, Partial<PersonFacts>>> },
  string,
][] = [
  [
    "the requester left",
    { kind: "not_a_member", who: "requester" },
    { who: { U0ANA: { deactivated: true } } },
    "whoever asked is no longer a full member of this workspace",
  ],
  [
    "the approver left",
    { kind: "not_a_member", who: "approver" },
    { who: { U0BEN: { guest: true } } },
    "whoever approved is no longer a full member of this workspace",
  ],
  [
    "others may ask",
    { kind: "may_not_request", who: "requester" },
    { flow: { requesters: { kind: "people", ids: ["U0ADA"] } } },
    "whoever asked may no longer ask for it",
  ],
  [
    "others may approve",
    { kind: "may_not_approve", who: "approver" },
    { flow: { approvers: { kind: "people", ids: ["U0CLEO"] } } },
    "whoever approved may no longer do so",
  ],
  ["the Flow is gone", { kind: "flow_gone", who: "approver" }, { flow: null }, "the Flow is no longer offered"],
  [
    "the Target is gone",
    { kind: "target_gone", who: "approver" },
    { flow: { targets: [] } },
    "the Target is no longer offered as it was asked for",
  ],
];

test.each(cases)("%s", async (_what, disallowed, { flow, who }, words) => {
  const desk = new EngineDesk();
  await putGranting(desk.record, sampleAsk("r1"));
  const flows = flow === null ? [] : [sampleVersion(sampleFlow(flow))];
  const deployment: Deployment = { ...desk.world.deployment, flows };
  Object.assign(desk.world, { deployment });
  desk.world.directory.person = async (userId) => ({ ...plainFacts(userId), ...who?.[userId] });
  desk.now = NOON + 2 * MINUTE_MS;
  await desk.wake("r1");
  await expectWords(desk, disallowed, words);
  const ending = (await desk.record.snapshot("r1"))?.request;
  if (ending === undefined) throw new Error("the request is gone");
  await put(desk.record, ending, sampleEnded(ending, desk.now, { cause: "released" }), desk.now);
  await expectWords(desk, disallowed, words);
});

test("an approval of one's own that the Flow no longer allows", async () => {
  const desk = new EngineDesk();
  const version = sampleVersion(sampleFlow({ selfApproval: true, approvers: { kind: "anyone" } }));
  const pending = await putPending(desk.record, sampleAsk("r1"));
  await put(desk.record, pending, sampleApprove({ by: ANA }), NOON + MINUTE_MS);
  Object.assign(desk.world, { deployment: { ...desk.world.deployment, flows: [version] } });
  desk.now = NOON + 2 * MINUTE_MS;
  await desk.wake("r1");
  await expectWords(
    desk,
    { kind: "own_request", who: "approver" },
    "whoever asked approved it too, which the Flow does not allow any more",
  );
});

async function expectWords(desk: EngineDesk, disallowed: Disallowed, words: string): Promise<void> {
  const snapshot = await desk.record.snapshot("r1");
  if (snapshot === null) throw new Error("the request is gone");
  expect(snapshot.request.ending).toMatchObject({ outcome: "failed", note: null, disallowed });
  const now = desk.now;
  const drawn = {
    card: renderCard(snapshot, { now }),
    receipt: renderReceipt(snapshot, { now, permalink: null }),
    ...(snapshot.request.state === "closed" ? { note: renderNote(snapshot, "failed", { now }) } : {}),
    operators: renderOperators(snapshot, "grant_failed", { now }),
  };
  for (const [what, message] of Object.entries(drawn)) {
    const said = message.blocks
      .flatMap((block) => (block.type === "section" && block.text ? [block.text.text] : []))
      .join("\n")
      // Emoji and dates have names of their own.
      .replaceAll(/:[a-z_]+:|\{[a-z_]+\}/g, "");
    expect([what, said]).toEqual([what, expect.stringContaining(words)]);
    expect([what, CODE.exec(said)]).toEqual([what, null]);
  }
}

test("every kind of no has words, whoever it is about, and a kind of a later version has some too", () => {
  const kinds = [
    "not_found",
    "not_a_member",
    "may_not_request",
    "may_not_approve",
    "own_request",
    "may_not_end",
    "not_requester",
    "not_admin",
    "already",
    "frozen",
    "lookup_unavailable",
    "flow_gone",
    "target_gone",
    "no_account",
    "account_changed",
    "requester_may_not",
    "duplicate",
    "form_changed",
    "changed",
    "not_known_yet",
    "does_not_fit",
  ] satisfies Refusal["kind"][];
  const said = (kind: string, who: Disallowed["who"]) => sayDisallowed({ kind: kind as Refusal["kind"], who }).mrkdwn;
  for (const kind of [...kinds, "of_a_later_version"])
    for (const who of ["requester", "approver"] as const) {
      expect(said(kind, who)).toMatch(/^(?:Sym|the|whoever)\b.{10,}[^.]$/);
      expect(said(kind, who)).not.toMatch(CODE);
    }
});
