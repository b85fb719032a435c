// What a client may send in place of what Sym drew: ten thousand button values, callback ids and private data. The engine is
// asked only of what is of the one form that a button has, and then of exactly that.
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parseButton } from "../../../src/slack/views/request-card.ts";
import { TEAM } from "../../fakes/samples.ts";
import { ANA, desk, ID, REQUESTS } from "./desk.ts";

const VALUE = `${ID}.1`;
const character = fc.constantFrom(..."abz019.-_'\"\\/%\0\n <>{}[]AÀ\u202e".split(""));
/** Values that were drawn, changed a little or a lot; and what other programs would trip over. */
const tampered = fc.oneof(
  fc.tuple(fc.nat({ max: VALUE.length }), character).map(([at, c]) => VALUE.slice(0, at) + c + VALUE.slice(at)),
  fc.tuple(fc.nat({ max: VALUE.length - 1 }), character).map(([at, c]) => VALUE.slice(0, at) + c + VALUE.slice(at + 1)),
  fc.nat({ max: VALUE.length - 1 }).map((at) => VALUE.slice(0, at)),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.constantFrom(
    `${VALUE}.1`,
    `${ID}.1e3`,
    `${ID}.-1`,
    `${ID}.0`,
    `${ID}.999999999999`,
    `__proto__.1`,
    `{"requestId":"${ID}"}`,
  ),
  fc.stringMatching(/^[a-z0-9]{26}\.[1-9]\d{0,8}$/),
);
const FORM = /^[a-z0-9]{26}\.[1-9]\d{0,8}$/;

test("of ten thousand values none is read but those of the form that is drawn, and those as they stand", {
  timeout: 60_000,
}, () => {
  fc.assert(
    fc.property(tampered, (value) => {
      const read = parseButton(value);
      expect(read === null).toBe(!FORM.test(value));
      if (read !== null) expect(`${read.requestId}.${read.seq}`).toBe(value);
    }),
    { numRuns: 10_000 },
  );
});

test("whatever a button or a form says it belongs to, the engine is asked of nothing else", {
  timeout: 60_000,
}, async () => {
  const { slack, asked, settled } = desk();
  const action = fc.constantFrom(
    "request.approve",
    "request.deny",
    "request.revoke",
    "request.cancel",
    "request.",
    "home.new_request",
    "x",
  );
  const callback = fc.constantFrom("deny_form", "request_form", "revoke_all_form", "flow_picker", "", "__proto__");
  const who = { user: { id: ANA, team_id: TEAM }, team: { id: TEAM }, trigger_id: "1.2.x" };
  await fc.assert(
    fc.asyncProperty(tampered, action, callback, fc.boolean(), async (value, actionId, callbackId, click) => {
      asked.length = 0;
      const payload = click
        ? {
            ...who,
            type: "block_actions",
            channel: { id: REQUESTS },
            actions: [{ action_id: actionId, block_id: "b", value }],
          }
        : {
            ...who,
            type: "view_submission",
            view: { id: "V1", callback_id: callbackId, private_metadata: value, blocks: [] },
          };
      const response = await slack.raw(await slack.signed(new URLSearchParams({ payload: JSON.stringify(payload) })));
      await settled();
      expect([200, 400]).toContain(response.status);
      const [requestId, seq] = FORM.test(value) ? value.split(".") : [null, null];
      if (requestId === null) expect(asked).toEqual([]);
      // An end does not depend on the version that its button was drawn at.
      for (const { args } of asked) {
        const [click] = args as [{ requestId: string; seq: number | null }];
        expect(click.requestId).toBe(requestId);
        expect([null, Number(seq)]).toContain(click.seq);
      }
    }),
    { numRuns: 500 },
  );
});
