// What becomes of the functions that an implementer writes: whatever they throw, forget or answer, the engine hears one of its two
// errors, no word of theirs, and never that nothing happened where something may have.
import { expect, test } from "vitest";
import * as z from "zod";
import { PermanentError, type StrategyContext, TransientError } from "../../../src/ports.ts";
import type { CustomDefinition } from "../../../src/strategies/custom/definition.ts";
import { customStrategy, strategiesOf } from "../../../src/strategies/custom/strategy.ts";
import { strategies } from "../../../src/strategies/registry.ts";
import { custom } from "../../../src/sym.ts";

const url = "https://access.example.com/";
const settings = z.strictObject({ group: z.string() });
const quiet = { grant: async () => {}, revoke: async () => {} };
const made = (own: Partial<CustomDefinition>) =>
  customStrategy({ type: "door", settings, ...quiet, ...own } as CustomDefinition);
const call = {
  settings: { group: "g1" },
  level: "access",
  account: { id: "ana", label: "Ana" },
  ids: {},
  idempotencyKey: "k",
};
const context = (answers: readonly Response[] = [], signal = new AbortController().signal): StrategyContext => {
  const left = [...answers];
  return {
    secret: () => "planted",
    fetch: async () => left.shift() ?? Promise.reject(new TypeError("unreachable")),
    signal,
    now: () => 0,
  };
};
const thrownBy = (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test("an error of the implementer's code is told without its words, as something that may have happened", async () => {
  const strategy = made({
    grant: () => {
      throw new Error("planted words of theirs");
    },
    revoke: async () => JSON.parse("<planted"),
  });
  for (const verb of ["grant", "revoke"] as const) {
    const error = await thrownBy(strategy[verb](call, context()));
    expect(error).toBeInstanceOf(TransientError);
    expect(error).toMatchObject({ effect: "unknown", class: "bug" });
    expect(String(error)).not.toContain("planted");
  }
});

test("what fails behind a change that was taken no longer says that nothing happened", async () => {
  const changesThenFails = made({
    grant: async (_, outside) => {
      await outside.request({ url });
      await outside.request({ url, method: "GET" });
    },
    revoke: async (_, outside) => {
      await outside.request({ url });
      outside.refuse("not like that", "impossible");
    },
  });
  const done = new Response("{}");
  const broken = new Response("", { status: 429, headers: { "retry-after": "7" } });
  const late = await thrownBy(changesThenFails.grant(call, context([done, broken])));
  expect(late).toBeInstanceOf(TransientError);
  expect(late).toMatchObject({ effect: "unknown", class: "slow_down", retryAfterMs: 7_000 });
  const refused = await thrownBy(changesThenFails.revoke(call, context([new Response("{}")])));
  expect(refused).toBeInstanceOf(PermanentError);
  expect(refused).toMatchObject({ effect: "unknown", class: "impossible" });
});

test.each([
  ["was never answered", []],
  ["broke inside the target", [new Response("", { status: 502 })]],
  ["is an answer that the code asked to see", [new Response("", { status: 500 })]],
] as const)("a change that %s may have happened, also where the code makes a refusal of it", async (_, answers) => {
  const strategy = made({
    grant: async (_call, outside) => {
      await outside.request({ url, alsoAnswers: [500] }).catch(() => null);
      outside.refuse("it did not work");
    },
  });
  const error = await thrownBy(strategy.grant(call, context(answers)));
  expect(error).toMatchObject({ name: "PermanentError", effect: "unknown" });
});

test("a sign-in that fails ahead of the change says that nothing happened", async () => {
  const strategy = made({
    grant: async (_, outside) => void (await outside.request({ url, onlyReads: true })),
  });
  expect(await thrownBy(strategy.grant(call, context()))).toMatchObject({ name: "TransientError", effect: "no" });
});

test("functions that never come back are let go of when the time is up", async () => {
  const clock = new AbortController();
  const strategy = made({ revoke: () => new Promise(() => {}) });
  const work = thrownBy(strategy.revoke(call, context([], clock.signal)));
  clock.abort();
  expect(await work).toMatchObject({ name: "TransientError", effect: "unknown" });
});

test.each([
  ["a level", "access", { level: "access", inherited: null, ids: {} }],
  ["none", null, { level: null, inherited: null, ids: {} }],
  [
    "more than that",
    { level: null, inherited: "access", ids: { id: "7" } },
    { level: null, inherited: "access", ids: { id: "7" } },
  ],
])("a read-back may be %s", async (_what, said, expected) => {
  expect(await made({ inspect: async () => said as never }).inspect?.(call, context())).toEqual(expected);
});

test.each([[undefined], ["owner"], [{}], [{ level: 1 }], [true]])(
  "a read-back of %j is trouble, and never absence",
  async (said) => {
    const read = made({ inspect: async () => said as never }).inspect?.(call, context());
    expect(await thrownBy(read ?? Promise.resolve())).toMatchObject({ name: "PermanentError", class: "bug" });
  },
);

test("without a slot of its own all the settings tell one access from another; a half character names nobody", () => {
  const strategy = made({});
  expect(strategy.slot({ group: "g1" }, call.account)).toEqual(['{"group":"g1"}', "ana"]);
  for (const id of ["", "\ud800"])
    expect(() => strategy.slot({ group: "g1" }, { id, label: "x" })).toThrow(PermanentError);
  expect(() => made({ slot: () => [] }).slot({ group: "g1" }, call.account)).toThrow(PermanentError);
});

test("Targets share accounts where the strategy says so, and never with another strategy", () => {
  const there = made({ realm: () => "okta https://example.okta.com" });
  expect([there.realm?.(call.settings), made({}).realm]).toEqual([
    "custom:door okta https://example.okta.com",
    undefined,
  ]);
});

test("a deployment's own strategies stand beside those of the product, and take the place of none", () => {
  const own = custom({ type: "webhook", settings, ...quiet });
  const known = strategiesOf({ strategies: [own, 7, null, { definition: { type: "x" } }] }, strategies);
  expect(known("custom:webhook")?.levels).toEqual(["access"]);
  expect(known("webhook")).toBe(strategies("webhook"));
  expect([known("custom:x"), known("custom:nothing")]).toEqual([null, null]);
  expect(own({ label: "Door", group: "g1" })).toEqual({
    label: "Door",
    strategy: "custom:webhook",
    settings: { group: "g1" },
    endRemovesStanding: false,
  });
});
