// A workspace of the Slack simulator, behind a real port, with one user group to give and a token of an admin. Judges nothing.
import type { WorldSeed } from "../../../../playground/slack/types.ts";
import { slackUsergroup } from "../../../../src/strategies/slack-usergroup/strategy.ts";
import { slackOverHttp } from "../../slack-simulator/slack-over-http.ts";

export const GROUP = "S0DEPLOYERS";
export const KEEPER = "U0KEEPER";
export const OTHER = "U0OTHER";
export const TOKEN = "xoxp-planted-token";
export const SAYS = "slack-says-canary";
export const ana = { id: "U0ANA", label: "U0ANA" };
export const ben = { id: "U0BEN", label: "U0BEN" };
export const good = { group: GROUP, token: "SLACK_GROUPS_TOKEN", keeper: KEEPER };

const person = (id: string, more: object = {}) => ({
  id,
  name: id.toLowerCase(),
  realName: id,
  displayName: id,
  tz: "Etc/UTC",
  tzOffset: 0,
  avatarColor: "2eb67d",
  ...more,
});
const scopes = ["usergroups:read", "usergroups:write", "users:read"];

const seed: WorldSeed = {
  team: { id: "T0ACME", domain: "acme", name: "Acme" },
  app: {
    id: "A0GROUPS",
    botUserId: "U0BOT",
    botToken: "xoxb-bot",
    signingSecret: "signing-secret",
    scopes,
    userToken: { token: TOKEN, userId: "U0ADMIN", scopes },
    commands: [],
    shortcuts: [],
  },
  people: [
    person("U0ADMIN", { isAdmin: true }),
    ...[ana.id, ben.id, KEEPER, OTHER].map((id) => person(id)),
    person("U0GUEST", { isRestricted: true }),
    person("U0GONE", { deleted: true }),
  ],
  channels: [],
  usergroups: [{ id: GROUP, handle: "deployers", name: "Deployers", users: [KEEPER] }],
};

export async function started(more: Partial<WorldSeed> = {}) {
  const { slack, apiBase, close } = await slackOverHttp({ rateLimits: false, seed: { ...seed, ...more } });
  const endpoint = apiBase.replace(/\/api\/$/, "");
  const members = (): readonly string[] =>
    slack.snapshotFor("U0ADMIN").usergroups.find(({ id }) => id === GROUP)?.users ?? [];
  return {
    slack,
    members,
    group: () => slack.usergroup(GROUP),
    strategy: slackUsergroup,
    settings: { ...good, endpoint, allowLoopback: true },
    people: [ana, ben] as const,
    secrets: { SLACK_GROUPS_TOKEN: TOKEN },
    targetSays: SAYS,
    levelOf: async (id: string) => (members().includes(id) ? "member" : null),
    close,
  };
}
