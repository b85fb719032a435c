// Rules over lists outside Slack, as the engine asks them: by the confirmed address alone, anew each time, and only where nothing
// nearer says yes.
import { expect, test } from "vitest";
import type { Rule } from "../../../src/domain/flow.ts";
import type { OnCallSource, Source } from "../../../src/domain/source.ts";
import { type Click, TransientError } from "../../../src/ports.ts";
import { put } from "../../contracts/put.ts";
import { NOON, sampleAsk, sampleFlow, sampleSubmit, sampleVersion, TEAM } from "../../fakes/samples.ts";
import { plainFacts } from "../../world/doors.ts";
import { EngineDesk } from "./engine-desk.ts";

const source: OnCallSource = {
  kind: "pagerduty_schedule",
  label: "Database",
  schedule: "PDAILY1",
  token: "PAGERDUTY_TOKEN",
  region: "us",
};
const onCall: Rule = { kind: "outside", source };
const anyOf = (...rules: Rule[]): Rule => ({ kind: "any_of", rules });
const click = (userId: string): Click => ({ requestId: "r1", seq: 1, userId, teamId: TEAM, reason: null });

/** A request of Ana's that this rule decides; what was asked outside, and a list that can change. */
async function deskWith(approvers: Rule) {
  const desk = new EngineDesk();
  const version = sampleVersion(sampleFlow({ approvers }));
  Object.assign(desk.world.deployment, { flows: [version] });
  await put(desk.record, null, sampleSubmit(sampleAsk("r1", { version: version.hash })), NOON, version);
  const on = { list: new Set<string>(), down: false, asked: [] as { source: Source; address: string }[] };
  desk.world.sources.names = async (of, address) => {
    on.asked.push({ source: of, address });
    if (on.down) throw new TransientError("no answer", { effect: "no" });
    return on.list.has(address);
  };
  return { desk, on, approve: (userId: string) => desk.commands().approve(click(userId)) };
}
const isPending = (desk: EngineDesk): void =>
  expect(desk.record.requests()).toMatchObject([{ state: "pending", seq: 1 }]);

test("the question is whether the confirmed address is on the list now, in small letters", async () => {
  const { desk, on, approve } = await deskWith(onCall);
  const person = desk.world.directory.person;
  desk.world.directory.person = async (id) => ({ ...(await person(id)), email: "Ben@Example.COM" });
  expect(await approve("U0BEN")).toMatchObject({ refusal: { kind: "may_not_approve" } });
  isPending(desk);
  on.list.add("ben@example.com");
  expect(await approve("U0BEN")).toMatchObject({ ok: true });
  expect(on.asked).toEqual(Array(2).fill({ source, address: "ben@example.com" }));
});

test("whoever has no confirmed address, or one outside the domains, is on no list: nothing is asked", async () => {
  const { desk, on, approve } = await deskWith(onCall);
  on.list.add("u0ben@example.com");
  desk.world.directory.person = async (id) => ({ ...plainFacts(id), email: null, name: "u0ben@example.com" });
  expect(await approve("U0BEN")).toMatchObject({ refusal: { kind: "may_not_approve" } });
  desk.world.directory.person = async (id) => plainFacts(id);
  Object.assign(desk.world.deployment, { emailDomains: ["example.org", "mail.example.com"] });
  expect(await approve("U0BEN")).toMatchObject({ refusal: { kind: "may_not_approve" } });
  expect(on.asked).toEqual([]);
  isPending(desk);
  Object.assign(desk.world.deployment, { emailDomains: ["example.com"] });
  expect(await approve("U0BEN")).toMatchObject({ ok: true });
});

test.each(["guest", "stranger", "bot", "deactivated"] as const)(
  "somebody who is %s is asked about nowhere",
  async (flag) => {
    const { desk, on, approve } = await deskWith(onCall);
    on.list.add("u0ben@example.com");
    desk.world.directory.person = async (id) => ({ ...plainFacts(id), [flag]: true });
    expect(await approve("U0BEN")).toMatchObject({ refusal: { kind: "not_a_member" } });
    expect(on.asked).toEqual([]);
  },
);

test("a list that cannot be had refuses by its name and changes nothing; a plain id needs none", async () => {
  const { desk, on, approve } = await deskWith(anyOf({ kind: "people", ids: ["U0CLEO"] }, onCall));
  on.down = true;
  expect(await approve("U0BEN")).toEqual({
    ok: false,
    refusal: { kind: "lookup_unavailable", what: "outside", source },
  });
  isPending(desk);
  expect(desk.logged).toContainEqual({ name: "directory.lookup.failed", fields: { what: "pagerduty_schedule" } });
  expect(await approve("U0CLEO")).toMatchObject({ ok: true });
  expect(on.asked).toHaveLength(1);
});

test("a group of Slack that says yes is enough while the list outside is down", async () => {
  const { desk, on, approve } = await deskWith(anyOf({ kind: "usergroup", id: "S0DBA" }, onCall));
  on.down = true;
  desk.world.directory.isMember = async (_group, userId) => userId === "U0BEN";
  expect(await approve("U0BEN")).toMatchObject({ ok: true });
});

test("whoever asked is refused for that, on call or not", async () => {
  const { desk, on, approve } = await deskWith(onCall);
  on.list.add("u0ana@example.com");
  expect(await approve("U0ANA")).toMatchObject({ refusal: { kind: "own_request" } });
  isPending(desk);
});

test("a label that was changed asks the same question, and asks it once", async () => {
  const { desk, on, approve } = await deskWith(onCall);
  const renamed: Rule = { kind: "outside", source: { ...source, label: "The database" } };
  Object.assign(desk.world.deployment, { flows: [sampleVersion(sampleFlow({ approvers: renamed }))] });
  on.list.add("u0ben@example.com");
  expect(await approve("U0BEN")).toMatchObject({ ok: true });
  expect(on.asked).toHaveLength(1);
});
