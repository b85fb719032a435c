// A form, sent: what the engine is asked, and what the form turns into. Whatever was typed is never lost.
import { expect, test } from "vitest";
import type { MessageRef } from "../../../src/domain/effect.ts";
import { accepted, type Refusal, refused } from "../../../src/domain/refusal.ts";
import { HOUR_MS, NOON, sampleFlow, sampleVersion, TEAM } from "../../fakes/samples.ts";
import {
  ANA,
  BEN,
  type Desk,
  type DeskOptions,
  desk,
  FLOWS,
  ID,
  pendingRequest,
  pendingSnapshot,
  REQUESTS,
} from "./desk.ts";

const REASON = "Order 4711 is stuck <!channel> & more";

/** Ana's form of the first Flow, filled in. */
async function filled(options: DeskOptions = {}): Promise<Desk & { ana: ReturnType<Desk["slack"]["as"]> }> {
  const all = desk(options);
  const ana = all.slack.as(ANA);
  await ana.command("/sym req prod-database", REQUESTS);
  await ana.set("field.reason", REASON);
  await ana.set("duration", String(HOUR_MS));
  return { ...all, ana };
}

const refusing = (refusal: Refusal): DeskOptions => ({ engine: { submit: async () => refused(refusal) } });

const typedIn = ({ ana }: { ana: ReturnType<Desk["slack"]["as"]> }) => [
  ana.view()?.values["field.reason"],
  ana.view()?.values["duration"],
];

test("what was typed is asked of the engine, and the form closes", async () => {
  const { ana, slack, asked, calls, settled } = await filled();
  const viewId = ana.view()?.id;
  expect((await ana.submit()).ok).toBe(true);
  await settled();
  expect(ana.view()).toBeNull();
  const ask = {
    flow: FLOWS[0],
    userId: ANA,
    teamId: TEAM,
    viewId,
    target: "orders-db",
    answers: { reason: REASON },
    durationMs: HOUR_MS,
  };
  expect(asked).toEqual([{ name: "submit", args: [ask] }]);
  expect([calls(), slack.violations]).toEqual([["views.open"], []]);
});

test("a request beside access that is there already is told until when, in place of the form", async () => {
  const alreadyHeld = { level: "read", until: null };
  const { ana } = await filled({ engine: { submit: async () => accepted({ ...pendingRequest(), alreadyHeld }) } });
  await ana.submit();
  expect(ana.view()?.title).toBe("Request sent");
});

test("a missing answer is said under its field, and the engine is not asked", async () => {
  const { slack, asked } = desk();
  const ana = slack.as(ANA, { clientLimits: false });
  await ana.command("/sym req prod-database", REQUESTS);
  const outcome = await ana.submit();
  expect(Object.keys(outcome.fieldErrors ?? {})).toEqual(["field.reason", "duration"]);
  expect([asked, slack.violations]).toEqual([[], []]);
});

test("a value that the form did not offer is refused under its field", async () => {
  const { slack, asked } = desk();
  const ana = slack.as(ANA, { clientLimits: false });
  await ana.command("/sym req prod-database", REQUESTS);
  await ana.set("field.reason", "why");
  await ana.set("target", "customers-db");
  await ana.set("duration", String(400 * HOUR_MS));
  const outcome = await ana.submit();
  expect(Object.keys(outcome.fieldErrors ?? {})).toEqual(["target", "duration"]);
  expect(asked).toEqual([]);
});

const inTheForm: readonly [Refusal, RegExp][] = [
  [{ kind: "not_known_yet" }, /cannot say yet whether your request was taken/],
  [{ kind: "already_sent", request: pendingRequest(), flowLabel: "Database" }, /was already sent, as a request for/],
  [{ kind: "frozen" }, /frozen/],
  [{ kind: "lookup_unavailable", what: "person" }, /try again/],
  [{ kind: "may_not_request", flowLabel: "Production database" }, /cannot ask/],
  [{ kind: "not_a_member", why: "guest" }, /Guests/],
  [{ kind: "form_changed" }, /has changed/],
];

test.each(inTheForm)("%j is said in the form, with everything that was typed kept", async (refusal, says) => {
  const all = await filled(refusing(refusal));
  const { ana, slack } = all;
  const [before, viewId] = [typedIn(all), ana.view()?.id];
  expect((await ana.submit()).ok).toBe(true);
  expect(JSON.stringify(ana.view()?.blocks)).toMatch(says);
  expect(typedIn(all)).toEqual(before);
  // The same view, so that sending it again is the same submission.
  expect(ana.view()?.id).toBe(viewId);
  expect(slack.violations).toEqual([]);
});

test("a form that was refused can be sent again as it stands", async () => {
  let down = true;
  const all = await filled({
    engine: { submit: async () => (down ? refused({ kind: "not_known_yet" }) : accepted(pendingRequest())) },
  });
  await all.ana.submit();
  down = false;
  await all.ana.submit();
  expect(all.ana.view()).toBeNull();
  const [first, second] = all.asked;
  expect(second).toEqual(first);
});

/** Ana's form, while the same access already has a card in the channel. */
async function beside() {
  let card: MessageRef | null = null;
  const all = await filled({ engine: { submit: async () => refused({ kind: "duplicate", requestId: ID, card }) } });
  const posted = await all.side.messenger.card(pendingSnapshot(), NOON);
  if (posted.kind === "sent") card = posted.ref;
  all.slack.forgetCalls();
  return all;
}

test("twenty answers as long as they may be, in any script, still fit, also when the form is asked again", async () => {
  const fields = Array.from({ length: 20 }, (_, index) => ({
    ...(sampleFlow().fields[0] ?? { type: "bool" as const, label: "", hint: null, required: true }),
    name: `f${index}`,
  }));
  const flows = [sampleVersion(sampleFlow({ fields }))];
  const answer = "请".repeat(3_000);
  let frozen = true;
  const { slack, asked } = desk({
    deployment: { flows },
    engine: { submit: async () => (frozen ? refused({ kind: "frozen" }) : accepted(pendingRequest())) },
  });
  const ana = slack.as(ANA);
  await ana.command("/sym req prod-database", REQUESTS);
  for (const { name } of fields) await ana.set(`field.${name}`, answer);
  await ana.set("duration", String(HOUR_MS));
  expect(await ana.submit()).toMatchObject({ ok: true, status: 200 });
  expect(JSON.stringify(ana.view()?.blocks)).toContain("frozen");
  frozen = false;
  expect(await ana.submit()).toMatchObject({ ok: true, status: 200 });
  expect(ana.view()).toBeNull();
  expect(asked).toHaveLength(2);
});

test("the same access waiting already is said under the Target, with a link to its card", async () => {
  const { ana, slack, calls } = await beside();
  const { fieldErrors } = await ana.submit();
  const [{ permalink } = { permalink: "no card" }] = slack.as(BEN).messages(REQUESTS);
  expect(fieldErrors?.["target"]).toContain(permalink);
  expect([calls(), slack.violations]).toEqual([["chat.getPermalink"], []]);
});

test("where the link cannot be had, the words do without", async () => {
  const { ana, slack } = await beside();
  slack.faults.down(["chat.getPermalink"]);
  expect((await ana.submit()).fieldErrors?.["target"]).toMatch(/already waiting/);
});

test("an old form is asked again as the Flow is now, with what was typed kept where it still fits", async () => {
  const changed = sampleVersion(sampleFlow({ description: "Now with a description" }));
  const all = await filled();
  const renewed = desk({ deployment: { flows: [changed] } });
  const view = all.ana.view();
  const payload = {
    type: "view_submission",
    user: { id: ANA, team_id: TEAM },
    team: { id: TEAM },
    view: {
      id: "V1",
      callback_id: view?.callbackId,
      private_metadata: view?.privateMetadata,
      state: { values: view?.values },
      blocks: view?.blocks,
    },
  };
  const request = await renewed.slack.signed(new URLSearchParams({ payload: JSON.stringify(payload) }));
  const answer = JSON.stringify(await (await renewed.slack.raw(request)).json());
  expect(answer).toContain('"response_action":"update"');
  expect(answer).toContain(changed.hash);
  expect(answer).toContain("Now with a description");
  expect(answer).toContain("4711");
  expect(renewed.asked).toEqual([]);
});

test("a form of a Flow that is gone says so", async () => {
  const { ana } = await filled();
  const view = ana.view();
  const { slack, asked } = desk({ deployment: { flows: [] } });
  const payload = {
    type: "view_submission",
    user: { id: ANA, team_id: TEAM },
    view: { id: "V1", callback_id: view?.callbackId, private_metadata: view?.privateMetadata },
  };
  const request = await slack.signed(new URLSearchParams({ payload: JSON.stringify(payload) }));
  expect(JSON.stringify(await (await slack.raw(request)).json())).toMatch(/no longer offered/);
  expect(asked).toEqual([]);
});

test("an engine that breaks is said under a question, so that the form stays as it is", async () => {
  const { ana, logged } = await filled({
    engine: {
      submit: () => {
        throw new TypeError(`cannot read ${REASON}`);
      },
    },
  });
  const outcome = await ana.submit();
  expect(Object.values(outcome.fieldErrors ?? {})).toEqual([expect.stringMatching(/went wrong/)]);
  expect(logged).toEqual([
    { name: "slack.listener.failed", fields: { listener: "form_sent", stage: "ack", class: "TypeError" } },
  ]);
});
