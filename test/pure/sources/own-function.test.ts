// A function of the implementer's behind a rule: it says yes or no in time, or it has said nothing. No word of its error gets out.
import { expect, test } from "vitest";
import { matterOf } from "../../../src/domain/policy.ts";
import type { Decides } from "../../../src/domain/rule-function.ts";
import { type Clock, TransientError } from "../../../src/ports.ts";
import { createSources, LOOKUP_MS } from "../../../src/sources/sources.ts";
import { sampleAsk } from "../../fakes/samples.ts";
import { plainFacts } from "../../world/doors.ts";

const { requester: _key, ...request } = matterOf(sampleAsk("r1"));
const asked = { person: plainFacts("U0BEN"), requester: plainFacts("U0ANA"), request };
const named = { kind: "function", label: "a colleague", source: "5e", secrets: ["PEOPLE_KEY"] } as const;

/** A clock that gives nobody time: whatever is not done at once is late. */
const hasty: Clock = {
  now: () => 0,
  within: async (limitMs, work) => {
    const aborted = AbortSignal.abort();
    const late = new TransientError(`longer than ${limitMs} ms`, { effect: "no" });
    return Promise.race([work(aborted), new Promise<never>((_, no) => setImmediate(() => no(late)))]);
  },
};
const outside = {
  secret: (name: string) => `value of ${name}`,
  fetch: async (asked: Request) => new Response(asked.url),
};
const says = (decides: Decides): Promise<boolean> =>
  createSources({ clock: hasty, log: () => {}, outside }).says(named, decides, asked);

test("it is told who decides, who asks and what for, and its word counts", async () => {
  let told: unknown;
  const remember: Decides = (about) => {
    told = about;
    return true;
  };
  expect(await says(remember)).toBe(true);
  expect(told).toEqual({ ...asked, request: expect.objectContaining({ flow: "prod-database", target: "orders-db" }) });
  expect(await says(async () => false)).toBe(false);
});

test("it reads the secrets that its rule names, and the network", async () => {
  const reads: Decides = async (_, { secret, fetch: get }) => {
    const answer = await get(new Request("https://people.example.com/ben"));
    return secret("PEOPLE_KEY") === "value of PEOPLE_KEY" && (await answer.text()).endsWith("/ben");
  };
  expect(await says(reads)).toBe(true);
  await expect(says((_, { secret }) => secret("SLACK_BOT_TOKEN") !== "")).rejects.toThrow(TransientError);
});

const unfit =
  (value: unknown): Decides =>
  async () =>
    value as boolean;
test.each<[string, Decides]>([
  ["throws", () => Promise.reject(new Error("canary: ben@example.com"))],
  ["throws what is no error", () => Promise.reject("canary")],
  ["says something else than yes or no", unfit("yes")],
  ["says nothing", unfit(undefined)],
  ["says 1", unfit(1)],
  ["never answers", () => new Promise(() => {})],
])("one that %s has said nothing, and no word of it gets out", async (_what, decides) => {
  const failed = await says(decides).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(TransientError);
  expect(String(failed)).not.toMatch(/canary|example\.com/);
});

test("somebody who clicks waits no longer for it than for any list", () =>
  expect(LOOKUP_MS).toBeLessThanOrEqual(1_000));
