// What Slack signed and Sym does not take is told to the audit trail: who sent it, by their ids, and where it is wrong; never
// what was typed. What Slack did not sign is told to nobody.
import { expect, test } from "vitest";
import { onApprove } from "../../../src/slack/handlers/approve.ts";
import { type Front, turnAway } from "../../../src/slack/handlers/front.ts";
import { payloadFor } from "../../../src/slack/handlers/listen.ts";
import { desk, EVENTS } from "./desk.ts";

function heard(body: unknown) {
  const { door: _, witnessed, ...rest } = desk();
  const front = { log: () => undefined, witness: (seen) => void witnessed.push(seen) } as Partial<Front> as Front;
  expect(payloadFor(front, onApprove, body)).toBeNull();
  expect(rest.calls()).toEqual([]);
  return witnessed;
}

test("a payload that is not what Slack documents is told with its sender, where that can be read", () => {
  const user = { id: "U0EVE", team_id: "T0SYM" };
  expect(heard({ user, actions: "typed secret" })).toMatchObject([
    { actor: { kind: "person", key: "T0SYM/U0EVE" }, action: "approve", result: "payload_refused" },
  ]);
  expect(heard({ user: { id: "nobody" }, text: "typed secret" })).toMatchObject([
    { actor: { kind: "system", name: "front" }, action: "approve", result: "payload_refused" },
  ]);
  expect(heard({ user_id: "U0EVE", team_id: "T0SYM" })).toMatchObject([{ actor: { key: "T0SYM/U0EVE" } }]);
  expect(JSON.stringify(heard({ user, actions: "typed secret" }))).not.toContain("typed");
});

test("what nobody could have drawn is told as the front door's, with the person's own id", () => {
  const { witnessed } = desk();
  const front = { witness: (seen: (typeof witnessed)[number]) => void witnessed.push(seen) };
  turnAway(front, { userId: "U0EVE", teamId: "T0SYM" }, "deny", "form_refused", { at: "private_metadata" });
  turnAway(front, null, "deny", "form_refused");
  expect(witnessed).toMatchObject([
    { actor: { kind: "person", key: "T0SYM/U0EVE" }, evidence: { at: "private_metadata" }, state: null },
    { actor: { kind: "system", name: "front" }, evidence: {} },
  ]);
});

test("what Slack did not sign leaves nothing in the trail: anybody could fill it", async () => {
  const { door, witnessed } = desk();
  const body = "payload=%7B%22type%22%3A%22block_actions%22%7D";
  await door.handle(new Request(EVENTS, { method: "POST", body }), { waitUntil: () => undefined });
  expect(witnessed).toEqual([]);
});
