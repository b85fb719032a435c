// Puts cards, receipts, notes and alarms where they belong, drawn whole from state. Says of every message whether Slack has
// it, will never take it, or should be asked again; never decides what that means for a request.
import * as z from "zod";
import type { MessageRef } from "../domain/effect.ts";
import { userIdOf } from "../domain/person.ts";
import {
  type Deployment,
  type MessageOutcome,
  type Messenger,
  type Snapshot,
  type Strategies,
  TransientError,
} from "../ports.ts";
import { type CallSlack, IN_THE_BACKGROUND_MS, readAnswer, SlackRefusal } from "./client.ts";
import { permalinkOf } from "./permalink.ts";
import type { Message } from "./views/blocks.ts";
import { renderDigest } from "./views/digest.ts";
import { renderNotice } from "./views/gathered.ts";
import { renderNote } from "./views/notes.ts";
import { renderOperators, renderOrderProgress } from "./views/operators.ts";
import { renderReceipt } from "./views/receipt.ts";
import { renderCard } from "./views/request-card.ts";
import { renderWarning } from "./views/warnings.ts";

export interface MessengerOptions {
  readonly call: CallSlack;
  readonly deployment: Pick<Deployment, "operatorsChannel" | "auditChannel">;
  /** For what a message says of its target: can it be read back, what outlives an end, and is there a sign-in to show. */
  readonly strategies: Strategies;
}

export function createMessenger({ call, deployment, strategies }: MessengerOptions): Messenger {
  return {
    async card(snapshot, now) {
      const message = renderCard(snapshot, { now, ...traitsOf(snapshot, strategies) });
      return deliver(call, snapshot.card, snapshot.version.flow.route.channel, message);
    },
    async receipt(snapshot, now) {
      const message = renderReceipt(snapshot, {
        now,
        permalink: await permalinkOf(call, snapshot.card, IN_THE_BACKGROUND_MS),
      });
      return deliver(call, snapshot.receipt, userIdOf(snapshot.request.requester), message);
    },
    async note(snapshot, note, now) {
      // The receipt's place is the direct message itself (`D…`), which Slack prefers to the person's id.
      const place = snapshot.receipt?.channel ?? userIdOf(snapshot.request.requester);
      const { access } = snapshot.request;
      const hasCredential = access !== null && strategies(access.strategy)?.credential !== undefined;
      return deliver(call, null, place, renderNote(snapshot, note, { now, hasCredential }));
    },
    async operators(snapshot, alarm, now) {
      const permalink = await permalinkOf(call, snapshot.card, IN_THE_BACKGROUND_MS);
      return deliver(call, null, deployment.operatorsChannel, renderOperators(snapshot, alarm, { now, permalink }));
    },
    async notice(notice, now) {
      return deliver(call, null, deployment.operatorsChannel, renderNotice(notice, { now }));
    },
    async orderProgress(order, progress) {
      return deliver(call, progress.message, deployment.operatorsChannel, renderOrderProgress(order, progress));
    },
    async digest(digest, line) {
      return deliver(call, null, deployment.auditChannel ?? deployment.operatorsChannel, renderDigest(digest, line));
    },
    async warning(warning) {
      return deliver(call, null, deployment.operatorsChannel, renderWarning(warning));
    },
  };
}

function traitsOf({ request }: Snapshot, strategies: Strategies): { outlives: string | null; readable: boolean } {
  const strategy = request.access && strategies(request.access.strategy);
  if (!request.access || !strategy) return { outlives: null, readable: true };
  const { settings } = request.access;
  try {
    const readable = strategy.readable?.(settings) ?? strategy.inspect !== undefined;
    return { outlives: strategy.outlives(settings), readable };
  } catch {
    // Settings that it does not take any more: the card has buttons that people need then.
    return { outlives: null, readable: strategy.inspect !== undefined };
  }
}

/** The message is gone or no longer ours to change: it is posted anew. */
const POST_ANEW = new Set(["message_not_found", "cant_update_message", "edit_window_closed"]);

/** Not this message is refused but the app: it waits until people have seen to that. */
const WAITS_FOR_PEOPLE = new Set([
  "account_inactive",
  "access_denied",
  "enterprise_is_restricted",
  "invalid_auth",
  "missing_scope",
  "no_permission",
  "not_allowed_token_type",
  "not_authed",
  "org_login_required",
  "team_access_not_granted",
  "token_expired",
  "token_revoked",
  "two_factor_setup_required",
]);

/** Changes the message where it stands, or posts it to `place`, a channel or a person. */
async function deliver(
  call: CallSlack,
  ref: MessageRef | null,
  place: string,
  message: Message,
): Promise<MessageOutcome> {
  try {
    const sent = (ref !== null && (await update(call, ref, message))) || (await post(call, place, message));
    return { kind: "sent", ref: sent };
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error;
    if (WAITS_FOR_PEOPLE.has(error.code)) throw new TransientError(error.message, { effect: "no", cause: error });
    return { kind: "undeliverable", code: error.code };
  }
}

const sentAnswer = z.object({ channel: z.string().min(1), ts: z.string().min(1) });

/** Null where it must be posted anew. */
async function update(call: CallSlack, ref: MessageRef, { text, blocks }: Message): Promise<MessageRef | null> {
  try {
    await call("chat.update", { channel: ref.channel, ts: ref.ts, text, blocks }, IN_THE_BACKGROUND_MS);
    return ref;
  } catch (error) {
    if (error instanceof SlackRefusal && POST_ANEW.has(error.code)) return null;
    throw error;
  }
}

async function post(call: CallSlack, place: string, { text, blocks }: Message): Promise<MessageRef> {
  const args = { channel: place, text, blocks, unfurl_links: false, unfurl_media: false };
  const answer = await call("chat.postMessage", args, IN_THE_BACKGROUND_MS);
  const { channel, ts } = readAnswer("chat.postMessage", sentAnswer, answer);
  return { channel, ts };
}
