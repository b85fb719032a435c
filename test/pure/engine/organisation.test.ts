// An organisation of many workspaces, where Slack names another team with a click than with a person: whoever asked and
// whoever approved are known all the same, and nobody else is taken for them.
import { expect, test } from "vitest";
import type { PersonKey } from "../../../src/domain/person.ts";
import { TransientError } from "../../../src/ports.ts";
import { put, putPending } from "../../contracts/put.ts";
import { MINUTE_MS, NOON, sampleApprove, sampleAsk } from "../../fakes/samples.ts";
import { EngineDesk } from "./engine-desk.ts";

const ANA: PersonKey = "E0ORG/U0ANA";
const BEN: PersonKey = "E0ORG/U0BEN";

/** Slack lists two workspaces of the organisation with everybody. */
function organisation(): { desk: EngineDesk; lookups: string[] } {
  const desk = new EngineDesk();
  const lookups: string[] = [];
  desk.world.directory.actingAs = async (userId, teamId) => {
    lookups.push(userId);
    return ["T0ONE", "T0TWO"].includes(teamId) ? `E0ORG/${userId}` : null;
  };
  return { desk, lookups };
}
const click = (userId: string, teamId: string) => ({ requestId: "r1", seq: null, userId, teamId, reason: null });

test("the requester cancels from any workspace of the organisation, and somebody else's same user id does not", async () => {
  const { desk } = organisation();
  await putPending(desk.record, sampleAsk("r1", { requester: ANA }));
  expect(await desk.commands().cancel(click("U0ANA", "T0FAR"))).toEqual({
    ok: false,
    refusal: { kind: "not_requester" },
  });
  expect(await desk.commands().cancel(click("U0ANA", "T0TWO"))).toMatchObject({
    ok: true,
    value: { outcome: "cancelled", ending: { by: { kind: "person", key: ANA } } },
  });
});

test("the approver ends access from any workspace of the organisation", async () => {
  const { desk } = organisation();
  const pending = await putPending(desk.record, sampleAsk("r1", { requester: ANA }));
  await put(desk.record, pending, sampleApprove({ by: BEN }), NOON + MINUTE_MS);
  expect(await desk.commands().revoke(click("U0BEN", "T0FAR"))).toMatchObject({ ok: false });
  expect(await desk.commands().revoke(click("U0BEN", "T0ONE"))).toMatchObject({
    ok: true,
    value: { state: "revoking", ending: { by: { kind: "person", key: BEN } } },
  });
});

test("a list has one's requests from any workspace of the organisation", async () => {
  const { desk } = organisation();
  await putPending(desk.record, sampleAsk("r1", { requester: ANA }));
  const listed = async (teamId: string) => {
    const mine = await desk.commands().list({ userId: "U0ANA", teamId });
    return mine.ok && mine.value.lines.map(({ request }) => request.id);
  };
  expect([await listed("T0TWO"), await listed("T0FAR")]).toEqual([["r1"], []]);
});

test("a Slack that cannot be asked makes nobody the requester", async () => {
  const { desk } = organisation();
  desk.world.directory.actingAs = () => Promise.reject(new TransientError("Slack is down", { effect: "no" }));
  await putPending(desk.record, sampleAsk("r1", { requester: ANA }));
  expect(await desk.commands().cancel(click("U0ANA", "T0TWO"))).toMatchObject({ ok: false });
});

test("where the key as it stands says yes, nobody is asked", async () => {
  const { desk, lookups } = organisation();
  await putPending(desk.record, sampleAsk("r1"));
  await putPending(desk.record, sampleAsk("r2", { viewId: "V2" }));
  await desk.commands().list({ userId: "U0ANA", teamId: "T0SYM" });
  await desk.commands().revoke(click("U0ANA", "T0SYM"));
  await desk.commands().cancel({ ...click("U0ANA", "T0SYM"), requestId: "r2" });
  await desk.commands().cancel({ ...click("U0EVE", "T0SYM"), requestId: "r2" });
  expect(lookups).toEqual([]);
});
