// The workspace of those Flows: everybody and everything that they name is there, and the app may do what it must.
import type { PersonSeed, WorldSeed } from "../../../playground/slack/types.ts";
import { botScopes } from "../../../src/slack/scopes.ts";
import { CARDS, DBA, MIA, NOA, OPS } from "./flows.ts";

export const BOT = "U01SYMBOT1";
export const TOKEN = "xoxb-a-token-that-nobody-may-see";

export const person = (id: string, name: string): PersonSeed => ({
  id,
  name: name.toLowerCase(),
  realName: name,
  displayName: name,
  email: `${name.toLowerCase()}@acme.dev`,
  tz: "Etc/UTC",
  tzOffset: 0,
  avatarColor: "2eb67d",
});

export const workspaceSeed = (): WorldSeed => ({
  team: { id: "T01ACME001", domain: "acme", name: "Acme" },
  app: {
    id: "A01SYM0001",
    botUserId: BOT,
    botToken: TOKEN,
    signingSecret: "a-signing-secret",
    scopes: botScopes(),
    commands: [],
    shortcuts: [],
  },
  people: [person(MIA, "Mia"), person(NOA, "Noa")],
  channels: [
    { id: CARDS, name: "access", members: [MIA, NOA, BOT] },
    { id: OPS, name: "access-ops", members: [MIA, BOT] },
  ],
  usergroups: [{ id: DBA, handle: "dba", name: "Database team", users: [MIA] }],
});
