// The Slack workspace of the journeys: who is there, where, and in which group. The app is the one that manifest.json
// declares, so that a scope or a command that it forgets fails here. What must never reach a log is marked as such.

import manifest from "../../manifest.json" with { type: "json" };
import type { WorldSeed } from "../../playground/slack/types.ts";

/** Asks. Is not in the channel of the cards. */
export const ANA = "U0ANA";
/** Is named as approver. */
export const BEN = "U0BEN";
/** Is in the user group of approvers. */
export const CLEO = "U0CLEO";
/** A full member in the channel of the cards whom no rule of `database` names. */
export const OTTO = "U0OTTO";
/** Admin of Sym. */
export const ADA = "U0ADA";
/** A guest, in the channel of the cards. */
export const GUS = "U0GUS";
/** Of another organisation, in the channel of the cards through Slack Connect. */
export const FERN = "U0FERN";
/** Somebody else's bot. */
export const ROBO = "U0ROBO";
export const SYM = "U0SYM";

export const REQUESTS = "C0REQUESTS";
export const OPS = "C0OPS";
export const GENERAL = "C0GENERAL";
export const DBA = "S0DBA";

/** In every e-mail address, secret and typed text of a journey: no log line may hold it. */
export const CANARY = "canary";

export const BOT_TOKEN = `xoxb-${CANARY}-token`;
export const SIGNING_SECRET = `${CANARY}-signing-secret`;
export const PAGERDUTY_TOKEN = `${CANARY}-pagerduty-token`;
export const DOORS_SECRET = `${CANARY}-doors-secret`;

/** What the targets know somebody as. */
export const accountOf = (userId: string): string => `${userId.slice(2).toLowerCase()}@${CANARY}.example.com`;

const person = (id: string, realName: string) => ({
  id,
  name: id.slice(2).toLowerCase(),
  realName,
  displayName: id.slice(2).toLowerCase(),
  email: accountOf(id),
  tz: "Europe/Berlin",
  tzOffset: 3_600,
  avatarColor: "2eb67d",
});

export const seed: WorldSeed = {
  team: { id: "T0ACME", domain: "acme", name: "Acme" },
  app: {
    id: "A0SYM",
    botUserId: SYM,
    botToken: BOT_TOKEN,
    signingSecret: SIGNING_SECRET,
    scopes: manifest.oauth_config.scopes.bot,
    commands: manifest.features.slash_commands.map((one) => ({
      command: one.command,
      description: one.description,
      usageHint: one.usage_hint,
      shouldEscape: one.should_escape,
    })),
    events: manifest.settings.event_subscriptions.bot_events,
    shortcuts: manifest.features.shortcuts.map((one) => ({
      callbackId: one.callback_id,
      name: one.name,
      type: "global",
    })),
  },
  people: [
    person(ANA, "Ana Alba"),
    person(BEN, "Ben Berg"),
    person(CLEO, "Cleo Cruz"),
    person(OTTO, "Otto Orr"),
    { ...person(ADA, "Ada Amin"), tz: "America/New_York", tzOffset: -18_000 },
    { ...person(GUS, "Gus Guest"), isRestricted: true },
    { ...person(FERN, "Fern Away"), teamId: "T0OTHER" },
    { ...person(ROBO, "Robo"), isBot: true },
  ],
  channels: [
    {
      id: REQUESTS,
      name: "sym-requests",
      members: [BEN, CLEO, OTTO, GUS, FERN, ROBO, SYM],
      isExtShared: true,
    },
    { id: OPS, name: "sym-ops", members: [ADA, SYM] },
    { id: GENERAL, name: "general", members: [ANA, BEN, CLEO, OTTO, ADA, GUS] },
  ],
  usergroups: [{ id: DBA, handle: "dba", name: "Database people", users: [CLEO] }],
};
