// Slack's side: takes every call, keeps every message, and hands out the ids and buttons that its people then click. It
// outlives the Worker. Checks nothing of what it is sent: the playground's simulator does that.
import { setTimeout as pause } from "node:timers/promises";
import { TEAM } from "../../bench/harness/slack-requests.ts";
import { slackUser } from "../../bench/harness/slack-user.ts";
import type { Dice } from "../simulate/dice.ts";
import { type Asked, type LocalServer, startLocalServer } from "./local-server.ts";
import type { UnderWay } from "./under-way.ts";

export type Button = "approve" | "deny" | "cancel" | "revoke";

export interface Slack extends LocalServer {
  /** The value of a button that stands somewhere now about the request with this ticket; null where there is none. */
  button(ticket: string, button: Button): string | null;
  /** How many cards were posted beyond the first of a request: an answer that a crash lost is asked for again. */
  cardsPostedAgain(): number;
  /** The last form that was opened, as the app sent it. */
  lastForm(): Readonly<Record<string, unknown>> | null;
  /** Which of the forbidden texts a message or a view held. */
  leaked(): readonly string[];
  calls(): number;
}

export interface SlackOptions {
  readonly underWay: UnderWay;
  readonly dice: Dice;
  /** Longest time that a call takes, in the machine's milliseconds. */
  readonly slowestMs: number;
  /** Secrets, which nothing that is sent here may hold. */
  readonly forbidden: readonly string[];
}

const BUTTON = /"action_id":"request\.(approve|deny|cancel|revoke)"[^{}]*"value":"([\w.]+)"/g;
const TICKET = /ticket-\d+/;

export async function startSlack({ underWay, dice, slowestMs, forbidden }: SlackOptions): Promise<Slack> {
  /** Buttons by request, each with the message that it stands in. */
  const buttons = new Map<string, Map<Button, { readonly ts: string; readonly value: string }>>();
  const requests = new Map<string, string>();
  const cards = new Map<string, number>();
  const leaked = new Set<string>();
  let calls = 0;
  let posted = 0;
  let lastForm: Readonly<Record<string, unknown>> | null = null;

  /** What a message shows now; buttons that it had and has no more are gone. */
  function show(ts: string, body: string): void {
    for (const of of buttons.values()) for (const [name, known] of of) if (known.ts === ts) of.delete(name);
    const ticket = TICKET.exec(body)?.[0];
    for (const [, name, value = ""] of body.matchAll(BUTTON)) {
      const [request = ""] = value.split(".");
      if (ticket !== undefined) requests.set(ticket, request);
      const of = buttons.get(request) ?? new Map();
      buttons.set(request, of.set(name as Button, { ts, value }));
    }
  }

  function answerTo(method: string, asked: Asked): Record<string, unknown> {
    switch (method) {
      case "users.info":
        return { user: slackUser(new URLSearchParams(asked.body).get("user") ?? jsonField(asked.body, "user")) };
      case "auth.test":
        return { url: "https://example.slack.com/", team: "Example", team_id: TEAM, user_id: "U0SYM", bot_id: "B0SYM" };
      case "views.open":
        lastForm = JSON.parse(asked.body).view;
        return { view: { id: "V0OPENED" } };
      case "chat.postMessage": {
        const ts = `1760000000.${String(++posted).padStart(6, "0")}`;
        const ticket = TICKET.exec(asked.body)?.[0];
        if (ticket !== undefined && asked.body.includes('"request.approve"'))
          cards.set(ticket, (cards.get(ticket) ?? 0) + 1);
        show(ts, asked.body);
        return { channel: "C0REQUESTS", ts };
      }
      case "chat.update": {
        const ts = jsonField(asked.body, "ts");
        show(ts, asked.body);
        return { channel: "C0REQUESTS", ts };
      }
      case "chat.getPermalink":
        return { channel: "C0REQUESTS", permalink: "https://example.slack.com/archives/C0REQUESTS/p1" };
      default:
        return {};
    }
  }

  const server = await startLocalServer(async (asked) => {
    const method = asked.url.pathname.slice("/api/".length);
    calls += 1;
    for (const text of forbidden) if (asked.body.includes(text)) leaked.add(text);
    return underWay.during(`Slack: ${method}`, async () => {
      const before = dice.upTo(slowestMs, 2);
      if (before > 0) await pause(before);
      const body = { ok: true, ...answerTo(method, asked) };
      return { status: 200, body };
    });
  });
  return {
    ...server,
    calls: () => calls,
    button: (ticket, button) => buttons.get(requests.get(ticket) ?? "")?.get(button)?.value ?? null,
    cardsPostedAgain: () => [...cards.values()].reduce((sum, count) => sum + count - 1, 0),
    lastForm: () => lastForm,
    leaked: () => [...leaked],
  };
}

const jsonField = (body: string, name: string): string => {
  const value: unknown = body.startsWith("{") ? JSON.parse(body)[name] : new URLSearchParams(body).get(name);
  return String(value);
};
