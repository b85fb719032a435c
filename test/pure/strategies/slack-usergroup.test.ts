// `slack_usergroup` against a Slack of our own: the suite of all strategies, lists that people change at the same time, the last member,
// groups that are switched off, and what Slack's codes mean.
import { expect, onTestFinished, test } from "vitest";
import { PermanentError } from "../../../src/ports.ts";
import { slackUsergroup } from "../../../src/strategies/slack-usergroup/strategy.ts";
import { everyCallFails } from "../../contracts/every-call.ts";
import { faultyHttp } from "../../contracts/faulty-http.ts";
import { strategyContract } from "../../contracts/strategy.ts";
import { callerOf, NOW } from "../../contracts/strategy-world.ts";
import { ana, ben, GROUP, good, KEEPER, OTHER, SAYS, started, TOKEN } from "./slack/usergroup-world.ts";

strategyContract("slack_usergroup", {
  badSettings: [
    { settings: { ...good, group: "@deployers" }, path: ["group"] },
    { settings: { ...good, group: "S0/../x" }, path: ["group"] },
    { settings: { ...good, token: TOKEN }, path: ["token"] },
    { settings: { group: GROUP, token: "SLACK_GROUPS_TOKEN" }, path: ["keeper"] },
    { settings: { ...good, keeper: "U0ANA,U0BEN" }, path: ["keeper"] },
    { settings: { ...good, endpoint: "https://10.0.0.1" }, path: ["endpoint"] },
    { settings: { ...good, users: "U0ANA" }, path: [] },
  ],
  async world() {
    const world = await started();
    const verbOf = async (request: Request) => {
      if (!request.url.endsWith(".update")) return "inspect";
      const users = new URLSearchParams(await request.text()).get("users")?.split(",") ?? [];
      return users.some((id) => !world.members().includes(id)) ? "grant" : "revoke";
    };
    return {
      ...world,
      removeParent: async () => world.group().vanish(),
      ...faultyHttp(fetch, { verbOf, says: SAYS }),
    };
  },
});

everyCallFails("slack_usergroup", () => started());

/** `before`: runs ahead of each call of this method, at Slack. */
async function at(before: Readonly<Record<string, () => void>> = {}, more: Parameters<typeof started>[0] = {}) {
  const world = await started(more);
  onTestFinished(world.close);
  const asked: string[] = [];
  const caller = callerOf({
    ...world,
    async fetch(request) {
      const method = new URL(request.url).pathname.replace("/api/", "");
      asked.push(method);
      before[method]?.();
      return fetch(request);
    },
  });
  return { ...world, ...caller, asked };
}

test("nobody else is touched, whoever they are and wherever they stand in the list", async () => {
  const { call, members, group } = await at();
  group().setUsers([OTHER, KEEPER, ben.id]);
  await call("grant", ana);
  expect(members()).toEqual([OTHER, KEEPER, ben.id, ana.id]);
  await call("revoke", ana);
  expect(members()).toEqual([OTHER, KEEPER, ben.id]);
});

test("who is there already, or gone already, costs no change", async () => {
  const { call, asked, group } = await at();
  group().add(ana.id);
  await call("grant", ana);
  await call("revoke", ben);
  expect(asked).toEqual(["usergroups.users.list", "usergroups.users.list"]);
});

test("when the last one leaves the keeper stays, and is the first when somebody comes", async () => {
  const { call, members, group } = await at();
  group().setUsers([ana.id]);
  await call("revoke", ana);
  expect(members()).toEqual([KEEPER]);
  await call("grant", ben);
  expect(members()).toEqual([KEEPER, ben.id]);
  await call("revoke", ben);
  expect(members()).toEqual([KEEPER]);
});

test("the keeper is given nothing that could not be taken away again", async () => {
  const { call, members } = await at();
  const keeper = { id: KEEPER, label: KEEPER };
  await expect(call("grant", keeper)).rejects.toMatchObject({ class: "impossible" });
  await expect(call("revoke", keeper)).rejects.toMatchObject({ class: "impossible" });
  expect(members()).toEqual([KEEPER]);
});

test("a list that was written over by somebody right after the change is noticed, and made right when it is tried again", async () => {
  let saved = false;
  const world = await started();
  onTestFinished(world.close);
  const { call } = callerOf({
    ...world,
    async fetch(request) {
      const answer = await fetch(request);
      // They had the list open from before.
      if (request.url.endsWith(".update") && !saved) world.group().setUsers([KEEPER, OTHER]);
      saved ||= request.url.endsWith(".update");
      return answer;
    },
  });
  await expect(call("grant", ana)).rejects.toMatchObject({ name: "TransientError", effect: "unknown" });
  await call("grant", ana);
  expect(world.members()).toEqual([KEEPER, OTHER, ana.id]);
});

test("what others make of the list after the change stands", async () => {
  const world = await started();
  onTestFinished(world.close);
  world.group().setUsers([KEEPER, OTHER]);
  const { call } = callerOf({
    ...world,
    async fetch(request) {
      const answer = await fetch(request);
      if (request.url.endsWith(".update")) world.group().remove(OTHER);
      if (request.url.endsWith(".update")) world.group().add(ben.id);
      return answer;
    },
  });
  await call("grant", ana);
  expect(world.members()).toEqual([KEEPER, ana.id, ben.id]);
});

test("a group that is switched off gives nothing new, remembers who is in it, and ends nothing in silence", async () => {
  const { call, inspect, group, members } = await at();
  await call("grant", ana);
  group().disable();
  expect((await inspect(ana)).level).toBe("member");
  await expect(call("grant", ben)).rejects.toThrow("switched off");
  await expect(call("revoke", ana)).rejects.toThrow("switched off");
  group().enable();
  await call("revoke", ana);
  expect(members()).toEqual([KEEPER]);
});

test.each(["U0GUEST", "U0GONE", "U0NOBODY", "U0BOT"])(
  "%s is refused by Slack, for good, and nobody else suffers",
  async (id) => {
    const { call, members, group } = await at();
    group().add(OTHER);
    await expect(call("grant", { id, label: id })).rejects.toMatchObject({
      name: "PermanentError",
      class: "impossible",
    });
    expect(members()).toEqual([KEEPER, OTHER]);
  },
);

test("a refusal of somebody in the list is not believed where the list has changed all the same", async () => {
  const world = await started();
  onTestFinished(world.close);
  const { call } = callerOf({
    ...world,
    async fetch(request) {
      const answer = await fetch(request);
      return request.url.endsWith(".update") ? Response.json({ ok: false, error: "invalid_users" }) : answer;
    },
  });
  await call("grant", ana);
  await call("revoke", ana);
  expect(world.members()).toEqual([KEEPER]);
});

test("a bot may change groups only where everybody may, and the operators hear what is missing", async () => {
  const refused = await at();
  const asBot = (world: Awaited<ReturnType<typeof at>>) =>
    callerOf({ ...world, secrets: { SLACK_GROUPS_TOKEN: "xoxb-bot" }, fetch: (request) => fetch(request) });
  await expect(asBot(refused).call("grant", ana)).rejects.toMatchObject({ class: "auth" });
  const open = await at({}, { usergroupEditors: "everyone" });
  await asBot(open).call("grant", ana);
  expect([refused.members(), open.members()]).toEqual([[KEEPER], [KEEPER, ana.id]]);
});

test.each([
  ["ratelimited", { name: "TransientError", effect: "no", class: "slow_down" }],
  ["request_timeout", { name: "TransientError", effect: "no" }],
  ["internal_error", { name: "TransientError", effect: "unknown" }],
  ["missing_scope", { name: "PermanentError", effect: "no", class: "auth" }],
  ["token_revoked", { name: "PermanentError", effect: "no", class: "auth" }],
  ["plan_upgrade_required", { name: "PermanentError", effect: "no", class: "config" }],
  ["something_new", { name: "PermanentError", effect: "unknown", class: "bug" }],
] as const)("%s in answer to a change is understood", async (code, means) => {
  const { slack, call, members } = await at();
  slack.faults.failNext("usergroups.users.update", code);
  await expect(call("grant", ana)).rejects.toMatchObject(means);
  slack.faults.failNext("usergroups.users.list", code);
  await expect(call("grant", ana)).rejects.toMatchObject({ effect: "no" });
  expect(members()).toEqual([KEEPER]);
});

test("a token that is none is not sent anywhere", async () => {
  const world = await at();
  for (const token of ["", "xoxb-a b", "nonsense", "xoxp-\n"]) {
    const { call } = callerOf({
      ...world,
      secrets: { SLACK_GROUPS_TOKEN: token },
      fetch: () => Promise.reject(new Error("sent")),
    });
    await expect(call("grant", ana)).rejects.toThrow("no token of Slack's holds");
  }
});

test("an account is the person in Slack, who asks; no guest, bot or stranger has one", async () => {
  const facts = { key: "T0ACME/U0ANA", name: "Ana", email: null, tz: "UTC", deactivated: false } as const;
  const identify = (more: object) =>
    slackUsergroup.identify?.({}, { ...facts, guest: false, stranger: false, bot: false, ...more });
  expect(await identify({})).toEqual({ id: "U0ANA", label: "U0ANA" });
  for (const more of [{ guest: true }, { stranger: true }, { bot: true }])
    await expect(identify(more)).rejects.toBeInstanceOf(PermanentError);
});

test("a look at the group says whether it is there, and its keeper fit to keep it", async () => {
  const { slack, settings, group } = await at();
  const check = (more: object = {}) =>
    slackUsergroup.check?.(
      { ...settings, ...more },
      {
        secret: () => TOKEN,
        fetch: (request) => fetch(request),
        signal: new AbortController().signal,
        now: () => NOW,
      },
    );
  await check();
  for (const keeper of ["U0GUEST", "U0GONE", "U0NOBODY"]) await expect(check({ keeper })).rejects.toThrow("keeper");
  slack.faults.failNext("users.info", "missing_scope");
  await expect(check()).rejects.toMatchObject({ class: "auth" });
  group().disable();
  await expect(check()).rejects.toThrow("switched off");
});

test("changes of one group have one lane, those of another one another; a limit is shared by the token", () => {
  expect(slackUsergroup.lane?.(good)).toBe(GROUP);
  expect(slackUsergroup.lane?.({ ...good, keeper: OTHER, token: "ANOTHER" })).toBe(GROUP);
  expect(slackUsergroup.limits?.(good)).toBeNull();
  expect(slackUsergroup.limits?.({ ...good, limits: { perSecond: 0.3 } })).toEqual({
    of: "SLACK_GROUPS_TOKEN",
    perSecond: 0.3 / 3,
    outstanding: null,
  });
});
