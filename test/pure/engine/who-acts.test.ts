// Who is acting, and who asked: a user id under another team is somebody else, and an approval alone is given only while the
// requester may still ask.
import { expect, test } from "vitest";
import { put, putPending } from "../../contracts/put.ts";
import { NOON, sampleApprovalOnlyFlow, sampleAsk, sampleSubmit, sampleVersion, TEAM } from "../../fakes/samples.ts";
import { plainFacts } from "../../world/doors.ts";
import { ADA, EngineDesk } from "./engine-desk.ts";

const FAR = "T0FAR";
const stranger = { ok: false, refusal: { kind: "not_a_member", why: "stranger" } };
const click = (userId: string, teamId = TEAM) => ({ requestId: "r1", seq: 1, userId, teamId, reason: null });

test("a user id under another team decides nothing, orders nothing and asks for nothing", async () => {
  const desk = new EngineDesk();
  await putPending(desk.record, sampleAsk("r1"));
  const commands = desk.commands();
  const far = { ...ADA, teamId: FAR };
  expect(await commands.approve(click("U0BEN", FAR))).toEqual(stranger);
  expect(await commands.deny(click("U0BEN", FAR))).toEqual(stranger);
  expect(await commands.mayDeny(click("U0BEN", FAR))).toEqual(stranger);
  expect(await commands.freeze(far, true, "1.1")).toEqual(stranger);
  expect(await commands.revokeAll(far, { kind: "everything" }, "V0ALL")).toEqual(stranger);
  const ask = { userId: "U0ANA", teamId: FAR, viewId: "V9", flow: sampleVersion(), answers: {} };
  const wanted = { target: "orders-db", durationMs: sampleVersion().flow.durationsMs[0] ?? 0 };
  expect(await commands.submit({ ...ask, ...wanted })).toEqual(stranger);
  expect(desk.record.requests()).toMatchObject([{ id: "r1", state: "pending" }]);
  expect(await desk.record.isFrozen()).toBe(false);
});

test("whoever Slack knows under that team too is the same person", async () => {
  const desk = new EngineDesk();
  await putPending(desk.record, sampleAsk("r1"));
  desk.world.directory.actingAs = async (userId) => plainFacts(userId).key;
  expect(await desk.commands().approve(click("U0BEN", FAR))).toMatchObject({ ok: true });
});

test("an approval that is all there is, is not given once the requester may no longer ask", async () => {
  const desk = new EngineDesk();
  const version = sampleVersion(sampleApprovalOnlyFlow());
  Object.assign(desk.world.deployment, { flows: [version] });
  const ask = sampleAsk("r1", { flow: "release", version: version.hash, access: null, durationMs: null });
  await put(desk.record, null, sampleSubmit(ask), NOON, version);
  const directory = desk.world.directory;
  const person = directory.person;
  directory.person = async (userId) => ({ ...(await person(userId)), deactivated: userId === "U0ANA" });
  const approve = () => desk.commands().approve(click("U0BEN"));
  expect(await approve()).toEqual({ ok: false, refusal: { kind: "requester_may_not" } });
  directory.person = person;
  expect(await approve()).toMatchObject({ ok: true, value: { outcome: "approved" } });
});
