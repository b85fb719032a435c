// D1 out of reach, losing answers, or holding a row that nobody can read: what callers are told, and what they are not.
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { TransientError } from "../../../src/ports.ts";
import { openStore } from "../../../src/store/open-store.ts";
import { UnreadableRow } from "../../../src/store/rows.ts";
import { putPending } from "../../contracts/put.ts";
import { NOON, sampleApprove, sampleAsk, sampleChange } from "../../fakes/samples.ts";
import { watch } from "./watched-d1.ts";

const thrownBy = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test("a commit whose answer was lost is in doubt, and its writer recognises it in the record", async () => {
  const watched = watch(env.DB);
  const store = openStore(watched.db);
  const pending = await putPending(store, sampleAsk("r1"));
  watched.fault = { when: "after", error: new Error("D1_ERROR: Network connection lost.") };
  const change = sampleChange(pending, sampleApprove({ commandId: "mine" }), NOON + 1);
  expect(await thrownBy(store.commit(change, null))).toMatchObject({ name: "TransientError", effect: "unknown" });
  watched.fault = null;
  expect(await store.eventAt("r1", 2)).toEqual({ commandId: "mine" });
  expect(await store.commit(change, null)).toBe("conflict");
});

test("a commit that D1 never heard of is in doubt too, and leaves nothing in the record", async () => {
  const watched = watch(env.DB);
  const store = openStore(watched.db);
  const pending = await putPending(store, sampleAsk("r1"));
  watched.fault = {
    when: "before",
    error: new Error("D1_ERROR: D1 DB storage operation exceeded timeout which caused object to be reset."),
  };
  const change = sampleChange(pending, sampleApprove(), NOON + 1);
  expect(await thrownBy(store.commit(change, null))).toMatchObject({ name: "TransientError", effect: "unknown" });
  watched.fault = null;
  expect(await store.eventAt("r1", 2)).toBeNull();
  expect(await store.commit(change, null)).toBe("committed");
});

test("a read that fails has certainly changed nothing, and says so", async () => {
  const watched = watch(env.DB);
  const store = openStore(watched.db);
  watched.fault = { when: "before", error: new Error("D1_ERROR: Network connection lost.") };
  for (const read of [store.snapshot("r1"), store.claims("memory|1:x"), store.isFrozen(), store.dueRequests(NOON, 10)])
    expect(await thrownBy(read)).toMatchObject({ name: "TransientError", effect: "no" });
});

test("no word of D1's own message gets out, only its codes", async () => {
  const watched = watch(env.DB);
  const store = openStore(watched.db);
  const pending = await putPending(store, sampleAsk("r1"));
  watched.fault = {
    when: "before",
    error: new Error("D1_TYPE_ERROR: Type 'object' not supported for value 'a secret': SQLITE_MISMATCH"),
  };
  for (const work of [
    store.commit(sampleChange(pending, sampleApprove({ commandId: "a secret" }), NOON + 1), null),
    store.snapshot("r1"),
    store.postponed("r1:1:card", 1, NOON, "a secret"),
  ]) {
    const error = await thrownBy(work);
    expect(error).toBeInstanceOf(TransientError);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^the record did not answer \(\w+, D1_TYPE_ERROR, SQLITE_MISMATCH\)$/),
    });
    expect((error as Error).cause).toBeUndefined();
  }
});

test("a statement that D1 itself refuses is reported without what was to be stored", async () => {
  const store = openStore(env.DB);
  await env.DB.exec("DROP TABLE effects");
  const error = await thrownBy(putPending(store, sampleAsk("r1", { answers: { reason: "a secret" } })));
  expect(error).toMatchObject({ name: "TransientError", effect: "unknown" });
  expect(String(error)).not.toContain("secret");
  expect(await store.snapshot("r1")).toBeNull();
});

test("a row that cannot be read is named by what does not fit, never by what it holds", async () => {
  const store = openStore(env.DB);
  await putPending(store, sampleAsk("r1"));
  await env.DB.exec(`UPDATE requests SET body = json_set(body, '$.state', 'a secret', '$.access.level', 7)`);
  const error = await thrownBy(store.snapshot("r1"));
  expect(error).toBeInstanceOf(UnreadableRow);
  expect(error).toMatchObject({ message: "a stored request does not fit: state, access.level" });
  await env.DB.exec(`UPDATE requests SET body = '{"state": a secret'`);
  expect(await thrownBy(store.snapshot("r1"))).toMatchObject({ message: "a stored request is no JSON" });
});

test("an effect that only a newer Sym knows stays owed, and holds up neither the others nor an end", async () => {
  const store = openStore(env.DB);
  await putPending(store, sampleAsk("r1"));
  const kinds = async (): Promise<unknown> => {
    const { effects = [], unreadable } = (await store.work("r1")) ?? {};
    return { kinds: effects.map(({ effect }) => effect.body.kind), unreadable };
  };
  const [first] = (await store.work("r1"))?.effects ?? [];
  expect(await kinds()).toEqual({ kinds: ["card", "receipt"], unreadable: 0 });
  const change = "UPDATE effects SET body = json_object('kind', 'hologram') WHERE id = ?";
  await env.DB.prepare(change).bind(first?.effect.id).run();
  expect(await kinds()).toEqual({ kinds: ["receipt"], unreadable: 1 });
  const owed = "SELECT count(*) AS owed FROM effects WHERE NOT delivered";
  expect(await env.DB.prepare(owed).first("owed")).toBe(2);
});

test("what a newer Sym stored beside what this one knows survives a change by this one", async () => {
  const store = openStore(env.DB);
  await putPending(store, sampleAsk("r1"));
  await env.DB.exec(`UPDATE requests SET body = json_set(body, '$.extensions', json('[1]'), '$.access.region', 'eu')`);
  const read = await store.snapshot("r1");
  await store.commit(sampleChange(read?.request ?? null, sampleApprove(), NOON + 1), null);
  expect((await store.snapshot("r1"))?.request).toMatchObject({
    state: "granting",
    extensions: [1],
    access: { region: "eu" },
  });
});
