// What one person may ask for, and how fast: over the real engine and the record in memory. Whoever asks too much is told so in
// words, and nobody else feels it.
import { expect, test } from "vitest";
import type { Result } from "../../../src/domain/refusal.ts";
import type { Request } from "../../../src/domain/request.ts";
import { createCommands } from "../../../src/engine/commands.ts";
import { sayRefusal } from "../../../src/slack/words/refusals.ts";
import { HOUR_MS, MINUTE_MS, TEAM } from "../../fakes/samples.ts";
import { APPROVAL_ONLY, press, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";
import { EngineDesk } from "./engine-desk.ts";

const made = (): SimWorld => new SimWorld({ versions: [VERSION, APPROVAL_ONLY] });

async function send(world: SimWorld, view: string, userId = "U0ANA"): Promise<Result<Request>> {
  const ask = { flow: APPROVAL_ONLY, userId, teamId: TEAM, viewId: view, target: null, durationMs: null };
  const answer = await world.act((commands) => commands.submit({ ...ask, answers: { reason: "because" } }));
  if (answer === undefined) throw new Error("nobody answered");
  return answer;
}

test("of a thousand submissions one after the other five wait, and the rest is refused in clear words", async () => {
  const world = made();
  const answers: Result<Request>[] = [];
  for (let i = 0; i < 1_000; i++) answers.push(await send(world, `V${i}`));
  expect(world.record.requests()).toHaveLength(5);
  const refusals = answers.flatMap((answer) => (answer.ok ? [] : [answer.refusal]));
  expect(refusals).toHaveLength(995);
  expect([...new Set(refusals.map((refusal) => sayRefusal(refusal)))]).toEqual([
    "You already have 5 requests that wait for an answer, which is the most at once. Cancel one that you no longer need, or wait for an answer: `/sym list` shows them. Nothing was sent.",
  ]);
  expect((await send(world, "W", "U0CLEO")).ok).toBe(true);
});

test("a submission that is refused leaves no object armed, whatever it is refused for", async () => {
  const world = made();
  for (let i = 0; i < 5; i++) await send(world, `V${i}`);
  const armed = (): number => [...world.objects.requests.values()].filter(({ alarm }) => alarm !== null).length;
  const before = armed();
  expect(await send(world, "V5")).toMatchObject({ refusal: { kind: "too_many" } });
  expect(await send(world, "V0")).toMatchObject({ ok: true });
  await world.record.placeOrder({ id: "o1", kind: "freeze", by: `${TEAM}/U0ADA`, at: world.now });
  expect(await send(world, "V6", "U0CLEO")).toMatchObject({ refusal: { kind: "frozen" } });
  world.plan = ({ name }) => (name === "slack.users.info" ? "error" : null);
  expect(await send(world, "V7", "U0CLEO")).toMatchObject({ refusal: { kind: "lookup_unavailable" } });
  expect(armed()).toBe(before);
});

test("a submission whose answer was lost keeps its object armed, since it may be there", async () => {
  const world = made();
  world.plan = ({ name }) => (name === "record.commit" || name === "record.eventAt" ? "error" : null);
  expect(await send(world, "V0")).toMatchObject({ refusal: { kind: "not_known_yet" } });
  expect([...world.objects.requests.values()].map(({ alarm }) => alarm !== null)).toEqual([true]);
});

test("of a thousand submissions at once no more than five wait", async () => {
  const world = made();
  await Promise.all(Array.from({ length: 1_000 }, (_, i) => send(world, `V${i}`)));
  expect(world.record.requests()).toHaveLength(5);
});

test("what is cancelled makes room at once, but thirty a day are the most, until the day is over", async () => {
  const world = made();
  for (let i = 0; i < 30; i++) {
    expect((await send(world, `V${i}`)).ok).toBe(true);
    await press(world, `V${i}`, "cancel", "U0ANA");
    await world.until(world.now + MINUTE_MS);
  }
  expect(await send(world, "V30")).toEqual({ ok: false, refusal: { kind: "too_many", what: "day", most: 30 } });
  await world.until(world.now + 24 * HOUR_MS);
  expect((await send(world, "V31")).ok).toBe(true);
});

test("the same submission again is its request, also when there is no more room", async () => {
  const world = made();
  const [first] = [await send(world, "V0")];
  for (let i = 1; i < 5; i++) await send(world, `V${i}`);
  const again = await send(world, "V0");
  expect(again.ok && first?.ok && again.value.id === first.value.id).toBe(true);
});

test("whoever clicks too fast is told so before anything is looked up, and can still end what they have", async () => {
  const desk = new EngineDesk();
  const asked: string[] = [];
  const world = { ...desk.world, pace: async (person: string) => person !== `${TEAM}/U0ANA` };
  const store = new Proxy(world.store, {
    get(target, name) {
      asked.push(String(name));
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const commands = createCommands({ ...world, store });
  const click = { requestId: "r1", seq: 1, userId: "U0ANA", teamId: TEAM, reason: null };
  for (const answer of [
    await commands.approve(click),
    await commands.deny(click),
    await commands.mayDeny(click),
    await commands.list(click),
  ])
    expect(answer).toEqual({ ok: false, refusal: { kind: "too_fast" } });
  expect(asked).toEqual([]);
  for (const answer of [await commands.revoke(click), await commands.cancel(click)])
    expect(answer).not.toEqual({ ok: false, refusal: { kind: "too_fast" } });
  expect(asked.length).toBeGreaterThan(0);
});
