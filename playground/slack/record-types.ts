// What a test can ask and change: recorded calls, violations, faults, events, who people are, a world at rest.
// Never holds behaviour; types.ts hands these on.
import type { Json, JsonObject } from "./json.ts";

export type RecordedCall = {
  /** "chat.postMessage"; "response_url" for a post to one. */
  method: string;
  /** As the bot gave them, JSON arguments parsed, the token left out. */
  arguments: JsonObject;
  at: number;
  /** HTTP status; 0 while under way, and for ever when the answer was lost. */
  status: number;
  ok: boolean;
  error?: string;
};

export type ViolationKind =
  | "unknown_method"
  | "unknown_argument"
  | "missing_argument"
  | "invalid_argument"
  | "json_on_form_only_method"
  | "bad_request"
  | "bad_token"
  | "missing_scope"
  | "bad_blocks"
  | "bad_view"
  | "bad_message"
  | "bad_options"
  | "bad_ack"
  | "bad_field_errors"
  | "modal_stack_too_deep"
  | "response_url_overused";

/** Something that the bot did and that no state of the world excuses. */
export type Violation = {
  at: number;
  kind: ViolationKind;
  /** Method, or what was answered. */
  source: string;
  detail: string;
};

/** What changed, so that a page can draw again. `users` empty: it may concern everybody. */
export type Change = {
  what: "message" | "modal" | "home" | "person" | "channel" | "usergroup" | "read";
  users: string[];
  channel?: string;
};

export type InjectedAnswer = { status: number; retryAfter?: number; error?: string };

export type Faults = {
  /** All methods, or those named ("response_url" is one), cannot be reached until `down(false)`. */
  down(which: boolean | string[]): void;
  /** The next calls are refused: with an error of Slack's, or with an HTTP status. */
  failNext(method: string, failure: string | InjectedAnswer, times?: number): void;
  /** The next calls do their work and their answer never arrives. */
  loseAnswerNext(method: string, times?: number): void;
  /** The next calls take this much longer before they do their work. */
  delayNext(method: string, ms: number, times?: number): void;
  /** Nothing is broken any more. */
  clear(): void;
};

export type SignedRequestOptions = {
  /** Seconds since 1970 as they stand in the header; default: now. */
  timestamp?: string | number;
  /** Default: the app's. */
  secret?: string;
  /** Default: form for strings and URLSearchParams, JSON for objects. */
  contentType?: string;
  /** In place of "v0". */
  version?: string;
  /** The whole header, in place of the right one; null leaves it out. */
  signature?: string | null;
  headers?: Record<string, string>;
  url?: string;
};

export type EventAttempt = { retryNum: number; reason?: string; status: number; at: number };
export type EventDelivery = { eventId: string; delivered: boolean; attempts: EventAttempt[] };

export type PersonEditor = {
  deactivate(): void;
  reactivate(): void;
  makeGuest(kind?: "multi" | "single" | "none"): void;
  /** What people may choose themselves. */
  rename(names: { name?: string; realName?: string; displayName?: string }): void;
  setEmail(email: string | null): void;
  setAdmin(isAdmin: boolean): void;
};

export type UsergroupEditor = {
  setUsers(users: string[]): void;
  add(userId: string): void;
  remove(userId: string): void;
  disable(): void;
  enable(): void;
  /** As where a group has moved to another workspace: Slack does not know it here any more. */
  vanish(): void;
};

export type ChannelEditor = {
  archive(): void;
  unarchive(): void;
  invite(userId: string): void;
  kick(userId: string): void;
  /** Takes the bot out. */
  kickBot(): void;
};

/** A live mention or link that a message really contains. */
export type Mention = {
  kind: "user" | "channel" | "usergroup" | "broadcast" | "link";
  /** U..., C..., S..., "here" | "channel" | "everyone", or the address. */
  target: string;
  /** JSON pointer to the text that holds it. */
  where: string;
  /** True: Slack's client made it from bare text (an address in mrkdwn that is not `verbatim`). */
  auto: boolean;
};

/** A world at rest, as JSON; what `SlackSimulator.restore` takes. */
export type WorldDump = { format: 1; world: Json };
