// The reference strategy passes the suite that every strategy must pass, and does what only a target in memory can show.
import { expect, test } from "vitest";
import { PermanentError, TransientError } from "../../../src/ports.ts";
import { memory } from "../../../src/strategies/memory.ts";
import { type MemoryLevel, MemoryTarget } from "../../../src/strategies/memory-target.ts";
import { strategies, strategiesWith } from "../../../src/strategies/registry.ts";
import { type Arrange, strategyContract } from "../../contracts/strategy.ts";

const ana = { id: "ana", label: "Ana" };

strategyContract("memory", {
  badSettings: [
    { settings: {}, path: ["group"] },
    { settings: { group: "" }, path: ["group"] },
    { settings: { group: "db", extra: 1 }, path: [] },
  ],
  async world() {
    const target = new MemoryTarget(["db"]);
    const refuse = (make: () => Error, moment: "before" | "after" = "before"): Arrange => {
      return (on) => target.interfere({ on, [moment]: () => Promise.reject(make()) });
    };
    return {
      strategy: memory(target),
      settings: { group: "db" },
      people: [ana, { id: "ben", label: "Ben" }],
      secrets: {},
      targetSays: "memory-target-says",
      levelOf: async (id) => target.levelOf("db", id),
      removeParent: async () => target.removeGroup("db"),
      faults: {
        busy: {
          arrange: refuse(() => new TransientError("slow down", { effect: "no", retryAfterMs: 7_000 })),
          retryAfterMs: 7_000,
        },
        broken: refuse(() => new TransientError("in trouble", { effect: "unknown" })),
        answerLost: refuse(() => new TransientError("no answer", { effect: "unknown" }), "after"),
        silent: (on) => ({
          reached: new Promise((reached) => {
            const hang = (): Promise<void> => {
              reached();
              return new Promise(() => undefined);
            };
            target.interfere({ on, before: hang });
          }),
        }),
        unauthenticated: refuse(() => new PermanentError("not accepted")),
        forbidden: refuse(() => new PermanentError("not allowed")),
        missing: refuse(() => new PermanentError("not known")),
      },
    };
  },
});

const call = (level: MemoryLevel = "read", ids: Record<string, string> = {}) =>
  ({ settings: { group: "db" }, level, account: ana, ids, idempotencyKey: "key-1" }) as const;
const context = (signal: AbortSignal = new AbortController().signal) => ({
  secret: () => "",
  fetch: () => Promise.reject(new Error("no network here")),
  signal,
  now: () => 0,
});

test("memory exists only where somebody hands over a target", () => {
  expect(strategies("memory")).toBeNull();
  expect(strategiesWith([memory(new MemoryTarget())])("memory")?.levels).toEqual(["read", "write", "admin"]);
  expect(() => strategiesWith([memory(new MemoryTarget()), memory(new MemoryTarget())])).toThrow(
    "two strategies have the type memory",
  );
});

test("access from elsewhere is told apart from access of the slot", async () => {
  const target = new MemoryTarget(["db"]);
  target.inherit("db", "ana", "admin");
  expect(await memory(target).inspect?.(call(), context())).toEqual({
    level: null,
    inherited: "admin",
    ids: { group: "g1" },
  });
});

test("a group that is renamed while access is held is still found by its id", async () => {
  const target = new MemoryTarget(["db"]);
  const strategy = memory(target);
  const ids = { ...(await strategy.inspect?.(call(), context()))?.ids };
  await strategy.grant(call("write", ids), context());
  target.renameGroup("db", "warehouse");
  target.addGroup("db");
  await strategy.revoke(call("write", ids), context());
  expect(target.levelOf("warehouse", "ana")).toBeNull();
});

test("a call that was let go of can still land", async () => {
  const target = new MemoryTarget(["db"]);
  const clock = new AbortController();
  let land: () => void = () => undefined;
  target.interfere({ on: "grant", before: () => new Promise((resolve) => (land = resolve)) });
  const granted = memory(target).grant(call(), context(clock.signal));
  clock.abort();
  await expect(granted).rejects.toThrow(TransientError);
  expect(target.levelOf("db", "ana")).toBeNull();
  land();
  await new Promise(setImmediate);
  expect(target.levelOf("db", "ana")).toBe("read");
});
