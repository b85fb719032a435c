// What the panel shows and does: real memberships told apart from standing ones, trials, and the way to the next end.
import { expect, test } from "vitest";
import type { Membership } from "../../../playground/run/database.ts";
import { createPanel } from "../../../playground/run/panel.ts";
import { isGiven, reachedBeyond } from "../../../playground/run/panel-targets.ts";
import { databaseNeeds, loginOf } from "../../../playground/run/postgres-targets.ts";
import type { VisiblePerson } from "../../../playground/slack/types.ts";
import type { End, NamedTarget, Slot } from "../../../playground/worker/door-answers.ts";

const target = (environmentLabel: string, label: string, role: string): NamedTarget => ({
  environmentLabel,
  label,
  strategy: "postgres_role",
  settings: { role },
});

const slot = (role: string, account: string, standing: boolean): Slot => ({
  strategy: "postgres_role",
  settings: { role },
  account,
  standing,
});

const person = (id: string, name: string): VisiblePerson => ({
  id,
  name,
  realName: name,
  displayName: name.toUpperCase(),
  avatarColor: "000000",
  tz: "Etc/UTC",
  tzOffset: 0,
  isAdmin: false,
  isGuest: false,
  isBot: false,
  isStranger: false,
  deleted: false,
});

/** A small world that can be told what is there. */
function world() {
  const state = {
    members: [] as Membership[],
    ends: [] as End[],
    slots: [] as Slot[],
    ready: true,
    offsetMs: 0,
    moves: [] as number[],
    tried: [] as string[],
    reads: 0,
  };
  const panel = createPanel({
    bot: {
      state: () => ({ ready: state.ready, reloading: false }),
      record: async () => ({ ends: [...state.ends], slots: [...state.slots] }),
      moveClock: async (offsetMs) => {
        state.moves.push(offsetMs);
        return { settled: true };
      },
    },
    database: {
      memberships: async () => {
        state.reads += 1;
        return [...state.members];
      },
      attempt: async (login, { says }) => {
        state.tried.push(`${login}: ${says}`);
        return { allowed: false, detail: "permission denied" };
      },
    },
    time: {
      now: () => 1_000_000 + state.offsetMs,
      offsetMs: () => state.offsetMs,
      skip: (ms) => {
        state.offsetMs += ms;
      },
    },
    targets: () => [
      target("Production", "Read", "reader"),
      target("Production", "Write", "writer"),
      target("Sandbox", "Read it", "sandbox_reader"),
      { environmentLabel: "Production", label: "A webhook", strategy: "webhook", settings: { url: "https://x.test" } },
    ],
    people: () => [person("U0ANA", "ana"), person("U0KIM", "kim")],
    triedLogin: "ana",
  });
  return { state, panel };
}

test("a membership that the bot's record accounts for was given; every other one stands", async () => {
  const { state, panel } = world();
  state.members = [
    { role: "reader", login: "ana" },
    { role: "reader", login: "kim" },
    { role: "writer", login: "somebody" },
  ];
  state.slots = [slot("reader", "ana", false), slot("reader", "kim", true)];
  expect((await panel.read()).targets).toEqual([
    {
      name: "Production",
      label: "Production",
      kind: "PostgreSQL",
      roles: [
        {
          name: "reader",
          label: "Read",
          members: [
            { account: "ana", person: "U0ANA", standing: false },
            { account: "kim", person: "U0KIM", standing: true },
          ],
        },
        { name: "writer", label: "Write", members: [{ account: "somebody", standing: true }] },
      ],
    },
    {
      name: "Sandbox",
      label: "Sandbox",
      kind: "PostgreSQL",
      roles: [{ name: "sandbox_reader", label: "Read it", members: [] }],
    },
  ]);
});

test("a login that the bot made is told apart by its record, and the database has the roles that it is a member of", () => {
  const settings = {
    cluster: "orders",
    url: "ORDERS_DB_URL",
    roles: ["reader", "writer"],
    address: { host: "127.0.0.1", database: "orders" },
    ownedBy: "owner",
  };
  const login = loginOf({ strategy: "postgres_user", settings, account: "ana T1/U1" });
  expect(login).toMatch(/^sym_ana_[0-9a-f]{16}$/);
  const slots = [{ strategy: "postgres_user", settings, account: "ana T1/U1", standing: false }];
  expect(isGiven({ role: "writer", login }, slots)).toBe(true);
  expect(isGiven({ role: "writer", login: "sym_ana" }, slots)).toBe(false);
  expect(databaseNeeds([{ strategy: "postgres_user", settings }]).roles).toEqual(["reader", "writer", "owner"]);
});

test("hosts that Targets really call are named once, and this computer is none of them", async () => {
  const calling = (url: string): NamedTarget => ({
    environmentLabel: "Production",
    label: "Door",
    strategy: "webhook",
    settings: { url },
  });
  expect((await world().panel.read()).reaches).toEqual(["x.test"]);
  expect((await world().panel.read()).webhookSecret).toBe("playground-secret-of-no-use");
  const beyond = ["https://doors.test/a", "https://doors.test/b", "http://10.0.0.7:8080/", "https://127.0.0.1.test/"];
  expect(reachedBeyond(beyond.map(calling))).toEqual(["doors.test", "10.0.0.7:8080", "127.0.0.1.test"]);
  const readElsewhere = {
    ...calling("http://localhost/"),
    settings: { url: "http://localhost/", readUrl: "https://r.test" },
  };
  expect(reachedBeyond([readElsewhere])).toEqual(["r.test"]);
  const own = [
    "http://127.0.0.1:9000/x",
    "http://localhost:1",
    "http://[::1]:80/",
    "http://127.1.2.3/",
    "not an address",
  ];
  expect(reachedBeyond([...own.map(calling), target("Production", "Read", "reader")])).toEqual([]);
});

test("things are tried in the name of one account always, and of everybody who was given something, where it counts", async () => {
  const { state, panel } = world();
  state.members = [{ role: "sandbox_reader", login: "kim" }];
  await panel.read();
  expect(state.tried).toEqual(["ana: select from orders", "ana: update orders"]);
  state.tried = [];
  state.slots = [slot("sandbox_reader", "kim", false)];
  await panel.read();
  expect(state.tried).toEqual([
    "ana: select from orders",
    "ana: update orders",
    "kim: select from sandbox.orders",
    "kim: update sandbox.orders",
  ]);
});

test("skipping goes a moment past the next end, and the bot is told how far its clock is ahead then", async () => {
  const { state, panel } = world();
  expect(await panel.skipToExpiry()).toEqual({ nothing: "Nobody holds anything that ends." });
  expect(state.moves).toEqual([]);
  state.ends = [{ at: 1_900_000, requester: "U0ANA", account: "ana", targetLabel: "Read" }];
  expect((await panel.read()).nextExpiry).toEqual({ atMs: 1_900_000, what: "ANA: Read" });
  expect(await panel.skipToExpiry()).toEqual({ skippedToMs: 1_901_000 });
  expect(state.moves).toEqual([901_000]);
});

test("whoever asks while an answer is being made gets a newer one, and all of them the same", async () => {
  const { state, panel } = world();
  const before = panel.read();
  state.members = [{ role: "reader", login: "ana" }];
  const after = await Promise.all([panel.read(), panel.read(), panel.read()]);
  await before;
  expect(state.reads).toBe(2);
  for (const { targets } of after) expect(targets[0]?.roles[0]?.members).toHaveLength(1);
});

test("a bot that does not run is shown with what its record said last", async () => {
  const { state, panel } = world();
  state.ends = [{ at: 1_900_000, requester: "U0ANA", account: "ana", targetLabel: "Read" }];
  await panel.read();
  state.ready = false;
  state.ends = [];
  const shown = await panel.read();
  expect(shown.bot).toEqual({ ready: false, reloading: false });
  expect(shown.nextExpiry?.atMs).toBe(1_900_000);
});

test("the page hears of a membership that comes or goes, once", async () => {
  const { state, panel } = world();
  await panel.read();
  let heard = 0;
  const stop = panel.subscribe(() => {
    heard += 1;
  });
  await panel.lookAgain();
  expect(heard).toBe(0);
  state.members = [{ role: "reader", login: "ana" }];
  await panel.lookAgain();
  await panel.lookAgain();
  expect(heard).toBe(1);
  stop();
  state.members = [];
  await panel.lookAgain();
  expect(heard).toBe(1);
});
