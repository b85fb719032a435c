// A sample of `npm run fuzz`: Slack's payloads with something wrong in them, against the front door and the real engine.
import { expect, test } from "vitest";
import { runInputs } from "../bad-input/run.ts";

const INPUTS = 3_000;

test("whatever is wrong with what Slack sends, nothing breaks, nothing leaks, and only what was asked for happens", async () => {
  const { findings, inputs, effects, forged, statuses, orders } = await runInputs(1, INPUTS);
  expect(findings).toEqual([]);
  expect(inputs).toBe(INPUTS);
  // Good input has its effect, so that the rest was refused for what is wrong with it.
  expect(Object.keys(effects).sort()).toEqual(["approved", "cancelled", "denied", "ending", "submitted"]);
  expect([forged, orders, statuses["200"], statuses["400"]].map((count) => (count ?? 0) > INPUTS / 100)).toEqual([
    true,
    true,
    true,
    true,
  ]);
}, 60_000);

test("the same numbers draw the same inputs", async () => {
  const [one, other] = [await runInputs(1, 200), await runInputs(1, 200)];
  expect({ ...one, slowestMs: 0 }).toEqual({ ...other, slowestMs: 0 });
});
