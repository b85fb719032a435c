// A submission reads the record while Slack is still asked who sends it. What was read too early, of too few or of somebody
// else decides nothing: the batch counts again, and then it is read by the slot.
import { expect, test } from "vitest";
import type { PersonKey } from "../../../src/domain/person.ts";
import { stillAllowed } from "../../../src/engine/still-allowed.ts";
import type { Ask, Store } from "../../../src/ports.ts";
import { memory } from "../../../src/strategies/memory.ts";
import { MemoryTarget } from "../../../src/strategies/memory-target.ts";
import { putActive } from "../../contracts/put.ts";
import { ANA, BEN, HOUR_MS, NOON, sampleAsk, sampleFlow, sampleVersion, TEAM } from "../../fakes/samples.ts";
import { EngineDesk } from "./engine-desk.ts";

const target = {
  label: "Orders database",
  strategy: "memory",
  level: "read",
  settings: { group: "orders" },
  endRemovesStanding: false,
};
const version = sampleVersion(
  sampleFlow({
    targets: [
      { ...target, name: "orders-db" },
      { ...target, name: "orders-db-again" },
    ],
  }),
);
const sent = (viewId: string, overrides: Partial<Ask> = {}): Ask => ({
  flow: version,
  userId: "U0ANA",
  teamId: TEAM,
  viewId,
  target: "orders-db",
  answers: { reason: "Look at order 4711" },
  durationMs: HOUR_MS,
  ...overrides,
});

interface Read {
  readonly among: Parameters<Store["beforeSubmit"]>[0]["among"];
  readonly requester: string;
}

/** A desk whose reads before a submission are listed; `meanwhile` runs behind the first one. */
function watched(meanwhile: (desk: EngineDesk) => Promise<unknown> = async () => {}): {
  desk: EngineDesk;
  reads: Read[];
} {
  const desk = new EngineDesk();
  const strategy = memory(new MemoryTarget());
  const reads: Read[] = [];
  const asked = desk.record.beforeSubmit.bind(desk.record);
  desk.record.beforeSubmit = async (question) => {
    const answer = await asked(question);
    reads.push({ among: question.among, requester: question.requester });
    if (reads.length === 1) await meanwhile(desk);
    return answer;
  };
  Object.assign(desk.world, { strategies: () => strategy, deployment: { ...desk.world.deployment, flows: [version] } });
  return { desk, reads };
}

/** The slot and the level that a first submission at this desk's Target gets. */
async function slotAt(desk: EngineDesk): Promise<{ key: string; level: string }> {
  const done = await desk.commands().submit(sent("V-first"));
  if (!done.ok || done.value.access === null) throw new Error("not sent");
  const { key, level } = done.value.access;
  const click = { requestId: done.value.id, seq: null, userId: "U0ANA", teamId: TEAM, reason: null };
  await desk.commands().cancel(click);
  return { key, level };
}

test("one read is enough where nobody else is in the slot, and it does not wait for Slack's answer", async () => {
  const read = Promise.withResolvers<void>();
  const { desk, reads } = watched(async () => read.resolve());
  const person = desk.world.directory.person.bind(desk.world.directory);
  desk.world.directory.person = async (userId) => {
    await read.promise;
    return person(userId);
  };
  expect((await desk.commands().submit(sent("V1"))).ok).toBe(true);
  expect(reads).toEqual([{ among: { target: "orders-db" }, requester: `${TEAM}/U0ANA` }]);
});

test("the same asked through another Target while Slack answers is refused with its request, found by the slot", async () => {
  const { desk, reads } = watched((at) => at.commands().submit(sent("V1", { target: "orders-db-again" })));
  const done = await desk.commands().submit(sent("V2"));
  expect(done).toMatchObject({ ok: false, refusal: { kind: "duplicate", requestId: desk.record.requests()[0]?.id } });
  expect(reads.at(-1)?.among).toMatchObject({ level: "read" });
  expect(desk.record.requests()).toHaveLength(1);
});

test("what somebody else holds in the same slot is told, though the person's own requests do not show it", async () => {
  const probe = watched();
  const slot = await slotAt(probe.desk);
  const { desk, reads } = watched();
  const first = probe.desk.record.requests()[0]?.access;
  if (!first) throw new Error("no access");
  await putActive(desk.record, sampleAsk("r-ben", { requester: BEN, access: first }), NOON);
  const done = await desk.commands().submit(sent("V1"));
  expect(done).toMatchObject({ ok: true, value: { alreadyHeld: { level: "read" } } });
  expect(reads.map(({ among }) => among)).toEqual([{ target: "orders-db" }, slot]);
});

test("whoever Slack knows under another key is asked about under that one", async () => {
  const { desk, reads } = watched();
  const person = desk.world.directory.person.bind(desk.world.directory);
  desk.world.directory.person = async (userId) => ({ ...(await person(userId)), key: `E0ORG/${userId}` });
  desk.world.directory.actingAs = async (userId) => `E0ORG/${userId}`;
  expect(await desk.commands().submit(sent("V1"))).toMatchObject({ ok: true, value: { requester: "E0ORG/U0ANA" } });
  expect(reads.map(({ requester }) => requester)).toEqual([`${TEAM}/U0ANA`, "E0ORG/U0ANA"]);
});

test("a row that cannot be read is asked about again by the slot: elsewhere it is in nobody's way", async () => {
  const { desk, reads } = watched();
  const probe = watched();
  await slotAt(probe.desk);
  const access = probe.desk.record.requests()[0]?.access;
  if (!access) throw new Error("no access");
  await putActive(desk.record, sampleAsk("r-damaged", { access: { ...access, key: "memory|9:elsewhere" } }), NOON);
  desk.record.unreadable.add("r-damaged");
  expect((await desk.commands().submit(sent("V1"))).ok).toBe(true);
  expect(reads).toHaveLength(2);
});

const linkedTo = async (desk: EngineDesk, person: PersonKey, id: string): Promise<void> => {
  const after = { id, label: id };
  const changes = [{ person, realm: "memory", flow: "", before: null, after }];
  await desk.record.relink({ id: `link-${person}`, by: BEN, at: NOON, source: "admin", changes });
};

test("one read is enough where an admin's link says another account than would be found, or nothing would be", async () => {
  for (const email of ["ana@example.com", null]) {
    const { desk, reads } = watched();
    const person = desk.world.directory.person.bind(desk.world.directory);
    desk.world.directory.person = async (userId) => ({ ...(await person(userId)), email });
    await linkedTo(desk, ANA, "ana-db");
    const done = await desk.commands().submit(sent("V1"));
    expect(done).toMatchObject({ ok: true, value: { access: { account: { id: "ana-db" }, realm: "memory" } } });
    expect(reads).toHaveLength(1);
    expect(desk.record.allLinks()).toHaveLength(1);
  }
});

test("an account that is linked to somebody else is refused by the batch, and then by name", async () => {
  const { desk, reads } = watched();
  const { email } = await desk.world.directory.person("U0ANA");
  await linkedTo(desk, BEN, email ?? "");
  expect(await desk.commands().submit(sent("V1"))).toEqual({
    ok: false,
    refusal: { kind: "account_taken", account: email },
  });
  expect(reads).toHaveLength(2);
  expect(desk.record.requests()).toEqual([]);
});

test("a link that is set while Slack answers stands, and the request for the other account is not granted", async () => {
  const { desk } = watched((at) => linkedTo(at, ANA, "ana-db"));
  const done = await desk.commands().submit(sent("V1"));
  const id = done.ok ? done.value.id : "";
  expect(desk.record.allLinks().map(({ account }) => account.id)).toEqual(["ana-db"]);
  const snapshot = await desk.record.snapshot(id);
  if (snapshot === null) throw new Error("not sent");
  expect(await stillAllowed(desk.world, snapshot)).toMatchObject({ refusal: { kind: "account_changed" } });
});
