// Who is acting, in every shape in which Slack says it: workspaces, organisations, shared channels, ids that moved. What is
// asked of the engine names exactly the person and their own team; what is not one of Slack's shapes reaches nobody.
import { expect, test } from "vitest";
import { desk, ID, REQUESTS } from "./desk.ts";

type Fields = { readonly [name: string]: unknown };

/** How Slack may say who and where; and which user id and team are meant, null where nobody is. */
const WHO: readonly (readonly [what: string, said: Fields, means: readonly [string, string] | null])[] = [
  ["a workspace", { user: { id: "U0ANA", team_id: "T0SYM" }, team: { id: "T0SYM" } }, ["U0ANA", "T0SYM"]],
  ["a workspace, told once", { user: { id: "U0ANA" }, team: { id: "T0SYM" } }, ["U0ANA", "T0SYM"]],
  ["a person's own team alone", { user: { id: "U0ANA", team_id: "T0SYM" }, team: null }, ["U0ANA", "T0SYM"]],
  [
    "an organisation's app",
    { user: { id: "W0GRID", team_id: "T0SYM" }, team: null, enterprise: { id: "E0ORG" }, is_enterprise_install: true },
    ["W0GRID", "T0SYM"],
  ],
  [
    "an organisation as the team",
    { user: { id: "W0GRID", team_id: "E0ORG" }, team: { id: "T0SYM" } },
    ["W0GRID", "E0ORG"],
  ],
  [
    "an outsider in a shared channel",
    { user: { id: "U0FAR", team_id: "T0FAR" }, team: { id: "T0SYM" } },
    ["U0FAR", "T0FAR"],
  ],
  [
    "an outsider with a user id of ours",
    { user: { id: "U0ANA", team_id: "T0FAR" }, team: { id: "T0SYM" } },
    ["U0ANA", "T0FAR"],
  ],
  [
    "an id that moved to an organisation",
    { user: { id: "W0ANA", team_id: "T0SYM" }, team: { id: "T0SYM" } },
    ["W0ANA", "T0SYM"],
  ],
  ["no team", { user: { id: "U0ANA" }, team: null }, null],
  ["no user", { team: { id: "T0SYM" } }, null],
  ["a user that is only a name", { user: { name: "ana" }, team: { id: "T0SYM" } }, null],
  ["a team by its domain", { user: { id: "U0ANA", team_id: "acme" }, team: { id: "T0SYM" } }, null],
  ["a user id in small letters", { user: { id: "u0ana", team_id: "T0SYM" }, team: { id: "T0SYM" } }, null],
  ["a user id with a team in it", { user: { id: "T0SYM/U0ANA", team_id: "T0SYM" }, team: { id: "T0SYM" } }, null],
  ["a team with a user in it", { user: { id: "U0ANA", team_id: "T0SYM/U0BEN" }, team: { id: "T0SYM" } }, null],
  ["several users", { user: [{ id: "U0ANA" }], team: { id: "T0SYM" } }, null],
  ["a bot's id", { user: { id: "B0BOT", team_id: "T0SYM" }, team: { id: "T0SYM" } }, null],
];

/** Everything that asks the engine, as Slack sends it; `of`: where in the question the person stands. */
const KINDS: Readonly<Record<string, (said: Fields) => Fields>> = {
  "a click on a card": (said) => ({
    type: "block_actions",
    ...said,
    trigger_id: "1.2.x",
    channel: { id: REQUESTS },
    actions: [{ action_id: "request.approve", block_id: "b", value: `${ID}.1` }],
  }),
  "a click in one's own messages": (said) => ({
    type: "block_actions",
    ...said,
    trigger_id: "1.2.x",
    container: { type: "message", is_ephemeral: true },
    actions: [{ action_id: "request.cancel", block_id: "b", value: `${ID}.1` }],
  }),
  "a form that is sent": (said) => ({
    type: "view_submission",
    ...said,
    view: { id: "V1", callback_id: "deny_form", private_metadata: `${ID}.1`, blocks: [] },
  }),
};

const cases = Object.keys(KINDS).flatMap((kind) =>
  WHO.map(([what, said, means]) => [kind, what, said, means] as const),
);

test("there are fifty fixtures", () => expect(cases.length).toBeGreaterThan(50));

test.each(cases)("%s by %s", async (kind, _what, said, means) => {
  const { slack, asked } = desk();
  const payload = KINDS[kind]?.(said) ?? {};
  const response = await slack.raw(await slack.signed(new URLSearchParams({ payload: JSON.stringify(payload) })));
  expect([200, 400]).toContain(response.status);
  const people = asked.map(({ args: [click] }) => click as { userId: string; teamId: string });
  expect(people.map(({ userId, teamId }) => [userId, teamId])).toEqual(means === null ? [] : [means]);
});

test.each([
  ["a command", { user_id: "U0ANA", team_id: "T0SYM" }, ["U0ANA", "T0SYM"]],
  [
    "a command in an organisation",
    { user_id: "W0GRID", team_id: "T0SYM", enterprise_id: "E0ORG" },
    ["W0GRID", "T0SYM"],
  ],
  ["a command of an outsider", { user_id: "U0FAR", team_id: "T0FAR" }, ["U0FAR", "T0FAR"]],
  ["a command without a team", { user_id: "U0ANA" }, null],
  ["a command of a name", { user_id: "ana", team_id: "T0SYM" }, null],
])("%s", async (_what, who, means) => {
  const { slack, asked } = desk();
  const form = { command: "/sym", text: "list", trigger_id: "1.2.x", ...who };
  await slack.raw(await slack.signed(new URLSearchParams(Object.entries(form))));
  const people = asked.map(({ args: [person] }) => person as { userId: string; teamId: string });
  expect(people.map(({ userId, teamId }) => [userId, teamId])).toEqual(means === null ? [] : [means]);
});
