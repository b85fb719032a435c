// Every action of a request by everybody who may not: refused by name, with nothing in the record and nothing owed. And by
// everybody who may, so that the refusals are not of everybody.
import { expect, test } from "vitest";
import type { PersonFacts } from "../../../src/domain/person.ts";
import { personKey } from "../../../src/domain/person.ts";
import type { Commands } from "../../../src/ports.ts";
import {
  MINUTE_MS,
  NOON,
  sampleApprove,
  sampleAsk,
  sampleChange,
  sampleFlow,
  sampleGranted,
  sampleSubmit,
  sampleVersion,
  TEAM,
} from "../../fakes/samples.ts";
import { plainFacts } from "../../world/doors.ts";
import { ADA, EngineDesk } from "./engine-desk.ts";

const VERSION = sampleVersion();
const ID = "r1";

/** Ana has asked, or has been approved by Ben and holds it. */
async function desk(active: boolean, people: Readonly<Record<string, Partial<PersonFacts>>> = {}): Promise<EngineDesk> {
  const desk = new EngineDesk();
  const submitted = sampleChange(null, sampleSubmit(sampleAsk(ID)), NOON);
  await desk.record.commit(submitted, VERSION);
  if (active) {
    const approved = sampleChange(submitted.request, sampleApprove(), NOON);
    await desk.record.commit(approved, null);
    await desk.record.commit(
      sampleChange(approved.request, sampleGranted(approved.request, NOON, NOON + 30 * MINUTE_MS), NOON),
      null,
    );
  }
  const directory = {
    ...desk.world.directory,
    person: async (userId: string) => ({ ...plainFacts(userId), ...people[userId] }),
  };
  Object.assign(desk.world, { directory });
  return desk;
}

type Action = (
  commands: Commands,
  click: { userId: string; teamId: string },
) => Promise<{ ok: boolean; refusal?: { kind: string } }>;
const click = (who: { userId: string; teamId: string }) => ({ ...who, requestId: ID, seq: null, reason: null });

const ACTIONS: Readonly<Record<string, { readonly active: boolean; readonly may: string; readonly act: Action }>> = {
  approve: { active: false, may: "U0BEN", act: (commands, who) => commands.approve(click(who)) },
  deny: { active: false, may: "U0CLEO", act: (commands, who) => commands.deny(click(who)) },
  "open the form of Deny": { active: false, may: "U0BEN", act: (commands, who) => commands.mayDeny(click(who)) },
  cancel: { active: false, may: "U0ANA", act: (commands, who) => commands.cancel(click(who)) },
  revoke: { active: true, may: "U0BEN", act: (commands, who) => commands.revoke(click(who)) },
  freeze: { active: true, may: ADA.userId, act: (commands, who) => commands.freeze(who, true, "1.1") },
  "revoke-all": {
    active: true,
    may: ADA.userId,
    act: (commands, who) => commands.revokeAll(who, { kind: "everything" }, "V0ALL"),
  },
};

/** Whoever may do it, but for what is said of them here. */
const WRONG: Readonly<
  Record<string, { readonly teamId?: string; readonly facts?: Partial<PersonFacts>; readonly userId?: string }>
> = {
  "somebody whom no rule names": { userId: "U0OTTO" },
  "an approver of something else": { userId: "U0DORA" },
  "their like from another workspace": { teamId: "T0FAR", facts: { key: personKey("T0FAR", "U0BEN"), stranger: true } },
  "the same user id in another workspace": { teamId: "T0FAR" },
  "a guest": { userId: "U0GUS", facts: { guest: true } },
  "a bot": { userId: "U0ROBO", facts: { bot: true } },
  "somebody who left": { userId: "U0GONE", facts: { deactivated: true } },
};

const cases = Object.keys(ACTIONS).flatMap((action) => Object.keys(WRONG).map((who) => [action, who] as const));

test.each(cases)("%s by %s is refused and changes nothing", async (action, who) => {
  const { active, may, act } = ACTIONS[action] ?? {
    active: false,
    may: "",
    act: () => Promise.reject(new Error("no action")),
  };
  const { userId = may, teamId = TEAM, facts = {} } = WRONG[who] ?? {};
  const { world, record, commands } = await desk(active, { [userId]: facts });
  const before = JSON.stringify([record.requests(), record.events(ID), await record.openOrders()]);
  const answer = await act(commands.call({ world }), { userId, teamId });
  expect(answer).toMatchObject({ ok: false });
  expect(JSON.stringify([record.requests(), record.events(ID), await record.openOrders()])).toBe(before);
});

test.each(Object.keys(ACTIONS))("%s by whoever may is done", async (action) => {
  const { active, may, act } = ACTIONS[action] ?? {
    active: false,
    may: "",
    act: () => Promise.reject(new Error("no action")),
  };
  const at = await desk(active);
  expect(await act(at.commands(), { userId: may, teamId: TEAM })).toMatchObject({ ok: true });
});

test("a button of another version of the card decides nothing", async () => {
  const at = await desk(false);
  for (const seq of [2, 7, 0])
    for (const verb of ["approve", "deny", "mayDeny"] as const)
      expect(await at.commands()[verb]({ requestId: ID, seq, userId: "U0BEN", teamId: TEAM, reason: null })).toEqual({
        ok: false,
        refusal: { kind: "changed" },
      });
  expect(at.record.events(ID)).toHaveLength(1);
});

test("whatever becomes of a Flow while its form is open, the form is asked again and nothing is asked for", async () => {
  const { durationsMs, targets } = sampleFlow();
  const changes = [
    { approvers: { kind: "people" as const, ids: ["U0OTTO"] } },
    { requesters: { kind: "people" as const, ids: ["U0OTTO"] } },
    { selfApproval: true },
    { durationsMs: durationsMs.slice(1) },
    { targets: targets.map((target) => ({ ...target, level: "write" })) },
    { targets: targets.map((target) => ({ ...target, settings: { slot: "payroll" } })) },
    { targets: targets.map((target) => ({ ...target, endRemovesStanding: true })) },
    { route: { channel: "C0ELSEWHERE" } },
    { timeoutMs: 1 },
    { grantWithinMs: 1 },
    { fields: [] },
  ];
  for (const change of changes) {
    const at = new EngineDesk();
    Object.assign(at.world, { deployment: { ...at.world.deployment, flows: [sampleVersion(sampleFlow(change))] } });
    const ask = {
      flow: VERSION,
      userId: "U0ANA",
      teamId: TEAM,
      viewId: "V1",
      target: "orders-db",
      answers: { reason: "x" },
      durationMs: durationsMs[0] ?? 0,
    };
    expect(await at.commands().submit(ask)).toEqual({ ok: false, refusal: { kind: "form_changed" } });
    expect(at.record.requests()).toEqual([]);
  }
});
