// Every method of Slack's Web API that Sym calls, how its arguments travel, the scopes it needs, and why it is called. The
// client can call nothing else and the manifest asks for nothing more, so that what Sym may do in a workspace is read here.

interface Method {
  /** Slack takes JSON for most methods that write, and only a form for the ones that read. */
  readonly wire: "json" | "form";
  readonly scopes: readonly string[];
  readonly reason: string;
}

export const slackMethods = {
  "auth.test": {
    wire: "json",
    scopes: [],
    reason: "Which workspace this token belongs to, so that people of other organisations are told apart.",
  },
  "chat.getPermalink": {
    wire: "form",
    scopes: [],
    reason: "A link to the card for the requester, who may not be in its channel.",
  },
  "chat.postEphemeral": {
    wire: "json",
    scopes: ["chat:write"],
    reason: "Tells the person who clicked, and nobody else, why something was refused.",
  },
  "chat.postMessage": {
    wire: "json",
    scopes: ["chat:write"],
    reason: "Request cards, direct messages to requesters, alarms to the operators' channel.",
  },
  "chat.update": {
    wire: "json",
    scopes: ["chat:write"],
    reason: "Redraws a card or a direct message when its request has changed.",
  },
  "conversations.members": {
    wire: "form",
    scopes: ["channels:read", "groups:read"],
    reason: "Rules that name the members of a channel, public or private.",
  },
  "usergroups.users.list": {
    wire: "form",
    scopes: ["usergroups:read"],
    reason: "Rules and admins that are user groups.",
  },
  "users.conversations": {
    wire: "form",
    scopes: ["channels:read", "groups:read"],
    reason: "The same of a channel with more members than one answer holds: asked by person, whatever its size.",
  },
  "users.info": {
    wire: "form",
    scopes: ["users:read", "users:read.email"],
    reason:
      "Who is asking or deciding: guest, bot, deactivated or of another organisation; the e-mail address is the account.",
  },
  "views.open": { wire: "json", scopes: [], reason: "Opens the picker and the forms." },
  "views.publish": { wire: "json", scopes: [], reason: "Draws the Home tab when somebody opens it." },
  "views.update": {
    wire: "json",
    scopes: [],
    reason: "Redraws the picker when another Environment is chosen, and puts a sign-in where it was asked for.",
  },
} as const satisfies Readonly<Record<string, Method>>;

export type SlackMethod = keyof typeof slackMethods;

/** The slash command and the shortcut need this one; no method does. */
const COMMANDS = "commands";

/** What the manifest asks for: the least that the methods and `more` need, in alphabetical order. `more`: what strategies do. */
export const botScopes = (more: readonly string[] = []): string[] =>
  [...new Set<string>([COMMANDS, ...Object.values(slackMethods).flatMap(({ scopes }) => scopes), ...more])].sort();
