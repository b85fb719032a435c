// Two people press at the same time: one decision stands, and the other hears what has already happened.
import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS, TEAM } from "../../fakes/samples.ts";
import { brokenPromises } from "../../world/invariants.ts";
import { ask, find, sendForm, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

type Verb = "approve" | "deny" | "cancel" | "revoke";
const PRESSES: readonly (readonly [Verb, string])[] = [
  ["approve", "U0BEN"],
  ["approve", "U0CLEO"],
  ["deny", "U0CLEO"],
  ["cancel", "U0ANA"],
  ["revoke", "U0ADA"],
];
const PAIRS = PRESSES.flatMap((one, i) => PRESSES.slice(i).map((other) => [one, other] as const));

test.each(PAIRS)("%s and %s at once", async ([one, by], [other, also]) => {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  const requestId = find(world, "V1")?.id ?? "";
  const press = (verb: Verb, userId: string) => {
    const seq = verb === "approve" || verb === "deny" ? 1 : null;
    return world.act((commands) => commands[verb]({ requestId, seq, userId, teamId: TEAM, reason: null }));
  };
  const answers = await Promise.all([press(one, by), press(other, also)]);
  const yes = answers.filter((answer) => answer?.ok);
  // An end may follow an approval that came first; any other second click came too late.
  const endsLater = one === "approve" && (other === "cancel" || other === "revoke");
  if (!endsLater) {
    expect(yes).toHaveLength(1);
    expect(answers.find((answer) => !answer?.ok)).toMatchObject({ refusal: { kind: "already" } });
  }
  expect(yes.length).toBeGreaterThan(0);
  await world.rest(world.now + 24 * HOUR_MS);
  expect(brokenPromises(world)).toEqual([]);
  const events = world.record.events(requestId).map((event) => event.name);
  expect(events.filter((name) => ["approved", "denied", "cancelled"].includes(name))).toHaveLength(1);
});

test("the same form sent twice at once is one request", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  const send = () => world.act(sendForm("V1", "read", HOUR_MS / 2));
  const [one, other] = await Promise.all([send(), send()]);
  expect(world.record.requests()).toHaveLength(1);
  const id = find(world, "V1")?.id;
  expect([one, other]).toMatchObject([
    { ok: true, value: { id } },
    { ok: true, value: { id } },
  ]);
});

test("the same access asked for again while it waits is refused, with the way to what waits", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  const again = await world.act(sendForm("V2", "write", 30 * MINUTE_MS));
  expect(again).toMatchObject({ ok: false, refusal: { kind: "duplicate", requestId: find(world, "V1")?.id } });
  expect(await world.act(sendForm("V3", "read", 30 * MINUTE_MS))).toMatchObject({ ok: true });
  expect(world.record.requests()).toHaveLength(2);
});

test("whose answer from the record was lost hears that it worked, not that somebody was faster", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  let lost = 0;
  world.plan = ({ name }) => (name === "record.commit" && lost++ === 0 ? "lose" : null);
  const requestId = find(world, "V1")?.id ?? "";
  const answer = await world.act((commands) =>
    commands.approve({ requestId, seq: 1, userId: "U0BEN", teamId: TEAM, reason: null }),
  );
  expect(lost).toBeGreaterThan(0);
  expect(answer).toMatchObject({ ok: true, value: { state: "granting" } });
});

test("a click while the request's object is at work is not slept over, without the sweep", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  world.cron = false;
  await ask(world, "V1", "write", 30 * MINUTE_MS);
  const requestId = find(world, "V1")?.id ?? "";
  let reads = 0;
  // The last look of this wake-up is answered late, with what stood before the click.
  world.plan = ({ name }) => (name === "record.work" && ++reads === 2 ? "slow" : null);
  world.at(world.now + 5_000, () =>
    world.act((commands) => commands.approve({ requestId, seq: 1, userId: "U0BEN", teamId: TEAM, reason: null })),
  );
  await world.until(world.now + 40_000);
  expect(reads).toBeGreaterThan(1);
  expect(world.target.level("U0ANA")).toBe("write");
});
