// A small workspace to work on the page with: five people, four channels.
// Never the playground's own world: that one belongs to the bot's example Flows.
import type { PersonSeed, WorldSeed } from "../../slack/types.ts";

export const EVERYBODY = { ana: "UANA", ben: "UBEN", olga: "UOLGA", ada: "UADA", gus: "UGUS" } as const;

const person = (
  id: string,
  name: string,
  realName: string,
  avatarColor: string,
  tz: string,
  tzOffset: number,
): PersonSeed => ({
  id,
  name,
  realName,
  displayName: realName.split(" ")[0] ?? realName,
  email: `${name}@acme.test`,
  tz,
  tzOffset,
  avatarColor,
});

export const devCast = [
  { id: EVERYBODY.ana, part: "requester" },
  { id: EVERYBODY.ben, part: "approver" },
  { id: EVERYBODY.olga, part: "outsider" },
  { id: EVERYBODY.ada, part: "admin" },
  { id: EVERYBODY.gus, part: "guest" },
];

export const devSeed: WorldSeed = {
  team: { id: "TACME", domain: "acme", name: "Acme" },
  app: {
    id: "ASYM",
    botUserId: "USYM",
    botToken: "xoxb-page",
    signingSecret: "page-secret",
    scopes: ["chat:write", "commands", "im:write", "users:read"],
    commands: [{ command: "/sym", description: "Ask for access", usageHint: "[req FLOW ENV | list | help]" }],
    shortcuts: [
      { callbackId: "request", name: "Request access", type: "global" },
      { callbackId: "about", name: "Request access like this", type: "message" },
    ],
  },
  people: [
    person(EVERYBODY.ana, "ana", "Ana Ferreira", "c2410c", "Europe/Lisbon", 0),
    person(EVERYBODY.ben, "ben", "Ben Okafor", "1d4ed8", "Europe/Berlin", 3600),
    person(EVERYBODY.olga, "olga", "Olga Lindqvist", "7e22ce", "America/New_York", -18_000),
    { ...person(EVERYBODY.ada, "ada", "Ada Yamada", "047857", "Asia/Tokyo", 32_400), isAdmin: true },
    { ...person(EVERYBODY.gus, "gus", "Gus Petrov", "a16207", "Europe/Sofia", 7200), isRestricted: true },
  ],
  channels: [
    { id: "CGENERAL", name: "general", members: ["UANA", "UBEN", "UOLGA", "UADA", "UGUS"], topic: "Everybody" },
    { id: "CREQUESTS", name: "sym-requests", members: ["UBEN", "UOLGA", "UADA", "USYM"], topic: "Who may have what" },
    { id: "CENG", name: "engineering", members: ["UANA", "UBEN", "UADA"] },
    { id: "GOPS", name: "sym-operators", members: ["UADA", "USYM"], isPrivate: true },
  ],
  usergroups: [{ id: "SLEADS", handle: "db-leads", name: "Database leads", users: ["UBEN", "UADA"] }],
};
