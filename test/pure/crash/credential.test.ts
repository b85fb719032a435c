// The sign-in of access that is held: for whom one is made, what an end that comes meanwhile makes of it, and that what was
// shown is nowhere afterwards. Who asked, and how often, is in the record.
import { expect, test } from "vitest";
import { NATIVE_EXPIRY_AFTER_MS } from "../../../src/domain/native-expiry.ts";
import { HOUR_MS, MINUTE_MS, TEAM } from "../../fakes/samples.ts";
import { brokenPromises } from "../../world/invariants.ts";
import { ask, find, press, VERSION } from "../../world/scenarios.ts";
import { SimWorld } from "../../world/world.ts";

async function held(world: SimWorld): Promise<void> {
  await ask(world, "V1", "write", 4 * HOUR_MS);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + MINUTE_MS);
}
const see = (world: SimWorld, userId: string, teamId: string = TEAM) =>
  world.act((commands) =>
    commands.showCredential({ requestId: find(world, "V1")?.id ?? "", seq: null, userId, teamId, reason: null }),
  );
const asked = (world: SimWorld): number => {
  const id = find(world, "V1")?.id ?? "";
  return world.record.events(id).filter(({ name }) => name === "credential_asked").length;
};

test("the requester sees a sign-in, another one each time; how often is in the record, and what it was is nowhere", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await held(world);
  const shown = [await see(world, "U0ANA"), await see(world, "U0ANA")];
  expect(world.secrets).toHaveLength(2);
  expect(shown.map((answer) => answer?.ok && answer.value.lines)).toEqual(
    world.secrets.map((value) => [{ label: "Password", value }]),
  );
  expect(new Set(world.secrets).size).toBe(2);
  expect(asked(world)).toBe(2);
  expect(find(world, "V1")?.credential).toMatchObject({ asked: 2 });
  expect(brokenPromises(world).filter((broken) => broken.startsWith("I7"))).toEqual([]);
});

test("nobody else sees one: not whoever approved it, not an admin, not the same user id of another organisation", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await held(world);
  for (const [userId, teamId] of [
    ["U0BEN", TEAM],
    ["U0ADA", TEAM],
    ["U0ANA", "T0OTHER"],
  ] as const)
    expect(await see(world, userId, teamId)).toEqual({ ok: false, refusal: { kind: "not_holder" } });
  expect([world.secrets, asked(world)]).toEqual([[], 0]);
});

test("there is none before the access is there, none after its end, and none while it is being taken away", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await ask(world, "V1", "write", 4 * HOUR_MS);
  const none = (why: string) => ({ ok: false, refusal: { kind: "no_credential", why } });
  expect(await see(world, "U0ANA")).toEqual(none("not_yet"));
  await press(world, "V1", "approve", "U0BEN");
  expect(await see(world, "U0ANA")).toEqual(none("not_yet"));
  await world.until(world.now + MINUTE_MS);
  await press(world, "V1", "revoke", "U0BEN");
  expect(await see(world, "U0ANA")).toEqual(none("over"));
  await world.until(world.now + 5 * MINUTE_MS);
  expect(await see(world, "U0ANA")).toEqual(none("over"));
  expect([world.secrets, asked(world)]).toEqual([[], 0]);
});

test("an end that comes while the secret is being set wins: nobody is shown anything", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await held(world);
  world.at(world.now + 100, () => press(world, "V1", "revoke", "U0BEN"));
  world.plan = ({ name }) => (name === "target.credential" ? "slow" : null);
  const answer = await see(world, "U0ANA");
  expect(asked(world)).toBe(1);
  expect(answer).toEqual({ ok: false, refusal: { kind: "no_credential", why: "over" } });
  await world.until(world.now + HOUR_MS);
  expect(world.target.level("U0ANA")).toBeNull();
});

test("a target that fails shows nothing, and is said to have failed; that it was asked for stands", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await held(world);
  world.plan = ({ name }) => (name === "target.credential" ? "error" : null);
  expect(await see(world, "U0ANA")).toEqual({ ok: false, refusal: { kind: "no_credential", why: "failed" } });
  world.plan = ({ name }) => (name === "entitlement.credential" ? "lose" : null);
  expect(await see(world, "U0ANA")).toEqual({ ok: false, refusal: { kind: "no_credential", why: "failed" } });
  expect(asked(world)).toBe(2);
  expect(JSON.stringify([...world.record.entries.values()])).toContain("target_credential");
});

test("where the record does not answer no secret is set", async () => {
  const world = new SimWorld({ versions: [VERSION] });
  await held(world);
  world.plan = ({ name }) => (name === "record.commit" ? "error" : null);
  expect(await see(world, "U0ANA")).toEqual({ ok: false, refusal: { kind: "not_known_yet" } });
  expect(world.secrets).toEqual([]);
});

test("a target that ends access by itself is told the latest end, and told again where that moves either way", async () => {
  const world = new SimWorld({ versions: [VERSION], expires: true });
  const told: (number | undefined)[] = [];
  const { tellEnd } = world;
  world.tellEnd = (call) => {
    told.push(call.until);
    tellEnd.call(world, call);
  };
  await ask(world, "V1", "read", 30 * MINUTE_MS);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + MINUTE_MS);
  await ask(world, "V2", "read", 4 * HOUR_MS);
  await press(world, "V2", "approve", "U0CLEO");
  await world.until(world.now + MINUTE_MS);
  const [first, second] = ["V1", "V2"].map((view) => find(world, view)?.granted?.until);
  expect(told).toEqual([first, second]);
  await press(world, "V2", "revoke", "U0CLEO");
  await world.until(world.now + MINUTE_MS);
  expect(told).toEqual([first, second, first]);
  await world.until(world.now + 2 * HOUR_MS);
  expect(told.at(-1)).toBeUndefined();
  expect([world.target.level("U0ANA"), world.endedByTarget]).toEqual([null, []]);
});

test("with Sym gone the target ends it by itself, and not before Sym would have", async () => {
  const world = new SimWorld({ versions: [VERSION], expires: true });
  await ask(world, "V1", "read", 30 * MINUTE_MS);
  await press(world, "V1", "approve", "U0BEN");
  await world.until(world.now + MINUTE_MS);
  const until = find(world, "V1")?.granted?.until ?? 0;
  world.cron = false;
  world.plan = ({ name }) => (name === "target.revoke" ? "error" : null);
  await world.until(until + NATIVE_EXPIRY_AFTER_MS - 1_000);
  expect(world.target.level("U0ANA")).toBe("read");
  await world.until(until + NATIVE_EXPIRY_AFTER_MS + MINUTE_MS);
  expect([world.target.level("U0ANA"), world.endedByTarget]).toEqual([null, ["U0ANA"]]);
});
