// The buttons of a request and how their value is read. A value is an opaque id and a version, and nothing else: whatever
// else a click means is looked up when it comes.
import type { Button } from "slack-edge";
import type { Request } from "../../domain/request.ts";
import { button } from "./blocks.ts";

/** Action ids of the buttons on cards, receipts and lists. */
export const REQUEST_ACTIONS = {
  approve: "request.approve",
  deny: "request.deny",
  revoke: "request.revoke",
  cancel: "request.cancel",
  close: "request.close",
  showCredential: "request.show_credential",
} as const;

/** `<request id>.<seq that the button was drawn at>` */
export const buttonValue = ({ id, seq }: Pick<Request, "id" | "seq">): string => `${id}.${seq}`;

/** Null where the value is not one that Sym draws. */
export function parseButton(value: unknown): { requestId: string; seq: number } | null {
  const match = typeof value === "string" ? /^([a-z0-9]{26})\.([1-9]\d{0,8})$/.exec(value) : null;
  return match?.[1] === undefined ? null : { requestId: match[1], seq: Number(match[2]) };
}

export const approveButton = (request: Request): Button =>
  button({ label: "Approve", actionId: REQUEST_ACTIONS.approve, value: buttonValue(request), style: "primary" });

/** Opens a form for the reason, which is the second thought that this button needs. */
export const denyButton = (request: Request): Button =>
  button({ label: "Deny", actionId: REQUEST_ACTIONS.deny, value: buttonValue(request), style: "danger" });

export const cancelButton = (request: Request): Button =>
  button({ label: "Cancel request", actionId: REQUEST_ACTIONS.cancel, value: buttonValue(request) });

/** The same, of access that is approved and not there yet. */
export const stopButton = (request: Request): Button =>
  button({
    label: "Stop",
    actionId: REQUEST_ACTIONS.revoke,
    value: buttonValue(request),
    style: "danger",
    confirm: {
      title: "Stop this before it is there?",
      text: `${request.access?.targetLabel ?? "The access"} is not granted, and whatever is there of it already is taken away. To have it, somebody has to ask again.`,
      yes: "Stop",
      no: "Let it go on",
    },
  });

/** For whoever has the access; anybody else who presses it is told so. */
export const showCredentialButton = (request: Request): Button =>
  button({
    label: "Show the sign-in",
    actionId: REQUEST_ACTIONS.showCredential,
    value: buttonValue(request),
    style: "primary",
  });

/** For admins: opens the form for their part of an end by hand. Anybody else who presses it is told so. */
export const closeButton = (request: Request): Button =>
  button({
    label: request.byHand === undefined ? "End by hand" : "Confirm end by hand",
    actionId: REQUEST_ACTIONS.close,
    value: buttonValue(request),
    style: "danger",
  });

/** With a question first: it takes somebody's access away at once. */
export const revokeButton = (request: Request): Button =>
  button({
    label: "Revoke",
    actionId: REQUEST_ACTIONS.revoke,
    value: buttonValue(request),
    style: "danger",
    confirm: {
      title: "Revoke this access now?",
      text: `${request.access?.targetLabel ?? "The access"} is taken away at once, before its time is up. To have it again, somebody has to ask again.`,
      yes: "Revoke",
      no: "Keep it",
    },
  });
