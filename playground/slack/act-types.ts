// What people can do in Slack, and what comes of it.
// Never holds behaviour; types.ts hands these on.
import type { JsonObject } from "./json.ts";
import type { HomeState, ModalState, VisibleChannel, VisibleMessage } from "./seen-types.ts";

export type OutcomeError =
  /** No answer within 3 s. */
  | "operation_timeout"
  /** The bot could not be reached. */
  | "dispatch_failed"
  /** The bot answered with a status of 300, 400 or 500. */
  | "http_unknown_redirect"
  | "http_client_error"
  | "http_service_error"
  /** The answer came in time and cannot be understood ("We had some trouble connecting. Try again?"). */
  | "invalid_response"
  /** The client itself refused: nothing was sent. `fieldErrors` says why. */
  | "client_validation"
  /** Slack knows no such command, or does not let this person use it: nothing was sent. */
  | "unknown_command"
  | "restricted_action";

export type Outcome = {
  ok: boolean;
  /** HTTP status of the bot's answer; 0 when there was none. */
  status: number;
  error?: OutcomeError;
  /** What Slack shows for the error, in its own voice. */
  notice?: string;
  /** The message that came with the answer to a slash command (in a channel: `ephemeral` false on it). */
  ephemeral?: VisibleMessage;
  /** Under which blocks of the modal a message now stands (block id to text). */
  fieldErrors?: Record<string, string>;
};

export type ActorOptions = {
  /**
   * False: does also what Slack's own client would not let this person do (a guest's command, a value that was not offered,
   * an empty required field, an act of somebody deactivated), as a tampered client could try. Default true.
   */
  clientLimits?: boolean;
};

/** What is typed or chosen: text, an option's value or text, ids or names of people, a date; a list for multi elements. */
export type InputValue = string | number | boolean | null | string[];

/** Where something is clicked. With `blocks`, those are what the person's client still shows (a stale card). */
export type ClickTarget =
  | { channel: string; ts: string; blocks?: JsonObject[] | undefined }
  | { home: true }
  | { view: true };

/** Which element: its action id, or its visible text, or both ids. */
export type ElementRef = string | { text: string } | { actionId: string; blockId?: string };

export type Suggestion = Outcome & { options: SuggestedOption[] };

export type SuggestedOption = {
  text: string;
  value: string;
  description?: string;
  /** Label of the option group, where there are groups. */
  group?: string;
};

/** A person doing things. Impossible acts (no such button, no modal open) throw; what Slack would answer is an Outcome. */
export type Actor = {
  readonly userId: string;
  /** `line` as typed: "/sym req db @mira". */
  command(line: string, channelId: string): Promise<Outcome>;
  shortcut(callbackId: string): Promise<Outcome>;
  messageShortcut(callbackId: string, message: { channel: string; ts: string }): Promise<Outcome>;
  /** Says something in a channel, as typed. */
  say(channelId: string, text: string): VisibleMessage;
  /** The modal on top, or null. */
  view(): ModalState | null;
  /** Fills the input that has this block id, action id or label. Sends block_actions where Slack would. */
  set(blockIdOrLabel: string, value: InputValue): Promise<Outcome>;
  /** Types into an external select; in the modal on top unless `where` says otherwise. */
  suggest(blockId: string, actionId: string, query: string, where?: ClickTarget): Promise<Suggestion>;
  submit(): Promise<Outcome>;
  /** Cancel or Back: one view. `all`: the cross, the whole stack. */
  close(how?: { all?: boolean }): Promise<Outcome>;
  /** Presses a button; `value` picks in a select, menu, checkboxes, radio buttons or date picker. Confirm dialogs are confirmed. */
  click(target: ClickTarget, element: ElementRef, value?: InputValue): Promise<Outcome>;
  openHome(): Promise<Outcome>;
  /** The Home view as it is, or null. */
  home(): HomeState | null;
  /** What this person sees in a conversation, oldest first, ephemeral messages to them included. */
  messages(channelId: string): VisibleMessage[];
  /** The direct messages with the bot. */
  dm(): VisibleMessage[];
  /** Conversations that this person is in or could join, without direct messages. */
  channels(): VisibleChannel[];
  /** Marks everything in a conversation as read. */
  read(channelId: string): void;
};
