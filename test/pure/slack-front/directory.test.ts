// Who people are and what they belong to: what Slack's flags mean, and what happens when it cannot be asked.
import { expect, test } from "vitest";
import type { Directory } from "../../../src/ports.ts";
import { type CallSlack, createCallSlack } from "../../../src/slack/client.ts";
import { createDirectory } from "../../../src/slack/directory.ts";
import { ANA, API, BEN, CLEO, desk, SEED, StillClock } from "./desk.ts";

const HOME = "T0SYM";
const DBAS = { kind: "usergroup", id: "S0DBAS" } as const;
const REQUESTERS = { kind: "channel", id: "C0REQUESTS" } as const;

interface Scripted {
  readonly directory: Directory;
  readonly calls: string[];
  readonly clock: StillClock;
}

/** A directory over a Slack that answers each method with what the test says. */
function over(answers: Record<string, unknown>, teamId: string | null = HOME): Scripted {
  const calls: string[] = [];
  const clock = new StillClock();
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const method = url.slice(API.length);
    calls.push(`${method} ${String(init.body)}`.trim());
    const answer = answers[method];
    return Response.json(typeof answer === "function" ? answer(new URLSearchParams(String(init.body))) : answer);
  };
  const call: CallSlack = createCallSlack({ botToken: "xoxb-x", apiUrl: API, clock, fetch });
  return { directory: createDirectory({ call, clock, log: () => {}, teamId }), calls, clock };
}

const member = { id: ANA, team_id: HOME, name: "ana", tz: "Europe/Lisbon", profile: { email: "ana@example.com" } };
const factsOf = (user: object, teamId: string | null = HOME) =>
  over(
    {
      "users.info": { ok: true, user: { ...member, ...user } },
      "auth.test": { ok: true, team_id: HOME, enterprise_id: "E0ORG" },
    },
    teamId,
  ).directory.person(ANA);

const plain = { deactivated: false, guest: false, stranger: false, bot: false };

const people: readonly [what: string, user: object, facts: object][] = [
  ["a member", {}, { ...plain, key: `${HOME}/${ANA}`, email: "ana@example.com", tz: "Europe/Lisbon", name: "ana" }],
  ["a deactivated member", { deleted: true, tz: undefined }, { ...plain, deactivated: true, tz: "UTC" }],
  ["a multi-channel guest", { is_restricted: true }, { ...plain, guest: true }],
  ["a single-channel guest", { is_restricted: true, is_ultra_restricted: true }, { ...plain, guest: true }],
  ["somebody invited", { is_invited_user: true }, { ...plain, guest: true }],
  ["somebody of another team", { team_id: "T0FAR" }, { ...plain, stranger: true, key: `T0FAR/${ANA}` }],
  ["somebody whom Slack calls a stranger", { is_stranger: true }, { ...plain, stranger: true }],
  ["somebody of no team", { team_id: null }, { ...plain, stranger: true }],
  ["a bot", { is_bot: true }, { ...plain, bot: true }],
  ["an app", { is_app_user: true }, { ...plain, bot: true }],
  ["a workflow", { is_workflow_bot: true }, { ...plain, bot: true }],
  ["a connector", { is_connector_bot: true }, { ...plain, bot: true }],
  ["Slackbot", { id: "USLACKBOT" }, { ...plain, bot: true }],
  ["an address that is not confirmed", { is_email_confirmed: false }, { ...plain, email: null }],
  ["an address that is confirmed", { is_email_confirmed: true }, { ...plain, email: "ana@example.com" }],
  ["no address", { profile: {} }, { ...plain, email: null }],
  ["an empty address", { profile: { email: "" } }, { ...plain, email: null }],
  ["a display name", { profile: { display_name: "Ana!", real_name: "Ana Pinto" } }, { name: "Ana!" }],
  ["a real name", { profile: { display_name: "", real_name: "Ana Pinto" } }, { name: "Ana Pinto" }],
  ["nulls for flags", { is_bot: null, deleted: null, is_stranger: null, profile: null }, { ...plain, email: null }],
];

test.each(people)("%s", async (_what, user, facts) => {
  expect(await factsOf(user)).toMatchObject(facts);
});

test("of an organisation's other workspaces people are no strangers, of other organisations they are", async () => {
  const elsewhere = { team_id: "T0OTHER", enterprise_user: { enterprise_id: "E0ORG" } };
  expect(await factsOf(elsewhere, null)).toMatchObject({ stranger: false });
  expect(await factsOf({ ...elsewhere, enterprise_user: { enterprise_id: "E0FAR" } }, null)).toMatchObject({
    stranger: true,
  });
  // Where only the workspace is told, the organisation is not known.
  expect(await factsOf(elsewhere, HOME)).toMatchObject({ stranger: true });
});

test("where only the organisation is told, people of all its workspaces are no strangers", async () => {
  const everywhere = { team_id: "T0OTHER", enterprise_user: { enterprise_id: "E0ORG" } };
  expect(await factsOf(everywhere, "E0ORG")).toMatchObject({ stranger: false });
  expect(await factsOf(everywhere, "E0FAR")).toMatchObject({ stranger: true });
});

const orgUser = { enterprise_user: { enterprise_id: "E0ORG", teams: [HOME, "T0TWO"] } };
const inOrganisation = (user: object, teamId: string | null = null) =>
  over(
    {
      "users.info": { ok: true, user: { ...member, ...orgUser, ...user } },
      "auth.test": { ok: true, team_id: HOME, enterprise_id: "E0ORG" },
    },
    teamId,
  ).directory;

test("in an organisation somebody has one key, whichever workspace Slack names with them, and also where it names none", async () => {
  for (const team_id of [HOME, "T0TWO", null, undefined]) {
    const directory = inOrganisation({ team_id });
    expect(await directory.person(ANA)).toMatchObject({ key: `E0ORG/${ANA}`, stranger: false });
    for (const acting of [HOME, "T0TWO", "E0ORG"]) expect(await directory.actingAs(ANA, acting)).toBe(`E0ORG/${ANA}`);
  }
});

test("whoever acts from a team that Slack does not list with that user id is somebody else, with the key as it stands", async () => {
  expect(await inOrganisation({}).actingAs(ANA, "T0FAR")).toBeNull();
  const far = { team_id: "T0FAR", enterprise_user: { enterprise_id: "E0FAR", teams: ["T0FAR"] } };
  expect(await inOrganisation(far).actingAs(ANA, "T0FAR")).toBeNull();
  expect(await inOrganisation(far).person(ANA)).toMatchObject({ key: `T0FAR/${ANA}`, stranger: true });
});

test("where there is one workspace keys stand as they are, and nobody is looked up for them", async () => {
  const { directory, calls } = over({}, HOME);
  expect(await directory.actingAs(ANA, "T0FAR")).toBeNull();
  expect(calls).toEqual([]);
});

test("the workspace is asked once, together with the first person", async () => {
  const { directory, calls } = over(
    { "users.info": { ok: true, user: member }, "auth.test": { ok: true, team_id: HOME } },
    null,
  );
  await Promise.all([directory.person(ANA), directory.person(ANA)]);
  await directory.person(ANA);
  expect(calls.filter((call) => call.startsWith("auth.test"))).toHaveLength(1);
  expect(calls.filter((call) => call.startsWith("users.info"))).toHaveLength(3);
});

test("a workspace that could not be asked is asked again", async () => {
  let down = true;
  const { directory } = over(
    {
      "users.info": { ok: true, user: member },
      "auth.test": () => (down ? { ok: false, error: "internal_error" } : { ok: true, team_id: HOME }),
    },
    null,
  );
  await expect(directory.person(ANA)).rejects.toMatchObject({ name: "TransientError" });
  down = false;
  expect(await directory.person(ANA)).toMatchObject(plain);
});

test.each(["user_not_found", "user_not_visible"])(
  "somebody whom the workspace does not know (%s) is a stranger",
  async (error) => {
    const facts = await over({ "users.info": { ok: false, error } }).directory.person("U0FAR");
    expect(facts).toMatchObject({ ...plain, stranger: true, email: null });
    expect(facts.key).not.toBe(`${HOME}/U0FAR`);
  },
);

test.each([["ratelimited"], ["internal_error"], ["invalid_auth"], ["missing_scope"]])(
  "%s means that facts cannot be had, never that there are none",
  async (error) => {
    const { directory } = over({
      "users.info": { ok: false, error },
      "usergroups.users.list": { ok: false, error },
      "conversations.members": { ok: false, error },
    });
    for (const asked of [directory.person(ANA), directory.isMember(DBAS, ANA), directory.isMember(REQUESTERS, ANA)])
      await expect(asked).rejects.toMatchObject({ name: "TransientError" });
  },
);

test("an answer of another shape than documented is no answer", async () => {
  const { directory } = over({
    "users.info": { ok: true, user: "ana" },
    "usergroups.users.list": { ok: true, users: { [ANA]: true } },
    "conversations.members": { ok: true },
  });
  for (const asked of [directory.person(ANA), directory.isMember(DBAS, ANA), directory.isMember(REQUESTERS, ANA)])
    await expect(asked).rejects.toMatchObject({ name: "TransientError" });
});

test("members of a user group are those whom Slack lists now", async () => {
  const { side, slack } = desk();
  expect(await side.directory.isMember(DBAS, BEN)).toBe(true);
  expect(await side.directory.isMember(DBAS, ANA)).toBe(false);
  slack.usergroup(DBAS.id).setUsers([ANA]);
  expect(await side.directory.isMember(DBAS, BEN)).toBe(false);
  expect(await side.directory.isMember(DBAS, ANA)).toBe(true);
});

test("a user group that is switched off names nobody", async () => {
  const { side, slack, logged } = desk();
  slack.usergroup(DBAS.id).disable();
  expect(await side.directory.isMember(DBAS, BEN)).toBe(false);
  expect(logged).toEqual([{ name: "slack.usergroup.missed", fields: { usergroup: DBAS.id } }]);
});

test("members of a channel are those whom Slack lists now; a channel out of sight cannot be asked", async () => {
  const { side, slack } = desk();
  expect(await side.directory.isMember(REQUESTERS, CLEO)).toBe(true);
  slack.channel(REQUESTERS.id).kick(CLEO);
  expect(await side.directory.isMember(REQUESTERS, CLEO)).toBe(false);
  const hidden = side.directory.isMember({ kind: "channel", id: "C0HIDDEN" }, CLEO);
  await expect(hidden).rejects.toMatchObject({ name: "TransientError" });
});

/** A workspace where Slack gives one name on a page, of a channel with `members`, and one channel of somebody's. */
function pagedSlack(members: readonly string[], channels: readonly string[]): Scripted {
  const page = (of: readonly string[], form: URLSearchParams) => {
    const at = Number(form.get("cursor") ?? 0);
    return { one: of.slice(at, at + 1), response_metadata: { next_cursor: at + 1 < of.length ? String(at + 1) : "" } };
  };
  return over({
    "conversations.members": (form: URLSearchParams) => {
      const { one, ...rest } = page(members, form);
      return { ok: true, members: one, ...rest };
    },
    "users.conversations": (form: URLSearchParams) => {
      const { one, ...rest } = page(channels, form);
      return { ok: true, channels: one.map((id) => ({ id })), ...rest };
    },
  });
}

test("a channel that one answer holds is asked with one call", async () => {
  const { directory, calls } = pagedSlack([ANA], []);
  expect([await directory.isMember(REQUESTERS, ANA), await directory.isMember(REQUESTERS, BEN)]).toEqual([true, false]);
  expect(calls).toEqual(Array(2).fill("conversations.members channel=C0REQUESTS&limit=999"));
});

test("whether somebody is in a larger channel is asked by person, whatever its size", async () => {
  const everybody = Array.from({ length: 50_000 }, (_, index) => `U${index}`);
  const early = pagedSlack(everybody, []);
  expect(await early.directory.isMember(REQUESTERS, "U0")).toBe(true);
  expect(early.calls).toHaveLength(1);
  const late = pagedSlack(everybody, ["C0OTHER", REQUESTERS.id]);
  expect(await late.directory.isMember(REQUESTERS, "U49999")).toBe(true);
  expect(late.calls.slice(1)).toEqual([
    "users.conversations user=U49999&types=public_channel%2Cprivate_channel&limit=999",
    "users.conversations user=U49999&types=public_channel%2Cprivate_channel&limit=999&cursor=1",
  ]);
  expect(await pagedSlack(everybody, ["C0OTHER"]).directory.isMember(REQUESTERS, "U49999")).toBe(false);
});

test("somebody in more channels than can be asked in time cannot be told of, and is not refused for good", async () => {
  const all = Array.from({ length: 10 }, (_, index) => `C${index}`);
  const { directory, calls } = pagedSlack(["U1", "U2"], all);
  await expect(directory.isMember(REQUESTERS, "U2")).rejects.toMatchObject({ name: "TransientError" });
  expect(calls).toHaveLength(4);
});

test("in a workspace with a channel of 1,500, members and others are told apart", async () => {
  const [first] = SEED.people;
  if (first === undefined) throw new Error("nobody is there");
  const many = Array.from({ length: 1_500 }, (_, index) => `U1${String(index).padStart(4, "0")}`);
  const { side, slack } = desk({
    seed: {
      people: [...SEED.people, ...many.map((id) => ({ ...first, id, name: id.toLowerCase() }))],
      channels: [...(SEED.channels ?? []), { id: "C0ALL", name: "all", members: [...many, BEN, "U0BOT"] }],
    },
  });
  const asked = (who: string) => side.directory.isMember({ kind: "channel", id: "C0ALL" }, who);
  expect([await asked(many[0] ?? ""), await asked(BEN), await asked(ANA)]).toEqual([true, true, false]);
  expect(slack.violations).toEqual([]);
});

test("two spellings of an address are one, and one that Slack does not call unconfirmed is taken", async () => {
  const profile = { email: "Ana.Maria@Example.COM" };
  expect((await factsOf({ profile })).email).toBe("ana.maria@example.com");
  expect((await factsOf({ profile, is_email_confirmed: true })).email).toBe("ana.maria@example.com");
  expect((await factsOf({ profile, is_email_confirmed: false })).email).toBeNull();
});

test("many clicks at once ask about a group once, and the next click asks again", async () => {
  const { side, calls } = desk();
  const answers = await Promise.all([ANA, BEN, CLEO, BEN].map((who) => side.directory.isMember(DBAS, who)));
  expect(answers).toEqual([false, true, true, true]);
  expect(calls()).toEqual(["usergroups.users.list"]);
  await side.directory.isMember(DBAS, ANA);
  expect(calls()).toEqual(["usergroups.users.list", "usergroups.users.list"]);
});

test("a lookup that died is not waited for by those who come later", async () => {
  let answered = 0;
  const clock = new StillClock();
  // The first call is one whose request was cut off: it settles nothing, and nobody is late on its behalf.
  const call: CallSlack = () =>
    answered++ === 0 ? new Promise(() => {}) : Promise.resolve({ ok: true, users: [ANA] });
  const directory = createDirectory({ call, clock, log: () => {}, teamId: HOME });
  const own = directory.isMember(DBAS, ANA);
  const sharing = directory.isMember(DBAS, ANA);
  clock.late();
  await expect(own).rejects.toMatchObject({ name: "TransientError" });
  await expect(sharing).rejects.toMatchObject({ name: "TransientError" });
  clock.at += 2_000;
  expect(await directory.isMember(DBAS, ANA)).toBe(true);
});
